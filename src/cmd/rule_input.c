#include "cmd/rule_input.h"

#include <string.h>

#define RULE_FIELD(said, type, member, option, kind, value, choices, key, text) \
	{ (said), (key), offsetof(struct rule_input, member) },

static const struct rule_field tax_fields[] = { RULE_TAX_NAMES(RULE_FIELD)
		RULE_TAX_RATE(RULE_FIELD) RULE_TAX_OPTIONS(RULE_FIELD)
			RULE_TAX_FROM(RULE_FIELD) RULE_TAX_UNSET(RULE_FIELD) };
static const struct rule_field shipping_fields[] = { RULE_SHIPPING_NAMES(RULE_FIELD)
		RULE_SHIPPING_PRICE(RULE_FIELD) RULE_SHIPPING_OPTIONS(RULE_FIELD) };
static const struct rule_field sale_fields[] = { RULE_SALE_NAMES(RULE_FIELD)
		RULE_SALE_OFF(RULE_FIELD) RULE_SALE_OPTIONS(RULE_FIELD)
			RULE_RANK_UNSET(RULE_FIELD) };
static const struct rule_field promotion_fields[] = { RULE_PROMOTION_NAMES(RULE_FIELD)
		RULE_PROMOTION_OPTIONS(RULE_FIELD) RULE_PROMOTION_UNSET(RULE_FIELD) };

#define FIELDS(array) \
	{ \
		(array), sizeof(array) / sizeof((array)[0]) \
	}

const struct rule_fields rule_fields[RULE_KIND_COUNT] = {
	[RULE_TAX] = FIELDS(tax_fields),
	[RULE_SHIPPING] = FIELDS(shipping_fields),
	[RULE_SALE] = FIELDS(sale_fields),
	[RULE_PROMOTION] = FIELDS(promotion_fields),
};

enum member {
	MEMBER_TEXT,
	MEMBER_WORDS,
	MEMBER_FLAG,
};

static enum member
member_of(const struct rule_field *field)
{
	switch (field->said) {
	case SAID_TEXTS:
	case SAID_TOTALS:
	case ACTION_TEXTS:
	case ACTION_WHOLE:
		return MEMBER_WORDS;
	case SAID_YES:
	case SAID_NO:
	case ACTION_YES:
	case ACTION_NO:
		return MEMBER_FLAG;
	default:
		return MEMBER_TEXT;
	}
}

bool
rule_input_says(const struct rule_input *input, const struct rule_field *field)
{
	const char *at = (const char *)input + field->offset;
	const char *one;
	bool flag;

	if (member_of(field) != MEMBER_FLAG)
		return rule_input_texts(input, field, &one).count > 0;
	memcpy(&flag, at, sizeof(flag));
	return flag;
}

struct texts
rule_input_texts(const struct rule_input *input, const struct rule_field *field,
	const char **one)
{
	const char *at = (const char *)input + field->offset;
	struct words words;

	invariant(member_of(field) != MEMBER_FLAG);
	if (member_of(field) == MEMBER_WORDS) {
		memcpy(&words, at, sizeof(words));
		return (struct texts){ words.items, words.count };
	}
	memcpy(one, at, sizeof(*one));
	return (struct texts){ one, *one ? 1 : 0 };
}
