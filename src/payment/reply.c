#include <string.h>

#include "base/text.h"
#include "payment/payment.h"

/* What a reply may say; other keys are skipped, so that helpers may know more than
 * this shop does. */
enum reply_key {
	REPLY_STATUS,
	REPLY_KEY,
	REPLY_AMOUNT,
	REPLY_CURRENCY,
	REPLY_REFERENCE,
	REPLY_MESSAGE,
	REPLY_LABEL,
	REPLY_EXPIRES,
	REPLY_VERBS,
	REPLY_TOKEN,
	REPLY_COUNT
};

static const struct reply_value {
	const char *name;
	size_t size_max;
} known[REPLY_COUNT] = {
	[REPLY_STATUS] = { "status", 16 },
	[REPLY_KEY] = { "key", 200 },
	[REPLY_AMOUNT] = { "amount", 18 },
	[REPLY_CURRENCY] = { "currency", 3 },
	[REPLY_REFERENCE] = { "reference", PAYMENT_REFERENCE_SIZE_MAX },
	[REPLY_MESSAGE] = { "message", SIZE_MAX },
	[REPLY_LABEL] = { "label", PAYMENT_LABEL_SIZE_MAX },
	[REPLY_EXPIRES] = { "expires", 7 },
	[REPLY_VERBS] = { "verbs", 200 },
	[REPLY_TOKEN] = { "token", PAYMENT_TOKEN_SIZE_MAX },
};

static const char *const answer_names[] = { "approved", "declined", "pending", "none",
	NULL };

/* A reply as it is read, into one guarded piece of memory: any value may turn out to
 * be the token. What is wrong with it is said in words that follow "the answer". */
struct reading {
	struct secret room;
	size_t used;
	struct bytes values[REPLY_COUNT];
	bool given[REPLY_COUNT];
	const char *wrong;
};

