#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "pricing/rule_parts.h"

/*
 * TABLE_RULE, key: kind u8, then of a tax rate its class, NUL, its zone, NUL and from
 * as u64, its sign turned round so that keys lie as moments do, 0 before all others;
 * of a shipping method and a sale the name; of a promotion whether it has a coupon,
 * u8, and the name.
 */

const struct stored rule_stored[RULE_KIND_COUNT] = {
	[RULE_TAX] = { TABLE_RULE, &tax_rate_record },
	[RULE_SHIPPING] = { TABLE_RULE, &shipping_method_record },
	[RULE_SALE] = { TABLE_RULE, &sale_record },
	[RULE_PROMOTION] = { TABLE_RULE, &promotion_record },
};

static struct key
kind_key(enum rule_kind kind)
{
	struct key key = { .size = 0 };

	key_add_u8(&key, (uint8_t)kind);
	return key;
}

static struct key
plain_key(enum rule_kind kind, const char *name)
{
	struct key key = kind_key(kind);

	key_add_text(&key, name);
	return key;
}

static struct key
tax_prefix(const char *tax_class, const char *zone)
{
	struct key key = kind_key(RULE_TAX);

	key_add_text(&key, tax_class);
	key_add_u8(&key, 0);
	key_add_text(&key, zone);
	key_add_u8(&key, 0);
	return key;
}

static void
add_moment(struct key *key, int64_t moment)
{
	key_add_u64(key, (uint64_t)moment ^ (uint64_t)1 << 63);
}

/* What has always held comes before all that began some day. */
static void
add_beginning(struct key *key, int64_t from)
{
	add_moment(key, from == 0 ? INT64_MIN : from);
}

static struct key
tax_key(const struct tax_rate *rate)
{
	struct key key = tax_prefix(rate->tax_class, rate->zone);

	add_beginning(&key, rate->from);
	return key;
}

enum status
rule_name(enum rule_kind kind, const void *rule, struct arena *arena,
	const char **name, struct err *err)
{
	const struct tax_rate *rate = rule;
	char day[TIME_TEXT_MAX];

	if (kind != RULE_TAX) {
		/* Their first field. */
		memcpy(name, rule, sizeof(*name));
		return ST_OK;
	}
	date_format(rate->from, false, day);
	return arena_format(arena, name, err, "%s/%s%s%s", rate->tax_class,
		rate->zone, day[0] ? "/" : "", day);
}

/* The key that a name leads to; false where it can be no rule's. */
static bool
name_key(enum rule_kind kind, const char *name, struct key *key)
{
	char tax_class[RULE_NAME_SIZE_MAX + 1];
	const char *slash = strchr(name, '/');
	const char *day;
	char zone[3] = "";
	int64_t from = 0;

	if (kind != RULE_TAX) {
		if (strlen(name) > RULE_NAME_SIZE_MAX)
			return false;
		*key = plain_key(kind, name);
		return true;
	}
	if (!slash || slash - name > RULE_NAME_SIZE_MAX)
		return false;
	memcpy(tax_class, name, (size_t)(slash - name));
	tax_class[slash - name] = '\0';
	day = strchr(slash + 1, '/');
	if ((day ? (size_t)(day - slash - 1) : strlen(slash + 1)) >= sizeof(zone))
		return false;
	memcpy(zone, slash + 1, day ? (size_t)(day - slash - 1) : strlen(slash + 1));
	if (day && !date_parse(day + 1, false, &from))
		return false;
	*key = tax_prefix(tax_class, zone);
	add_beginning(key, from);
	return true;
}

struct key
rule_place(enum rule_kind kind, const void *rule)
{
	const char *name;

	if (kind == RULE_TAX)
		return tax_key(rule);
	if (kind == RULE_PROMOTION)
		return promotion_place(rule);
	/* Their first field. */
	memcpy(&name, rule, sizeof(name));
	return plain_key(kind, name);
}

