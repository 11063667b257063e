#include "pricing/rule_key.h"

#include <string.h>

#include "base/text.h"

#define KEY(name, kind_, type, member) \
	{ \
		.key = (name), .kind = (kind_), \
		.offset = offsetof(struct type, member) \
	}
#define ALWAYS_KEY(name, kind_, type, member) \
	{ \
		.key = (name), .kind = (kind_), \
		.offset = offsetof(struct type, member), .always = true \
	}
#define MAP_KEY(name, example_) \
	{ \
		.key = (name), .kind = VALUE_MAP, .example = (example_) \
	}
#define KEYS(noun_, array) \
	{ \
		(noun_), (array), sizeof(array) / sizeof((array)[0]) \
	}

#define SIDE_BY_SIDE(type, first, second) \
	_Static_assert(offsetof(struct type, second) == \
			       offsetof(struct type, first) + sizeof(int64_t), \
		"a range is two numbers side by side")
SIDE_BY_SIDE(shipping_method, goods_min, goods_max);
SIDE_BY_SIDE(shipping_method, weight_min_g, weight_max_g);
SIDE_BY_SIDE(promotion_action, price_min, price_max);
SIDE_BY_SIDE(promotion, goods_min, goods_max);
SIDE_BY_SIDE(promotion, quantity_min, quantity_max);
SIDE_BY_SIDE(category_total, min, max);

static const struct rule_key tax_keys[] = {
	KEY("class", VALUE_CLASS, tax_rate, tax_class),
	KEY("zone", VALUE_ZONE, tax_rate, zone),
	KEY("rate", VALUE_PERCENT, tax_rate, rate),
	ALWAYS_KEY("included", VALUE_FLAG, tax_rate, included),
	KEY("from", VALUE_FROM, tax_rate, from),
};

static const struct rule_key shipping_keys[] = {
	KEY("method", VALUE_NAME, shipping_method, method),
	KEY("countries", VALUE_COUNTRIES, shipping_method, countries),
	KEY("price", VALUE_MONEY, shipping_method, price),
	KEY("goods", VALUE_MONEY_RANGE, shipping_method, goods_min),
	KEY("weight_g", VALUE_COUNT_RANGE, shipping_method, weight_min_g),
	KEY("tax_class", VALUE_CLASS, shipping_method, tax_class),
};

static const struct rule_key sale_keys[] = {
	KEY("sale", VALUE_NAME, sale, sale),
	KEY("off", VALUE_OFF, sale, off),
	KEY("category", VALUE_PATH, sale, category),
	KEY("brand", VALUE_BRAND, sale, brand),
	KEY("product", VALUE_TEXTS, sale, products),
	KEY("from", VALUE_FROM, sale, from),
	KEY("until", VALUE_UNTIL, sale, until),
	KEY("priority", VALUE_PRIORITY, sale, priority),
	KEY("exclusive", VALUE_FLAG, sale, exclusive),
};

static const struct rule_key promotion_keys[] = {
	KEY("promotion", VALUE_NAME, promotion, promotion),
	KEY("priority", VALUE_PRIORITY, promotion, priority),
	KEY("exclusive", VALUE_FLAG, promotion, exclusive),
	KEY("from", VALUE_FROM, promotion, from),
	KEY("until", VALUE_UNTIL, promotion, until),
	MAP_KEY("coupon", "{ code: SUMMER }"),
	KEY("coupon.code", VALUE_NAME, promotion, coupon_code),
	KEY("coupon.limit", VALUE_COUNT, promotion, coupon_limit),
	KEY("coupon.limit_per_customer", VALUE_COUNT, promotion,
		coupon_limit_per_customer),
	MAP_KEY("when", "{ goods: \"50..\" }"),
	KEY("when.goods", VALUE_MONEY_RANGE, promotion, goods_min),
	KEY("when.quantity", VALUE_COUNT_RANGE, promotion, quantity_min),
	{ .key = "when.category_total",
		.kind = VALUE_TOTALS,
		.offset = offsetof(struct promotion, category_totals),
		.example = "{ Clothing: \"20..\" }" },
	KEY("when.has", VALUE_TEXTS, promotion, has),
	KEY("when.nth_order", VALUE_ORDINAL, promotion, nth_order),
	KEY("when.group", VALUE_NAME, promotion, group),
	KEY("do", VALUE_ACTIONS, promotion, actions),
};

