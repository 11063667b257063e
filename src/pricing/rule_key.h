#ifndef SHOP_PRICING_RULE_KEY_H
#define SHOP_PRICING_RULE_KEY_H

#include "pricing/rule_edit.h"

/* The catalogue file's keys of rules, each with its place in the record: for setting,
 * showing and comparing. */
enum rule_value_kind {
	VALUE_NAME, /* a text of at most RULE_NAME_SIZE_MAX bytes */
	VALUE_BRAND,
	VALUE_PATH,  /* of a category */
	VALUE_CLASS, /* of taxes */
	VALUE_ZONE,  /* a country or * */
	VALUE_MONEY,
	VALUE_PERCENT,
	VALUE_OFF, /* struct off */
	VALUE_COUNT,
	VALUE_ORDINAL,  /* from 1 */
	VALUE_PRIORITY, /* may be below zero */
	VALUE_FLAG,
	VALUE_FROM,
	VALUE_UNTIL,
	VALUE_CHOICE,      /* enum promotion_from */
	VALUE_MONEY_RANGE, /* and the next: struct rule_range */
	VALUE_COUNT_RANGE,
	VALUE_TEXTS,
	VALUE_COUNTRIES,
	VALUE_TOTALS,  /* a list of struct category_total: a map of its own */
	VALUE_MAP,     /* of the keys that go on with a point behind it */
	VALUE_ACTIONS, /* a list of struct promotion_action */
};

/* Both ends of a range, side by side in every record. */
struct rule_range {
	int64_t min;
	int64_t max;
};

struct rule_key {
	const char *key;
	enum rule_value_kind kind;
	size_t offset;
	bool always;         /* written where it is at its default, too */
	const char *example; /* of a map: what one may look like */
};

struct rule_keys {
	const char *noun; /* "a sale" */
	const struct rule_key *keys;
	size_t count;
};

extern const struct rule_keys rule_keys[RULE_KIND_COUNT];
extern const struct rule_keys rule_action_keys;

/* NULL where there is none. A key of a map of category totals is that map's. */
const struct rule_key *rule_key_find(const struct rule_keys *keys, const char *key);
/* ST_NOT_FOUND, with the nearest key. */
enum status rule_key_unknown(const struct rule_keys *keys, const char *key,
	struct arena *arena, struct err *err);
/* What stands behind a map's key and a point, NULL where it is not in the map. */
const char *rule_key_below(const char *key, const char *map);

static inline const void *
rule_key_at(const struct rule_key *key, const void *record)
{
	return (const unsigned char *)record + key->offset;
}

/* Sets the value at a place from texts, of which there is one at least; and sets it
 * to its default. */
enum status rule_value_set(const struct rule_edit *edit, const struct rule_key *key,
	const struct texts *texts, void *at, struct err *err);
void rule_value_clear(const struct rule_key *key, void *at);

/* A value as one text: "" where it is at its default. Lists are joined by ", ".
 * record is what the key's table is of. */
enum status rule_key_text(const struct rule_edit *edit, const struct rule_key *key,
	const void *record, const char **text, struct err *err);
enum status rule_range_text(const struct rule_edit *edit, enum rule_value_kind kind,
	const struct rule_range *range, const char **text, struct err *err);

#endif
