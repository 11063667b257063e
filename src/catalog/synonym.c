#include "catalog/synonym.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/synonym_row.h"

static const struct field synonym_fields[] = {
	{ FIELD(1, FIELD_ID, struct synonym, number) },
	{ FIELD(2, FIELD_TEXTS, struct synonym, both) },
	{ FIELD(3, FIELD_TEXT, struct synonym, from) },
	{ FIELD(4, FIELD_TEXTS, struct synonym, to) },
};

const struct record_type synonym_record = { .name = "synonym",
	RECORD_FIELDS(struct synonym, synonym_fields) };

const struct stored synonym_stored = { TABLE_SYNONYM, &synonym_record };

const char *
synonym_subject(const struct synonym *rule)
{
	if (rule->from && rule->from[0])
		return rule->from;
	return rule->both.count > 0 ? rule->both.items[0] : "";
}

static int
compare_texts(const void *a, const void *b)
{
	const char *const *x = a;
	const char *const *y = b;

	return strcmp(*x, *y);
}

/* A sorted copy, so that the same rule is stored as the same bytes. */
static enum status
sort_texts(struct arena *arena, struct texts *texts, struct err *err)
{
	const char **items;

	if (texts->count == 0)
		return ST_OK;
	TRY(ARENA_NEW(arena, texts->count, &items, err));
	memcpy(items, texts->items, texts->count * sizeof(*items));
	qsort(items, texts->count, sizeof(*items), compare_texts);
	texts->items = items;
	return ST_OK;
}

/* Adds to a list without one that is there; there is room. */
static void
add_rule(struct list *list, const struct synonym *rule)
{
	struct synonym *items = list->items;
	size_t i;

	for (i = 0; i < list->count; i++)
		if (items[i].number == rule->number)
			return;
	items[list->count++] = *rule;
}

static int
compare_rules(const void *a, const void *b)
{
	const struct synonym *x = a;
	const struct synonym *y = b;

	return x->number < y->number ? -1 : x->number > y->number;
}

/* What becomes of a two-way rule that shares a text with the new one. */
static enum status
meet_rule(struct catalog *catalog, const struct synonym *other,
	const struct texts *keys, struct synonym_put *put, struct err *err)
{
	struct texts theirs;

	if (put->said || other->from[0])
		return ST_OK;
	TRY(synonym_rule_keys(catalog, other, &theirs, err));
	if (synonym_keys_contain(&theirs, keys)) {
		put->said = true;
		put->now = *other;
	} else if (synonym_keys_contain(keys, &theirs)) {
		add_rule(&put->replaced, other);
	}
	return ST_OK;
}

static enum status
meet_rules(struct catalog *catalog, const struct texts *keys, struct synonym_put *put,
	struct err *err)
{
	struct list *replaced = &put->replaced;
	struct list rules;
	size_t i;
	size_t j;

	replaced->count = 0;
	TRY(arena_take(txn_arena(catalog->txn), keys->count * SYNONYM_SAME_MAX,
		sizeof(struct synonym), &replaced->items, err));
	for (i = 0; i < keys->count; i++) {
		const struct synonym *items;

		TRY(synonym_rules_of(catalog, keys->items[i], &rules, err));
		items = rules.items;
		for (j = 0; j < rules.count; j++)
			TRY(meet_rule(catalog, &items[j], keys, put, err));
	}
	if (replaced->count > 1)
		qsort(replaced->items, replaced->count, sizeof(struct synonym),
			compare_rules);
	return ST_OK;
}

static enum status
union_of(struct catalog *catalog, const struct texts *old, struct texts *texts,
	struct err *err)
{
	struct texts both = { NULL, old->count };
	size_t i;

