#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/record.h"
#include "payment/payment.h"

/* Room for every text that is sent, each byte of it written as three, and the names.
 */
#define REQUEST_SIZE_MAX 16384

const char *const payment_verb_names[] = { "capabilities", "setup", "authorize",
	"capture", "void", "refund", "status", "list", "health", NULL };

/* A request is written into guarded memory at once: it may hold a token. */
struct writer {
	struct secret *to;
	size_t size;
	bool full;
};

static void
write_bytes(struct writer *writer, const void *data, size_t size)
{
	if (size > writer->to->size - writer->size) {
		writer->full = true;
		return;
	}
	memcpy(writer->to->data + writer->size, data, size);
	writer->size += size;
}

/* Control bytes and the escape itself as % and two digits. */
static void
write_value(struct writer *writer, const uint8_t *value, size_t size)
{
	static const char digits[] = "0123456789ABCDEF";
	size_t i;

	for (i = 0; i < size; i++) {
		char escaped[3] = { '%', digits[value[i] >> 4],
			digits[value[i] & 15] };

		if (value[i] < 0x20 || value[i] == 0x7f || value[i] == '%')
			write_bytes(writer, escaped, sizeof(escaped));
		else
			write_bytes(writer, &value[i], 1);
	}
}

static void
write_line(struct writer *writer, const char *key, struct bytes value)
{
	write_bytes(writer, key, strlen(key));
	write_bytes(writer, "=", 1);
	write_value(writer, value.data, value.size);
	write_bytes(writer, "\n", 1);
}

static void
write_text(struct writer *writer, const char *key, const char *text)
{
	if (text)
		write_line(writer, key, bytes_of_text(text));
}

static void
write_amount(struct writer *writer, const struct payment_ask *ask)
{
	char text[32];

	if (ask->amount == NUMBER_NONE)
		return;
	snprintf(text, sizeof(text), "%" PRId64, ask->amount);
	write_text(writer, "amount", text);
	write_text(writer, "currency", ask->currency);
	snprintf(text, sizeof(text), "%u", ask->decimals);
	write_text(writer, "decimals", text);
}

enum status
payment_request_write(
	const struct payment_ask *ask, struct secret *request, struct err *err)
{
	struct writer writer = { .to = request };

	TRY(secret_take(request, REQUEST_SIZE_MAX, err));
	write_text(&writer, "protocol", PAYMENT_PROTOCOL);
	write_text(&writer, "operation", ask->operation);
	write_text(&writer, "key", ask->key);
	write_text(&writer, "parent_key", ask->parent_key);
	write_text(&writer, "parent_reference", ask->parent_reference);
	write_text(&writer, "order", ask->order);
	write_amount(&writer, ask);
	if (ask->verb == PAYMENT_AUTHORIZE)
		write_text(&writer, "capture", ask->capture ? "yes" : "no");
	write_text(&writer, "label", ask->label);
	if (ask->token && ask->token->size > 0)
		write_line(&writer, "token",
			(struct bytes){ ask->token->data, ask->token->size });
	invariant(!writer.full);
	request->size = writer.size;
	return ST_OK;
}