static const struct rule_key action_keys[] = {
	KEY("off", VALUE_OFF, promotion_action, off),
	ALWAYS_KEY("from", VALUE_CHOICE, promotion_action, from),
	KEY("category", VALUE_PATH, promotion_action, category),
	KEY("product", VALUE_TEXTS, promotion_action, products),
	KEY("price", VALUE_MONEY_RANGE, promotion_action, price_min),
	KEY("skip_on_sale", VALUE_FLAG, promotion_action, skip_on_sale),
};

const struct rule_keys rule_keys[RULE_KIND_COUNT] = {
	[RULE_TAX] = KEYS("a tax rate", tax_keys),
	[RULE_SHIPPING] = KEYS("a shipping method", shipping_keys),
	[RULE_SALE] = KEYS("a sale", sale_keys),
	[RULE_PROMOTION] = KEYS("a promotion", promotion_keys),
};
const struct rule_keys rule_action_keys = KEYS("what a promotion does", action_keys);

const char *
rule_key_below(const char *key, const char *map)
{
	size_t size = strlen(map);

	return strncmp(key, map, size) == 0 && key[size] == '.' ? key + size + 1
								: NULL;
}

const struct rule_key *
rule_key_find(const struct rule_keys *keys, const char *key)
{
	const struct rule_key *end = keys->keys + keys->count;
	const struct rule_key *known;

	for (known = keys->keys; known < end; known++)
		if (strcmp(known->key, key) == 0 ||
			(known->kind == VALUE_TOTALS &&
				rule_key_below(key, known->key)))
			return known;
	return NULL;
}

/* Those that stand in the same map: a key of another one is not meant. */
static bool
is_beside(const char *key, const char *known)
{
	const char *point = strrchr(key, '.');
	const char *other = strrchr(known, '.');
	size_t size = point ? (size_t)(point - key) : 0;

	return size == (other ? (size_t)(other - known) : 0) &&
	       strncmp(key, known, size) == 0;
}

static const char *
last_part(const char *key)
{
	const char *point = strrchr(key, '.');

	return point ? point + 1 : key;
}

static enum status
list_keys(const char **parts, struct arena *arena, const char **list, struct err *err)
{
	struct buffer buffer = { .arena = arena };
	size_t i;

	for (i = 0; parts[i]; i++) {
		if (i > 0)
			TRY(buffer_append_text(
				&buffer, parts[i + 1] ? ", " : " and ", err));
		TRY(buffer_append_text(&buffer, parts[i], err));
	}
	TRY(buffer_append(&buffer, "", 1, err));
	*list = (const char *)buffer.data;
	return ST_OK;
}

enum status
rule_key_unknown(const struct rule_keys *keys, const char *key, struct arena *arena,
	struct err *err)
{
	const char **parts;
	const char *nearest;
	const char *list;
	size_t count = 0;
	size_t i;

	TRY(ARENA_NEW(arena, keys->count + 1, &parts, err));
	for (i = 0; i < keys->count; i++)
		if (is_beside(key, keys->keys[i].key))
			parts[count++] = last_part(keys->keys[i].key);
	nearest = text_nearest(last_part(key), parts);
	if (nearest)
		return fail(err, ST_NOT_FOUND,
			"unknown key '%s' (did you mean '%s'?)", last_part(key),
			nearest);
	if (count == 0)
		return fail(err, ST_NOT_FOUND, "unknown key '%s'", key);
	TRY(list_keys(parts, arena, &list, err));
	return fail(err, ST_NOT_FOUND, "unknown key '%s' (known are %s)",
		last_part(key), list);
}
