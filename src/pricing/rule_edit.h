#ifndef SHOP_PRICING_RULE_EDIT_H
#define SHOP_PRICING_RULE_EDIT_H

#include "pricing/rule.h"

/*
 * Setting what a rule says by the catalogue file's keys, from text: the one way in
 * for files and for options. Keys inside maps are written with a point:
 * "coupon.code", "when.goods", "when.category_total.Clothing". What an action says is
 * set on an action of its own ("off", "from", "category", "product", "price",
 * "skip_on_sale").
 */
struct rule_value {
	const char *key;
	struct texts texts; /* one, or many where rule_takes_list */
	bool clears;        /* null, or "" */
};

struct rule_edit {
	enum rule_kind kind;
	void *rule;
	unsigned decimals; /* the currency's */
	struct arena *arena;
};

/* Sets one key; "" and null clear, a map's key everything in the map. Texts of a list
 * are kept in order, each once; countries and zones in capitals. ST_BAD_DATA says
 * what is wrong with the value, without a place; ST_NOT_FOUND an unknown key, with
 * the nearest one. Money, dates and ranges as catalog/edit.h reads them; a percentage
 * has a % where an amount may stand, too. */
enum status rule_set(const struct rule_edit *edit, const struct rule_value *value,
	struct err *err);
bool rule_takes_list(enum rule_kind kind, const char *key);

/* What may stand behind a key. */
enum rule_shape {
	RULE_UNKNOWN, /* there is no such key */
	RULE_ONE,
	RULE_MANY, /* one text or many */
	RULE_MAP,  /* "coupon", "when", "when.category_total": null, or keys below */
	RULE_ACTIONS, /* "do" */
};
enum rule_shape rule_shape(enum rule_kind kind, const char *key);
enum rule_shape rule_action_shape(const char *key);

/* The actions of a promotion: takes all out; appends an empty one; sets a key of the
 * last. An action that does not say from is off the order. */
enum status rule_clear_actions(const struct rule_edit *edit, struct err *err);
enum status rule_add_action(const struct rule_edit *edit, struct err *err);
enum status rule_set_action(const struct rule_edit *edit,
	const struct rule_value *value, struct err *err);

/* A rule as keys and values, in the file's order, for export and for showing: walks
 * what is not at its default, and of a tax rate included, of an action from, always.
 * What rule_walk says, rule_set reads. A map inside the rule is a part that begins
 * and one that ends; an action is a map without a key in the list "do". */
enum rule_part_kind {
	RULE_PART_TEXT,
	RULE_PART_TEXTS,
	RULE_PART_MAP_BEGIN,
	RULE_PART_MAP_END,
	RULE_PART_LIST_BEGIN, /* of maps */
	RULE_PART_LIST_END,
};
/* What a text is: all but RULE_TEXT need no quotes in a file. Amounts, percentages
 * and ranges are texts. */
enum rule_text_kind {
	RULE_TEXT,
	RULE_NUMBER,
	RULE_FLAG,
	RULE_DATE,
};
struct rule_part {
	enum rule_part_kind kind;
	const char *key; /* NULL: an item of a list */
	const char *text;
	enum rule_text_kind text_kind;
	struct texts texts;
};
typedef enum status rule_part_fn(
	void *arg, const struct rule_part *part, struct err *err);
enum status rule_walk(
	const struct rule_edit *edit, rule_part_fn *fn, void *arg, struct err *err);

/* What two rules of a kind differ in, as struct change named by keys; "do" is all
 * that a promotion does. old, or now, may be NULL: there is none. */
enum status rule_changes(const struct rule_edit *old, const struct rule_edit *now,
	struct list *changes, struct err *err);

#endif