	TRY(ARENA_NEW(txn_arena(catalog->txn), old->count + texts->count, &both.items,
		err));
	memcpy(both.items, old->items, old->count * sizeof(*both.items));
	for (i = 0; i < texts->count; i++) {
		struct texts keys;

		both.items[both.count] = texts->items[i];
		both.count++;
		TRY(synonym_keys(catalog, &both, &keys, err));
		if (keys.count < both.count)
			both.count--;
	}
	*texts = both;
	return ST_OK;
}

/* The rule from the same text: what it leads to is replaced, or grows. */
static enum status
meet_from(struct catalog *catalog, const struct texts *keys, bool adds,
	struct synonym_put *put, struct err *err)
{
	const struct synonym *items;
	struct list rules;
	struct texts old;
	struct texts new;
	size_t i = 0;

	TRY(synonym_rules_of(catalog, keys->items[0], &rules, err));
	items = rules.items;
	while (i < rules.count && !items[i].from[0])
		i++;
	put->replaced.count = 0;
	if (i == rules.count)
		return ST_OK;
	if (adds)
		TRY(union_of(catalog, &items[i].to, &put->now.to, err));
	TRY(synonym_keys(catalog, &items[i].to, &old, err));
	TRY(synonym_keys(catalog, &put->now.to, &new, err));
	put->said = old.count == new.count &&synonym_keys_contain(&old, &new);
	if (put->said)
		put->now = items[i];
	else
		add_rule(&put->replaced, &items[i]);
	return ST_OK;
}

static enum status
delete_rule(struct catalog *catalog, const struct synonym *rule, struct err *err)
{
	struct key key = key_u64(rule->number);
	bool found;

	TRY(synonym_delete_rows(catalog, rule, err));
	return txn_delete(catalog->txn, TABLE_SYNONYM, key_bytes(&key), &found, err);
}

/* What would be too many for a search, or for those who keep them. */
static enum status
check_room(struct catalog *catalog, const struct synonym *rule, struct err *err)
{
	const char *from[] = { rule->from };
	struct texts one = { from, 1 };
	const struct texts *texts = rule->from[0] ? &one : &rule->both;
	struct table_stat stat;
	size_t i;

	TRY(txn_table_stat(catalog->txn, TABLE_SYNONYM, &stat, err));
	if (stat.entries >= SYNONYM_RULES_MAX)
		return fail(err, ST_REFUSED,
			"there are %d synonyms already, which is as many as a shop "
			"may have",
			SYNONYM_RULES_MAX);
	for (i = 0; i < texts->count; i++) {
		struct list rules;
		const char *key;

		TRY(index_phrase_key(txn_arena(catalog->txn), &catalog->rules.schema,
			texts->items[i], &key, err));
		TRY(synonym_rules_of(catalog, key, &rules, err));
		if (rules.count >= SYNONYM_SAME_MAX)
			return fail(err, ST_REFUSED,
				"'%s' is in %d synonyms already, which is as many as "
				"may be (put them together into one)",
				texts->items[i], SYNONYM_SAME_MAX);
	}
	return ST_OK;
}

static enum status
store_rule(struct catalog *catalog, const struct texts *keys, struct synonym_put *put,
	struct err *err)
{
	const struct synonym *replaced = put->replaced.items;
	struct key key;
	size_t i;

	for (i = 0; i < put->replaced.count; i++)
		TRY(delete_rule(catalog, &replaced[i], err));
	TRY(check_room(catalog, &put->now, err));
	if (put->replaced.count > 0)
		put->now.number = replaced[0].number;
	else
		TRY(sequence_next(catalog->txn, "synonym", &put->now.number, err));
	key = key_u64(put->now.number);
	TRY(txn_put_record(
		catalog->txn, &synonym_stored, key_bytes(&key), &put->now, err));
	return synonym_put_rows(catalog, &put->now, keys, err);
}

enum status
synonym_put(struct catalog *catalog, const struct synonym *rule, bool adds,
	struct synonym_put *put, struct err *err)
{
	struct arena *arena = txn_arena(catalog->txn);
	struct texts keys;

