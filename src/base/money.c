#include "base/money.h"

#include <string.h>

#include "base/record.h"

#define DIGITS "0123456789"
#define DECIMALS_MAX 6
#define DIGITS_MAX 15

__extension__ typedef __int128 wide;

/* ISO 4217, list one, without funds, metals, units of account and test codes. */
static const char *const codes[] = { "AED", "AFN", "ALL", "AMD", "AOA", "ARS", "AUD",
	"AWG", "AZN", "BAM", "BBD", "BDT", "BHD", "BIF", "BMD", "BND", "BOB", "BRL",
	"BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHF", "CLP", "CNY", "COP",
	"CRC", "CUP", "CVE", "CZK", "DJF", "DKK", "DOP", "DZD", "EGP", "ERN", "ETB",
	"EUR", "FJD", "FKP", "GBP", "GEL", "GHS", "GIP", "GMD", "GNF", "GTQ", "GYD",
	"HKD", "HNL", "HTG", "HUF", "IDR", "ILS", "INR", "IQD", "IRR", "ISK", "JMD",
	"JOD", "JPY", "KES", "KGS", "KHR", "KMF", "KPW", "KRW", "KWD", "KYD", "KZT",
	"LAK", "LBP", "LKR", "LRD", "LSL", "LYD", "MAD", "MDL", "MGA", "MKD", "MMK",
	"MNT", "MOP", "MRU", "MUR", "MVR", "MWK", "MXN", "MYR", "MZN", "NAD", "NGN",
	"NIO", "NOK", "NPR", "NZD", "OMR", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN",
	"PYG", "QAR", "RON", "RSD", "RUB", "RWF", "SAR", "SBD", "SCR", "SDG", "SEK",
	"SGD", "SHP", "SLE", "SOS", "SRD", "SSP", "STN", "SVC", "SYP", "SZL", "THB",
	"TJS", "TMT", "TND", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH", "UGX", "USD",
	"UYU", "UZS", "VED", "VES", "VND", "VUV", "WST", "XAF", "XCD", "XCG", "XOF",
	"XPF", "YER", "ZAR", "ZMW", "ZWG", NULL };

/* All others have two decimals. */
static const char no_decimals[] =
	"BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";
static const char three_decimals[] = "BHD IQD JOD KWD LYD OMR TND";

/* NUMBER_NONE is no amount, so nothing is counted from it and nothing ends at it. */
static bool
store(int64_t result, int64_t *to)
{
	if (result == NUMBER_NONE)
		return false;
	*to = result;
	return true;
}

bool
money_add(int64_t a, int64_t b, int64_t *sum)
{
	int64_t result;

	if (a == NUMBER_NONE || b == NUMBER_NONE)
		return false;
	return !__builtin_add_overflow(a, b, &result) && store(result, sum);
}

bool
money_subtract(int64_t a, int64_t b, int64_t *difference)
{
	int64_t result;

	if (a == NUMBER_NONE || b == NUMBER_NONE)
		return false;
	return !__builtin_sub_overflow(a, b, &result) && store(result, difference);
}

bool
money_multiply(int64_t amount, int64_t count, int64_t *product)
{
	int64_t result;

	if (amount == NUMBER_NONE || count == NUMBER_NONE)
		return false;
	return !__builtin_mul_overflow(amount, count, &result) &&
	       store(result, product);
}

bool
money_scale(int64_t amount, int64_t numerator, int64_t denominator, int64_t *result)
{
	wide exact = (wide)amount * numerator;
	wide quotient;
	wide rest;

	invariant(denominator > 0);
	if (amount == NUMBER_NONE || numerator == NUMBER_NONE)
		return false;
	quotient = exact / denominator;
	rest = exact % denominator;
	if (rest * 2 >= denominator)
		quotient++;
	else if (rest * 2 <= -(wide)denominator)
		quotient--;
	if (quotient > INT64_MAX || quotient < INT64_MIN)
		return false;
	return store((int64_t)quotient, result);
}

static unsigned
decimals_of(const char *code)
{
	if (strstr(no_decimals, code))
		return 0;
	return strstr(three_decimals, code) ? 3 : 2;
}

