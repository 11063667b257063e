#include <string.h>

#include "account/customer.h"

#define CARD_DIGITS_MIN 13
#define CARD_DIGITS_MAX 19
/* Between two groups of digits; keeps the search linear. */
#define CARD_GAP_MAX 8
#define NETWORK_DIGITS 6

/* First six digits of the networks' numbers (ISO/IEC 7812 issuer ranges as the
 * networks publish them). */
struct network {
	uint32_t first;
	uint32_t last;
};
static const struct network networks[] = {
	{ 220000, 220499 }, /* Mir */
	{ 222100, 272099 }, /* Mastercard */
	{ 300000, 305999 }, /* Diners Club */
	{ 309500, 309599 }, /* Diners Club */
	{ 340000, 349999 }, /* American Express */
	{ 352800, 358999 }, /* JCB */
	{ 360000, 369999 }, /* Diners Club */
	{ 370000, 379999 }, /* American Express */
	{ 380000, 399999 }, /* Diners Club */
	{ 400000, 499999 }, /* Visa */
	{ 500000, 509999 }, /* Maestro, RuPay, Elo */
	{ 510000, 559999 }, /* Mastercard */
	{ 560000, 699999 }, /* Maestro, Discover, UnionPay, RuPay */
	{ 810000, 829999 }, /* UnionPay, RuPay */
	{ 979200, 979299 }, /* Troy */
};

/* Digits of full width, too, as East Asian keyboards type them (U+FF10 to U+FF19).
 * Returns the size of the one at a place, 0 where none is. */
static size_t
digit_size(const char *at)
{
	if (*at >= '0' && *at <= '9')
		return 1;
	if (strncmp(at, "\xef\xbc", 2) == 0 && (unsigned char)at[2] >= 0x90 &&
		(unsigned char)at[2] <= 0x99)
		return 3;
	return 0;
}

/* The last byte of either kind ends with the digit's value. */
static char
digit_at(const char *at, size_t size)
{
	return (char)('0' + (at[size - 1] & 0x0f));
}

static bool
is_digit(const char *at)
{
	return digit_size(at) > 0;
}

static bool
is_network(const char *digits)
{
	uint32_t prefix = 0;
	size_t i;

	for (i = 0; i < NETWORK_DIGITS; i++)
		prefix = prefix * 10 + (uint32_t)(digits[i] - '0');
	for (i = 0; i < sizeof(networks) / sizeof(networks[0]); i++)
		if (prefix >= networks[i].first && prefix <= networks[i].last)
			return true;
	return false;
}

/* ISO/IEC 7812-1, annex B. */
static bool
passes_luhn(const char *digits, size_t count)
{
	unsigned sum = 0;
	size_t i;

	for (i = 0; i < count; i++) {
		unsigned digit = (unsigned)(digits[count - 1 - i] - '0');

		if (i % 2 == 1)
			digit *= 2;
		sum += digit / 10 + digit % 10;
	}
	return sum % 10 == 0;
}

static bool
is_card(const char *digits, size_t count)
{
	return count >= CARD_DIGITS_MIN && is_network(digits) &&
	       passes_luhn(digits, count);
}

/* What people put between, also as typesetting has it, which comes along from a page,
 * and of full width. */
static const char *const gaps[] = { " ", "\t", "-", ".", "/", "_", "\u00a0", "\u2007",
	"\u2009", "\u200b", "\u202f", "\u2010", "\u2011", "\u2012", "\u2013",
	"\u2014", "\u2212", "\u3000", "\uff0d", "\uff0e", "\uff0f", "\uff3f" };

static size_t
one_gap_size(const char *at)
{
	size_t i;

	for (i = 0; i < sizeof(gaps) / sizeof(gaps[0]); i++)
		if (strncmp(at, gaps[i], strlen(gaps[i])) == 0)
			return strlen(gaps[i]);
	return 0;
}

/* How many bytes of them stand before the next digit. */
static size_t
gap_size(const char *at)
{
	size_t size = 0;
	size_t count;

	for (count = 0; count < CARD_GAP_MAX; count++)
		size += one_gap_size(at + size);
	return is_digit(at + size) ? size : 0;
}

/* A card's number ends where a group of digits ends, so that a longer number that
 * merely holds one is none. */
static bool
card_begins(const char *at)
{
	char digits[CARD_DIGITS_MAX];
	size_t count = 0;

	while (is_digit(at) && count < CARD_DIGITS_MAX) {
		size_t size = digit_size(at);

		digits[count++] = digit_at(at, size);
		at += size;
		if (is_digit(at))
			continue;
		if (is_card(digits, count))
			return true;
		at += gap_size(at);
	}
	return false;
}

static size_t
plus_size(const char *at)
{
	if (*at == '+')
		return 1;
	return strncmp(at, "\uff0b", 3) == 0 ? 3 : 0;
}

/* What follows a plus is a phone number. */
bool
text_has_card_number(const char *text)
{
	bool behind = false; /* a digit, or a plus */
	const char *at = text;

	while (*at != '\0') {
		size_t size = digit_size(at);

		if (size > 0 && !behind && card_begins(at))
			return true;
		if (size == 0)
			size = plus_size(at);
		behind = size > 0;
		at += behind ? size : 1;
	}
	return false;
}