static int
digit(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

/* One byte of a value, escaped or not; false where the escape is none. */
static bool
decode(struct bytes line, size_t *at, uint8_t *byte)
{
	int high;
	int low;

	*byte = line.data[(*at)++];
	if (*byte != '%')
		return true;
	if (line.size - *at < 2)
		return false;
	high = digit(line.data[*at]);
	low = digit(line.data[*at + 1]);
	*at += 2;
	if (high < 0 || low < 0)
		return false;
	*byte = (uint8_t)(high << 4 | low);
	return *byte != 0;
}

static const char *
read_value(struct reading *reading, struct bytes line, struct bytes *value)
{
	uint8_t *to = reading->room.data + reading->used;
	size_t size = 0;
	size_t at = 0;

	while (at < line.size)
		if (!decode(line, &at, &to[size++]))
			return "has a % that is no escape";
	if (!text_is_utf8((const char *)to, size))
		return "is not UTF-8";
	reading->used += size;
	*value = (struct bytes){ to, size };
	return NULL;
}

static int
find_key(struct bytes name)
{
	int i;

	for (i = 0; i < REPLY_COUNT; i++)
		if (bytes_equal(name, bytes_of_text(known[i].name)))
			return i;
	return REPLY_COUNT;
}

static bool
name_is_valid(struct bytes name)
{
	size_t i;

	for (i = 0; i < name.size; i++)
		if (!(name.data[i] >= 'a' && name.data[i] <= 'z') &&
			!(name.data[i] >= '0' && name.data[i] <= '9' && i > 0) &&
			name.data[i] != '_')
			return false;
	return name.size > 0;
}

static const char *
read_line(struct reading *reading, struct bytes line)
{
	const uint8_t *equals = memchr(line.data, '=', line.size);
	struct bytes value;
	struct bytes name;
	const char *wrong;
	int key;

	if (!equals)
		return "has a line without '='";
	name = (struct bytes){ line.data, (size_t)(equals - line.data) };
	value = (struct bytes){ equals + 1, line.size - name.size - 1 };
	if (!name_is_valid(name))
		return "has a key that is none";
	wrong = read_value(reading, value, &value);
	if (wrong)
		return wrong;
	key = find_key(name);
	if (key == REPLY_COUNT)
		return NULL;
	if (reading->given[key])
		return "says the same thing twice";
	if (value.size > known[key].size_max)
		return "has a value that is too long";
	reading->given[key] = true;
	reading->values[key] = value;
	return NULL;
}

static bool
has_control(struct bytes bytes)
{
	size_t i;

	for (i = 0; i < bytes.size; i++)
		if ((bytes.data[i] < 0x20 && bytes.data[i] != '\n') ||
			bytes.data[i] == 0x7f)
			return true;
	return false;
}

static const char *
read_lines(struct reading *reading, struct bytes output)
{
	const char *wrong = NULL;
	const uint8_t *end;

	if (output.size > PAYMENT_REPLY_SIZE_MAX)
		return "is too long";
	if (output.size == 0)
		return "is empty";
	if (output.data[output.size - 1] != '\n')
		return "ends within a line";
	if (has_control(output))
		return "has control characters";
	while (output.size > 0 && !wrong) {
		struct bytes line = { output.data, 0 };

		end = memchr(output.data, '\n', output.size);
		line.size = (size_t)(end - output.data);
		wrong = read_line(reading, line);
		output.data = end + 1;
		output.size -= line.size + 1;
	}
	return wrong;
}

static bool
value_is(const struct reading *reading, enum reply_key key, const char *text)
{
	return reading->given[key] &&
	       bytes_equal(reading->values[key], bytes_of_text(text));
}

static bool
amount_is(const struct reading *reading, int64_t amount)
{
	char text[21] = "";

	return value_is(
		reading, REPLY_AMOUNT, digits_before(text + 20, (uint64_t)amount));
}

/* Money that was asked for must be what is answered for, to the unit. */
static const char *
check_money(const struct reading *reading, const struct payment_ask *ask,
	enum payment_answer answer)
{
	if (!ask->key)
		return answer == PAYMENT_ANSWER_NONE ? "has no such status" : NULL;
	if (!value_is(reading, REPLY_KEY, ask->key))
		return "is for another key";
	if (answer == PAYMENT_ANSWER_NONE)
		return ask->verb == PAYMENT_STATUS ? NULL : "has no such status";
	if (answer == PAYMENT_ANSWER_DECLINED)
		return NULL;
	if (!amount_is(reading, ask->amount))
		return "is for another amount";
	if (!value_is(reading, REPLY_CURRENCY, ask->currency))
		return "is in another currency";
	return NULL;
}

static const char *
check_setup(const struct reading *reading)
{
	struct bytes expires = reading->values[REPLY_EXPIRES];
	char text[8] = "";

	if (reading->values[REPLY_TOKEN].size == 0)
		return "has no token";
	if (expires.size > 0)
		memcpy(text, expires.data, expires.size);
	if (expires.size > 0 && !payment_expiry_is_valid(text))
		return "has an expiry that is no month";
	return NULL;
}

static const char *
judge(const struct reading *reading, const struct payment_ask *ask,
	enum payment_answer *answer)
{
	const char *wrong;
	int i;

	for (i = 0; answer_names[i]; i++)
		if (value_is(reading, REPLY_STATUS, answer_names[i]))
			break;
	if (!answer_names[i])
		return "has no status that is known";
	wrong = check_money(reading, ask, (enum payment_answer)i);
	if (!wrong && ask->verb == PAYMENT_SETUP && i == PAYMENT_ANSWER_APPROVED)
		wrong = check_setup(reading);
	if (!wrong)
		*answer = (enum payment_answer)i;
	return wrong;
}

/* One line of text of at most size_max bytes, cut at a character's border. */
static enum status
take_text(struct bytes value, size_t size_max, struct arena *arena, const char **text,
	struct err *err)
{
	size_t size = value.size < size_max ? value.size : size_max;
	char *line;
	size_t i;

	while (size > 0 && size < value.size && (value.data[size] & 0xc0) == 0x80)
		size--;
	TRY(ARENA_NEW(arena, size + 1, &line, err));
	for (i = 0; i < size; i++)
		line[i] = value.data[i] < 0x20 || value.data[i] == 0x7f
				  ? ' '
				  : (char)value.data[i];
	*text = line;
	return ST_OK;
}

static enum status
take_texts(const struct reading *reading, struct arena *arena,
	struct payment_reply *reply, struct err *err)
{
	const struct bytes *values = reading->values;

	TRY(take_text(values[REPLY_REFERENCE], PAYMENT_REFERENCE_SIZE_MAX, arena,
		&reply->reference, err));
	TRY(take_text(values[REPLY_MESSAGE], PAYMENT_MESSAGE_SIZE_MAX, arena,
		&reply->message, err));
	TRY(take_text(values[REPLY_LABEL], PAYMENT_LABEL_SIZE_MAX, arena,
		&reply->label, err));
	TRY(take_text(values[REPLY_EXPIRES], known[REPLY_EXPIRES].size_max, arena,
		&reply->expires, err));
	return take_text(values[REPLY_VERBS], known[REPLY_VERBS].size_max, arena,
		&reply->verbs, err);
}

static enum status
take_token(struct bytes token, struct payment_reply *reply, struct err *err)
{
	if (token.size == 0)
		return ST_OK;
	TRY(secret_take(&reply->token, token.size, err));
	memcpy(reply->token.data, token.data, token.size);
	return ST_OK;
}

static enum status
read_whole(struct reading *reading, const struct payment_ask *ask,
	struct bytes output, struct arena *arena, struct payment_reply *reply,
	struct err *err)
{
	reading->wrong = read_lines(reading, output);
	if (!reading->wrong)
		reading->wrong = judge(reading, ask, &reply->answer);
	if (reading->wrong)
		return arena_format(
			arena, &reply->message, err, "the answer %s", reading->wrong);
	TRY(take_texts(reading, arena, reply, err));
	if (ask->verb != PAYMENT_SETUP)
		return ST_OK;
	return take_token(reading->values[REPLY_TOKEN], reply, err);
}

enum status
payment_reply_read(const struct payment_ask *ask, struct bytes output,
	struct arena *arena, struct payment_reply *reply, struct err *err)
{
	struct reading reading = { .used = 0 };
	enum status status;

	*reply = (struct payment_reply){ .answer = PAYMENT_ANSWER_UNKNOWN,
		.reference = "",
		.message = "",
		.label = "",
		.expires = "",
		.verbs = "" };
	TRY(secret_take(&reading.room, PAYMENT_REPLY_SIZE_MAX, err));
	status = read_whole(&reading, ask, output, arena, reply, err);
	secret_free(&reading.room);
	return status;
}

void
payment_reply_free(struct payment_reply *reply)
{
	secret_free(&reply->token);
}

bool
payment_expiry_is_valid(const char *text)
{
	int month;
	int year;

	return text_read_digits(&text, 4, &year) && *text++ == '-' &&
	       text_read_digits(&text, 2, &month) && *text == '\0' && month >= 1 &&
	       month <= 12;
}