bool
currency_find(const char *code, struct currency *currency)
{
	char upper[4] = "";

	if (strlen(code) != 3)
		return false;
	for (size_t i = 0; i < 3; i++) {
		bool small = code[i] >= 'a' && code[i] <= 'z';

		upper[i] = small ? (char)(code[i] - 0x20) : code[i];
	}
	for (const char *const *known = codes; *known; known++) {
		if (memcmp(*known, upper, 4) != 0)
			continue;
		memcpy(currency->code, upper, 4);
		currency->decimals = decimals_of(upper);
		return true;
	}
	return false;
}

const char *const *
currency_codes(void)
{
	return codes;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The size of what people write between groups of digits, or 0. */
static size_t
separator_size(const char *at)
{
	static const char *const separators[] = { ",", "'", "_", " ", "\u00A0",
		"\u2009", "\u2019", "\u202F" };

	for (size_t i = 0; i < sizeof(separators) / sizeof(separators[0]); i++) {
		size_t size = strlen(separators[i]);

		if (strncmp(at, separators[i], size) == 0)
			return size;
	}
	return 0;
}

/* Why an amount may not go on with what stands at at, behind after_digit. */
static const char *
unwanted(const char *at, bool after_digit)
{
	size_t separator = separator_size(at);

	if (after_digit && separator > 0 && is_digit(at[separator]))
		return "thousands separators and decimal commas are not taken, write "
		       "1234.50";
	if (after_digit && (*at == 'e' || *at == 'E') &&
		is_digit(at[1 + (at[1] == '+' || at[1] == '-')]))
		return "an exponent is not taken";
	if (*at == '+' || *at == '-')
		return "the only sign is one minus in front";
	if (*at == '.')
		return "it has more than one point";
	return "only digits and a point are taken";
}

/* Why a number of so many digits before and after a point, if there is one, is no
 * amount; NULL if it is. */
static const char *
shape_fault(size_t before, bool point, size_t after)
{
	if (before == 0)
		return point ? "a digit is missing before the point"
			     : "it has no digits";
	if (point && after == 0)
		return "a digit is missing after the point";
	if (after > DECIMALS_MAX)
		return "it has more than 6 decimals";
	if (before + after > DIGITS_MAX)
		return "it has more than 15 digits";
	return NULL;
}

bool
decimal_parse(const char *text, struct decimal *decimal, const char **reason)
{
	const char *whole = text + (*text == '-');
	size_t before = strspn(whole, DIGITS);
	bool point = whole[before] == '.';
	size_t after = point ? strspn(whole + before + 1, DIGITS) : 0;
	const char *end = whole + before + point + after;
	const char *fault = shape_fault(before, point, after);
	int64_t digits = 0;

	if (*text == '\0')
		fault = "it is empty";
	else if (*end)
		fault = unwanted(end, end > whole && is_digit(end[-1]));
	if (fault) {
		*reason = fault;
		return false;
	}
	for (const char *at = whole; at < end; at++)
		if (*at != '.')
			digits = digits * 10 + (*at - '0');
	*decimal =
		(struct decimal){ *text == '-' ? -digits : digits, (unsigned)after };
	return true;
}

bool
decimal_to_minor(struct decimal decimal, unsigned decimals, int64_t *minor)
{
	int64_t digits = decimal.digits;

	for (unsigned i = decimals; i < decimal.decimals; i++) {
		if (digits % 10 != 0)
			return false;
		digits /= 10;
	}
	for (unsigned i = decimal.decimals; i < decimals; i++)
		if (__builtin_mul_overflow(digits, 10, &digits))
			return false;
	if (digits > MONEY_MAX || digits < -MONEY_MAX)
		return false;
	*minor = digits;
	return true;
}

/* From the last digit to the first: every row of every list comes through here. */
char *
money_before(char *end, int64_t minor, unsigned decimals)
{
	uint64_t size = minor < 0 ? 0 - (uint64_t)minor : (uint64_t)minor;
	char *at = end;

	invariant(decimals <= DECIMALS_MAX);
	if (minor == NUMBER_NONE)
		return end;
	for (unsigned i = 0; i < decimals; i++, size /= 10)
		*--at = (char)('0' + size % 10);
	if (decimals > 0)
		*--at = '.';
	at = digits_before(at, size);
	if (minor < 0)
		*--at = '-';
	return at;
}

void
money_format(int64_t minor, unsigned decimals, char text[MONEY_TEXT_MAX])
{
	char digits[MONEY_TEXT_MAX];
	char *end = digits + sizeof(digits);
	char *at = money_before(end - 1, minor, decimals);

	end[-1] = '\0';
	memcpy(text, at, (size_t)(end - at));
}
