#include "account/contact.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "store/setting.h"

#define PHONE_DIGITS_MIN 5
#define PHONE_DIGITS_MAX 20

#define CUSTOMER_ID_DIGITS_MAX 19

void
customer_id_format(uint64_t id, char text[CUSTOMER_ID_TEXT_MAX])
{
	snprintf(text, CUSTOMER_ID_TEXT_MAX, "C%llu", (unsigned long long)id);
}

bool
customer_id_parse(const char *text, uint64_t *id)
{
	uint64_t number = 0;
	size_t i;

	if (text[0] != 'C' && text[0] != 'c')
		return false;
	for (i = 1; text[i] >= '0' && text[i] <= '9'; i++) {
		if (i > CUSTOMER_ID_DIGITS_MAX)
			return false;
		number = number * 10 + (uint64_t)(text[i] - '0');
	}
	if (i == 1 || text[i] != '\0' || text[1] == '0')
		return false;
	*id = number;
	return true;
}

/* What nobody can have typed on purpose, said before anything is looked at. */
static enum status
check_text(const char *noun, const char *text, struct err *err)
{
	const char *reason;
	size_t offset;

	if (text_find_forbidden(text, strlen(text), "\t", &offset, &reason))
		return fail(err, ST_BAD_DATA, "the %s holds %s at byte %zu", noun,
			reason, offset + 1);
	return ST_OK;
}

/* The number without what people put between digits, 00 as +; at most size - 1
 * characters. */
static enum status
strip_phone(const char *phone, char *out, size_t size, struct err *err)
{
	size_t length = 0;
	const char *at;

	for (at = phone; *at != '\0'; at++) {
		if (strchr(" \t-./()", *at))
			continue;
		if (!(*at >= '0' && *at <= '9') && !(*at == '+' && length == 0))
			return fail(err, ST_BAD_DATA,
				"'%s' is no phone number: it may hold digits, "
				"blanks, "
				"-./() and a + in front",
				phone);
		if (length + 1 == size)
			return fail(err, ST_BAD_DATA,
				"the phone number '%s' has more than %d digits",
				phone, PHONE_DIGITS_MAX);
		out[length++] = *at;
	}
	out[length] = '\0';
	return ST_OK;
}

static enum status
with_prefix(const char *stripped, const char *calling_code, struct arena *arena,
	const char **out, struct err *err)
{
	if (strncmp(stripped, "00", 2) == 0)
		return arena_format(arena, out, err, "+%s", stripped + 2);
	if (stripped[0] == '0' && calling_code && calling_code[0] != '\0')
		return arena_format(arena, out, err, "+%s%s",
			calling_code + (calling_code[0] == '+' ? 1 : 0),
			stripped + 1);
	return arena_text(arena, stripped, out, err);
}

enum status
phone_canonical(const char *phone, const char *calling_code, struct arena *arena,
	const char **canonical, struct err *err)
{
	char stripped[PHONE_SIZE_MAX];
	const char *made;
	size_t digits;

	TRY(check_text("phone number", phone, err));
	TRY(strip_phone(phone, stripped, sizeof(stripped), err));
	TRY(with_prefix(stripped, calling_code, arena, &made, err));
	digits = strlen(made) - (made[0] == '+' ? 1 : 0);
	if (digits < PHONE_DIGITS_MIN || digits > PHONE_DIGITS_MAX)
		return fail(err, ST_BAD_DATA,
			"the phone number '%s' has %zu digits; %d to %d are right",
			phone, digits, PHONE_DIGITS_MIN, PHONE_DIGITS_MAX);
	if (text_has_card_number(made))
		return fail(err, ST_BAD_DATA,
			"the phone number is a payment card's number, which is "
			"never kept (a phone number may begin with +)");
	*canonical = made;
	return ST_OK;
}

/* Why a folded address is none; NULL where it is one. */
static const char *
email_fault(const char *email)
{
	const char *at = strchr(email, '@');
	const char *domain = at ? at + 1 : "";

	if (!at || strchr(domain, '@'))
		return "it needs one @";
	if (at == email || domain[0] == '\0')
		return "it needs something before and behind the @";
	if (email[strcspn(email, " \t\"<>()[],;:\\")] != '\0')
		return "it may not hold blanks, quotes, brackets or "
		       "any of ,;:\\";
	if (domain[0] == '.' || domain[strlen(domain) - 1] == '.' ||
		strstr(domain, ".."))
		return "a dot is where none may be";
	if (strlen(email) > EMAIL_SIZE_MAX)
		return "it is longer than 254 bytes";
	return NULL;
}

enum status
email_canonical(const char *email, struct arena *arena, const char **canonical,
	struct err *err)
{
	const char *folded;
	const char *fault;
	size_t size;

	email += strspn(email, " \t");
	size = strlen(email);
	while (size > 0 && (email[size - 1] == ' ' || email[size - 1] == '\t'))
		size--;
	TRY(check_text("e-mail address", email, err));
	TRY(text_fold_case(arena, email, size, &folded, err));
	fault = email_fault(folded);
	if (fault)
		return fail(err, ST_BAD_DATA, "'%s' is no e-mail address: %s", email,
			fault);
	*canonical = folded;
	return ST_OK;
}

enum status
contact_shop_phone(
	struct txn *txn, const char *phone, const char **canonical, struct err *err)
{
	const char *calling_code;

	TRY(setting_get(txn, "shop.calling-code", &calling_code, err));
	return phone_canonical(phone, calling_code, txn_arena(txn), canonical, err);
}