static enum status
check_run(struct txn *txn, struct bytes run, const char *noun, struct err *err)
{
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	size_t count = 0;
	bool found;

	TRY(scan_open_prefix(txn, TABLE_RULE, run, false, &scan, err));
	do {
		TRY(scan_next(scan, &key, &value, &found, err));
		count += found;
	} while (found && count < RULES_QUOTED_MAX);
	scan_close(scan);
	if (found)
		return fail(err, ST_REFUSED,
			"there are %d %ss already, which is as many as may be "
			"looked at for each cart",
			RULES_QUOTED_MAX, noun);
	return ST_OK;
}

enum status
rule_check_room(struct txn *txn, enum rule_kind kind, const void *rule,
	size_t run_size, struct err *err)
{
	struct key key = rule_place(kind, rule);
	struct table_stat stat;
	struct bytes value;
	bool found;

	TRY(txn_get(txn, TABLE_RULE, key_bytes(&key), &value, &found, err));
	if (found)
		return ST_OK;
	TRY(txn_table_stat(txn, TABLE_RULE, &stat, err));
	if (stat.entries >= RULES_MAX)
		return fail(err, ST_REFUSED,
			"there are %d tax rates, shipping methods, sales and "
			"promotions already, which is as many as a shop may have",
			RULES_MAX);
	if (run_size == 0 || stat.entries < RULES_QUOTED_MAX)
		return ST_OK;
	return check_run(txn, (struct bytes){ key.data, run_size },
		rule_types[kind].noun, err);
}

enum status
rule_put(struct txn *txn, enum rule_kind kind, const void *rule, struct err *err)
{
	struct key key;

	TRY(rule_check(kind, rule, err));
	if (kind == RULE_PROMOTION)
		return promotion_put(txn, rule, err);
	TRY(rule_check_room(txn, kind, rule, kind == RULE_TAX ? 0 : 1, err));
	key = rule_place(kind, rule);
	return txn_put_record(txn, &rule_stored[kind], key_bytes(&key), rule, err);
}

enum status
rule_find(struct txn *txn, enum rule_kind kind, const char *name, void *rule,
	bool *found, struct err *err)
{
	struct key key;

	*found = false;
	if (kind == RULE_PROMOTION)
		return promotion_find(txn, name, rule, found, err);
	if (!name_key(kind, name, &key))
		return ST_OK;
	return txn_get_record(
		txn, &rule_stored[kind], key_bytes(&key), rule, found, err);
}

/* The name that was meant: one that only goes on behind what was said, or the
 * nearest. */
static enum status
nearest_name(struct txn *txn, enum rule_kind kind, const char *name,
	const char **nearest, struct err *err)
{
	struct arena *arena = txn_arena(txn);
	const unsigned char *items;
	struct list rules;
	const char **names;
	size_t i;

	TRY(rule_list(txn, kind, &rules, err));
	TRY(ARENA_NEW(arena, rules.count + 1, &names, err));
	items = rules.items;
	for (i = 0; i < rules.count; i++)
		TRY(rule_name(kind, items + i * rule_types[kind].record->size, arena,
			&names[i], err));
	*nearest = text_nearest(name, names);
	for (i = 0; i < rules.count && !*nearest && name[0]; i++)
		if (strncmp(names[i], name, strlen(name)) == 0)
			*nearest = names[i];
	return ST_OK;
}

enum status
rule_require(struct txn *txn, enum rule_kind kind, const char *name, void *rule,
	struct err *err)
{
	const struct rule_type *type = &rule_types[kind];
	const char *nearest;
	bool found;

	TRY(rule_find(txn, kind, name, rule, &found, err));
	if (found)
		return ST_OK;
	TRY(nearest_name(txn, kind, name, &nearest, err));
	if (nearest)
		return fail(err, ST_NOT_FOUND, "no %s '%s' (did you mean '%s'?)",
			type->noun, name, nearest);
	return fail(err, ST_NOT_FOUND, "no %s '%s' (%s list shows them all)",
		type->noun, name, type->command);
}