	TRY(synonym_check(catalog, rule, err));
	*put = (struct synonym_put){ .now = *rule };
	TRY(arena_take(arena, 1, sizeof(struct synonym), &put->replaced.items, err));
	TRY(synonym_rule_keys(catalog, rule, &keys, err));
	if (rule->from[0])
		TRY(meet_from(catalog, &keys, adds, put, err));
	else
		TRY(meet_rules(catalog, &keys, put, err));
	if (put->said)
		return ST_OK;
	TRY(synonym_check(catalog, &put->now, err));
	TRY(sort_texts(arena, &put->now.both, err));
	TRY(sort_texts(arena, &put->now.to, err));
	return store_rule(catalog, &keys, put, err);
}

static bool
read_number(const char *text, uint64_t *number)
{
	size_t size = strlen(text);

	if (size == 0 || size > 18 || strspn(text, "0123456789") != size)
		return false;
	*number = strtoull(text, NULL, 10);
	return true;
}

static enum status
refuse_many(struct arena *arena, const char *text, const struct list *rules,
	struct err *err)
{
	const struct synonym *items = rules->items;
	struct buffer numbers = { .arena = arena };
	size_t i;

	for (i = 0; i < rules->count; i++) {
		const char *number;

		TRY(arena_format(arena, &number, err, "%s%" PRIu64,
			i == 0                 ? ""
			: i + 1 < rules->count ? ", "
					       : " and ",
			items[i].number));
		TRY(buffer_append_text(&numbers, number, err));
	}
	TRY(buffer_append(&numbers, "", 1, err));
	return fail(err, ST_REFUSED, "'%s' is in the synonyms %s: name one by number",
		text, (const char *)numbers.data);
}

enum status
synonym_find(struct catalog *catalog, const char *text, struct synonym *rule,
	struct err *err)
{
	struct arena *arena = txn_arena(catalog->txn);
	const struct synonym *items;
	struct list rules;
	uint64_t number;
	const char *key;
	bool found = false;

	if (read_number(text, &number)) {
		struct key row = key_u64(number);

		TRY(txn_get_record(catalog->txn, &synonym_stored, key_bytes(&row),
			rule, &found, err));
		if (found)
			return ST_OK;
	}
	TRY(index_phrase_key(arena, &catalog->rules.schema, text, &key, err));
	TRY(synonym_rules_of(catalog, key, &rules, err));
	items = rules.items;
	if (rules.count == 0)
		return fail(err, ST_NOT_FOUND,
			"no synonym '%s' (admin synonyms list shows them all)", text);
	if (rules.count > 1)
		return refuse_many(arena, text, &rules, err);
	*rule = items[0];
	return ST_OK;
}

enum status
synonym_remove(struct catalog *catalog, const struct synonym *rule, struct err *err)
{
	return delete_rule(catalog, rule, err);
}

enum status
synonym_any(struct txn *txn, bool *any, struct err *err)
{
	struct table_stat stat;

	TRY(txn_table_stat(txn, TABLE_SYNONYM_BY, &stat, err));
	*any = stat.entries > 0;
	return ST_OK;
}

enum status
synonym_list(struct txn *txn, struct list *rules, struct err *err)
{
	static const struct scan_range all = { { NULL, 0 }, { NULL, 0 }, false };
	struct arena *arena = txn_arena(txn);
	struct table_stat stat;
	struct synonym *items;
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	size_t count = 0;
	bool found;

	TRY(txn_table_stat(txn, TABLE_SYNONYM, &stat, err));
	TRY(ARENA_NEW(arena, (size_t)stat.entries, &items, err));
	TRY(scan_open(txn, TABLE_SYNONYM, all, &scan, err));
	for (;;) {
		TRY(scan_next(scan, &key, &value, &found, err));
		if (!found || count == stat.entries)
			break;
		TRY(record_decode(
			&synonym_record, value, arena, &items[count++], err));
	}
	scan_close(scan);
	*rules = (struct list){ items, count };
	return ST_OK;
}
