#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "base/record.h"
#include "payment/payment.h"

/* What the command line cannot reach: every cut of an answer, every byte of it
 * changed, and nonsense. */
#define ANSWER \
	"status=approved\nkey=shop-1001-1\namount=1250\ncurrency=EUR\n" \
	"reference=R-%25-1\nmessage=all is well\n"
#define ROUNDS 10000

static const struct payment_ask authorize = { .verb = PAYMENT_AUTHORIZE,
	.key = "shop-1001-1",
	.amount = 1250,
	.currency = "EUR",
	.decimals = 2 };

static enum payment_answer
answer_to(const struct payment_ask *ask, const void *text, size_t size)
{
	struct arena arena = { NULL };
	struct payment_reply reply;
	struct err err;
	enum payment_answer answer;

	assert_int_equal(payment_reply_read(ask, (struct bytes){ text, size }, &arena,
				 &reply, &err),
		ST_OK);
	answer = reply.answer;
	if (answer == PAYMENT_ANSWER_UNKNOWN)
		assert_true(reply.message[0] != '\0');
	payment_reply_free(&reply);
	arena_free(&arena);
	return answer;
}

static void
a_whole_answer_is_approved(void **state)
{
	(void)state;
	assert_int_equal(answer_to(&authorize, ANSWER, strlen(ANSWER)),
		PAYMENT_ANSWER_APPROVED);
}

/* What is cut before the amount and its currency stood there is no answer; what lacks
 * only what people read, and ends with a line, is one. */
static void
an_answer_that_is_cut_is_unknown(void **state)
{
	size_t needed = (size_t)(strstr(ANSWER, "reference") - ANSWER);
	size_t size;

	(void)state;
	for (size = 0; size < strlen(ANSWER); size++) {
		bool whole = size >= needed && ANSWER[size - 1] == '\n';

		assert_int_equal(answer_to(&authorize, ANSWER, size),
			whole ? PAYMENT_ANSWER_APPROVED : PAYMENT_ANSWER_UNKNOWN);
	}
}

/* In what is asked for, no byte may be another one. */
static void
an_answer_with_another_byte_is_not_approved(void **state)
{
	char text[] = ANSWER;
	size_t needed = (size_t)(strstr(ANSWER, "reference") - ANSWER);
	size_t i;
	int byte;

	(void)state;
	for (i = 0; i < needed; i++)
		for (byte = 0; byte < 256; byte++) {
			text[i] = (char)byte;
			if (text[i] != ANSWER[i])
				assert_int_not_equal(
					answer_to(&authorize, text, strlen(ANSWER)),
					PAYMENT_ANSWER_APPROVED);
			text[i] = ANSWER[i];
		}
}

static void
nonsense_is_unknown(void **state)
{
	static const char *const parts[] = { "status=", "approved", "declined", "\n",
		"key=shop-1001-1\n", "amount=1250\n", "currency=EUR\n", "%", "%0A",
		"=", "\xff", "\x01", "a", "token=x\n", "expires=2028-13\n", "%2" };
	unsigned seed = 1;
	size_t round;
	size_t i;

	(void)state;
	for (round = 0; round < ROUNDS; round++) {
		char text[256] = "status=unheard-of\n";

		for (i = 0; i < 12; i++) {
			seed = seed * 1103515245U + 12345U;
			strncat(text, parts[(seed >> 16) % 16],
				sizeof(text) - strlen(text) - 1);
		}
		assert_int_equal(answer_to(&authorize, text, strlen(text)),
			PAYMENT_ANSWER_UNKNOWN);
	}
}

static void
an_expiry_is_a_month(void **state)
{
	static const char *const bad[] = { "", "2028", "2028-1", "2028-00", "2028-13",
		"28-09", "2028-09-01", "2028/09", "x028-09", NULL };
	size_t i;

	(void)state;
	assert_true(payment_expiry_is_valid("2028-09"));
	for (i = 0; bad[i]; i++)
		assert_false(payment_expiry_is_valid(bad[i]));
}

static void
a_setup_needs_a_token_and_gives_it(void **state)
{
	static const char text[] = "status=approved\ntoken=a%3Db\nlabel=Visa\n"
				   "expires=2028-09\n";
	struct payment_ask setup = { .verb = PAYMENT_SETUP, .amount = NUMBER_NONE };
	struct arena arena = { NULL };
	struct payment_reply reply;
	struct err err;

	(void)state;
	assert_int_equal(
		payment_reply_read(&setup,
			(struct bytes){ (const uint8_t *)text, strlen(text) }, &arena,
			&reply, &err),
		ST_OK);
	assert_int_equal(reply.answer, PAYMENT_ANSWER_APPROVED);
	assert_int_equal(reply.token.size, 3);
	assert_memory_equal(reply.token.data, "a=b", 3);
	assert_string_equal(reply.label, "Visa");
	payment_reply_free(&reply);
	arena_free(&arena);
	assert_int_equal(
		answer_to(&setup, "status=approved\n", 16), PAYMENT_ANSWER_UNKNOWN);
	assert_int_equal(
		answer_to(&setup, "status=none\n", 12), PAYMENT_ANSWER_UNKNOWN);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_whole_answer_is_approved),
		cmocka_unit_test(an_answer_that_is_cut_is_unknown),
		cmocka_unit_test(an_answer_with_another_byte_is_not_approved),
		cmocka_unit_test(nonsense_is_unknown),
		cmocka_unit_test(an_expiry_is_a_month),
		cmocka_unit_test(a_setup_needs_a_token_and_gives_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