enum status
rule_remove(struct txn *txn, enum rule_kind kind, const char *name, struct err *err)
{
	struct key key;
	void *rule;
	bool found;

	TRY(arena_take(txn_arena(txn), 1, rule_types[kind].record->size, &rule, err));
	TRY(rule_require(txn, kind, name, rule, err));
	if (kind == RULE_PROMOTION)
		return promotion_remove(txn, rule, err);
	key = rule_place(kind, rule);
	return txn_delete(txn, TABLE_RULE, key_bytes(&key), &found, err);
}

static enum status
grow(struct rule_rows *rows, struct err *err)
{
	size_t capacity = rows->capacity ? rows->capacity * 2 : 8;
	size_t size = rows->record->size;
	void *items;

	TRY(arena_take(rows->arena, capacity, size, &items, err));
	if (rows->list.count > 0)
		memcpy(items, rows->list.items, rows->list.count * size);
	rows->list.items = items;
	rows->capacity = capacity;
	return ST_OK;
}

static enum status
add_row(struct rule_rows *rows, struct bytes value, struct err *err)
{
	unsigned char *items;

	if (rows->list.count == rows->capacity)
		TRY(grow(rows, err));
	items = rows->list.items;
	TRY(record_decode(rows->record, value, rows->arena,
		items + rows->list.count * rows->record->size, err));
	rows->list.count++;
	return ST_OK;
}

enum status
rule_rows_read(struct txn *txn, const struct key *prefix, struct rule_rows *rows,
	struct err *err)
{
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	bool found;

	TRY(scan_open_prefix(txn, TABLE_RULE, key_bytes(prefix), false, &scan, err));
	for (;;) {
		TRY(scan_next(scan, &key, &value, &found, err));
		if (!found)
			break;
		TRY(add_row(rows, value, err));
	}
	scan_close(scan);
	return ST_OK;
}

enum status
rule_list(struct txn *txn, enum rule_kind kind, struct list *rules, struct err *err)
{
	struct rule_rows rows = { .arena = txn_arena(txn),
		.record = rule_types[kind].record };
	struct key prefix = kind_key(kind);

	if (kind == RULE_PROMOTION)
		return promotion_list(txn, rules, err);
	TRY(rule_rows_read(txn, &prefix, &rows, err));
	*rules = rows.list;
	return ST_OK;
}

/* The last row of a class and a zone that has begun. */
static enum status
find_in_zone(struct txn *txn, const struct key *prefix, int64_t now,
	struct tax_rate *rate, struct err *err)
{
	struct key until = *prefix;
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	bool found;

	add_moment(&until, now == INT64_MAX ? now : now + 1);
	TRY(scan_open(txn, TABLE_RULE,
		(struct scan_range){ key_bytes(prefix), key_bytes(&until), true },
		&scan, err));
	TRY(scan_next(scan, &key, &value, &found, err));
	if (found)
		TRY(record_decode(
			&tax_rate_record, value, txn_arena(txn), rate, err));
	scan_close(scan);
	return ST_OK;
}

enum status
tax_rate_find(struct txn *txn, const char *tax_class, const char *country,
	int64_t now, struct tax_rate *rate, struct err *err)
{
	struct key prefix;

	record_init(&tax_rate_record, rate);
	/* A product may name a class that is too long to have a rate. */
	if (tax_class[0] == '\0' || strlen(tax_class) > RULE_NAME_SIZE_MAX)
		return ST_OK;
	if (strlen(country) == 2) {
		prefix = tax_prefix(tax_class, country);
		TRY(find_in_zone(txn, &prefix, now, rate, err));
	}
	if (rate->rate != NUMBER_NONE)
		return ST_OK;
	prefix = tax_prefix(tax_class, "*");
	return find_in_zone(txn, &prefix, now, rate, err);
}
