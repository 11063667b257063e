#include "catalog/synonym_row.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Table SYNONYM_BY, key: a text's key, NUL, the rule's number u64; no value. */

static int
compare_texts(const void *a, const void *b)
{
	const char *const *x = a;
	const char *const *y = b;

	return strcmp(*x, *y);
}

enum status
synonym_keys(struct catalog *catalog, const struct texts *texts, struct texts *keys,
	struct err *err)
{
	struct arena *arena = txn_arena(catalog->txn);
	const char **items;
	size_t count = 0;
	size_t i;

	TRY(ARENA_NEW(arena, texts->count, &items, err));
	for (i = 0; i < texts->count; i++)
		TRY(index_phrase_key(arena, &catalog->rules.schema, texts->items[i],
			&items[i], err));
	if (texts->count > 0)
		qsort(items, texts->count, sizeof(*items), compare_texts);
	for (i = 0; i < texts->count; i++)
		if (count == 0 || strcmp(items[count - 1], items[i]) != 0)
			items[count++] = items[i];
	*keys = (struct texts){ items, count };
	return ST_OK;
}

enum status
synonym_rule_keys(struct catalog *catalog, const struct synonym *rule,
	struct texts *keys, struct err *err)
{
	const char *from[] = { rule->from };
	struct texts texts = { from, 1 };

	return synonym_keys(catalog, rule->from[0] ? &texts : &rule->both, keys, err);
}

enum status
synonym_identity(struct catalog *catalog, const struct synonym *rule,
	const char **identity, struct err *err)
{
	struct buffer joined = { .arena = txn_arena(catalog->txn) };
	struct texts keys;
	size_t i;

	TRY(synonym_rule_keys(catalog, rule, &keys, err));
	TRY(buffer_append_text(&joined, rule->from[0] ? "from" : "both", err));
	for (i = 0; i < keys.count; i++) {
		TRY(buffer_append_text(&joined, "\n", err));
		TRY(buffer_append_text(&joined, keys.items[i], err));
	}
	TRY(buffer_append(&joined, "", 1, err));
	*identity = (const char *)joined.data;
	return ST_OK;
}

bool
synonym_keys_contain(const struct texts *keys, const struct texts *some)
{
	size_t at = 0;
	size_t i;

	for (i = 0; i < some->count; i++) {
		while (at < keys->count &&
			strcmp(keys->items[at], some->items[i]) < 0)
			at++;
		if (at == keys->count || strcmp(keys->items[at], some->items[i]) != 0)
			return false;
	}
	return true;
}

static struct key
row_prefix(const char *text)
{
	struct key key = key_text(text);

	key_add_u8(&key, 0);
	return key;
}

static struct key
row_key(const char *text, uint64_t number)
{
	struct key key = row_prefix(text);

	key_add_u64(&key, number);
	return key;
}

enum status
synonym_put_rows(struct catalog *catalog, const struct synonym *rule,
	const struct texts *keys, struct err *err)
{
	size_t i;

	for (i = 0; i < keys->count; i++) {
		struct key key = row_key(keys->items[i], rule->number);

		TRY(txn_put(catalog->txn, TABLE_SYNONYM_BY, key_bytes(&key),
			(struct bytes){ NULL, 0 }, err));
	}
	return ST_OK;
}

enum status
synonym_delete_rows(
	struct catalog *catalog, const struct synonym *rule, struct err *err)
{
	struct texts keys;
	bool found;
	size_t i;

	TRY(synonym_rule_keys(catalog, rule, &keys, err));
	for (i = 0; i < keys.count; i++) {
		struct key key = row_key(keys.items[i], rule->number);

		TRY(txn_delete(catalog->txn, TABLE_SYNONYM_BY, key_bytes(&key),
			&found, err));
	}
	return ST_OK;
}

static enum status
get_rule(struct catalog *catalog, uint64_t number, struct synonym *rule,
	struct err *err)
{
	struct key key = key_u64(number);
	bool found;

	TRY(txn_get_record(
		catalog->txn, &synonym_stored, key_bytes(&key), rule, &found, err));
	if (found)
		return ST_OK;
	return fail(err, ST_CORRUPT,
		"the synonym %" PRIu64
		" is not there any more (mend it with 'shop admin reindex')",
		number);
}

enum status
synonym_rules_of(struct catalog *catalog, const char *text, struct list *rules,
	struct err *err)
{
	struct synonym *items;
	struct scan *scan;
	struct key prefix;
	struct bytes key;
	struct bytes value;
	size_t count = 0;
	bool found = false;

	*rules = (struct list){ NULL, 0 };
	if (text[0] == '\0' || strlen(text) > SYNONYM_KEY_SIZE_MAX)
		return ST_OK;
	prefix = row_prefix(text);
	TRY(scan_open_prefix(catalog->txn, TABLE_SYNONYM_BY, key_bytes(&prefix),
		false, &scan, err));
	TRY(scan_next(scan, &key, &value, &found, err));
	if (found)
		TRY(ARENA_NEW(
			txn_arena(catalog->txn), SYNONYM_SAME_MAX, &items, err));
	while (found && count < SYNONYM_SAME_MAX) {
		if (key.size != prefix.size + 8)
			return fail(err, ST_CORRUPT,
				"a row of the synonyms is damaged (mend it with "
				"'shop admin reindex')");
		TRY(get_rule(catalog, get_u64(key.data + prefix.size), &items[count],
			err));
		count++;
		TRY(scan_next(scan, &key, &value, &found, err));
	}
	scan_close(scan);
	if (count > 0)
		*rules = (struct list){ items, count };
	return ST_OK;
}

/* The texts of a rule but those that are the same as the one looked for. */
static enum status
add_texts(struct catalog *catalog, const char *key, const struct texts *texts,
	struct texts *instead, struct err *err)
{
	struct arena *arena = txn_arena(catalog->txn);
	const char **items;
	size_t i;

	TRY(ARENA_NEW(arena, instead->count + texts->count, &items, err));
	if (instead->count > 0)
		memcpy(items, instead->items, instead->count * sizeof(*items));
	instead->items = items;
	for (i = 0; i < texts->count; i++) {
		const char *other;

		TRY(index_phrase_key(
			arena, &catalog->rules.schema, texts->items[i], &other, err));
		if (strcmp(other, key) != 0)
			items[instead->count++] = texts->items[i];
	}
	return ST_OK;
}

enum status
synonym_instead(struct catalog *catalog, const char *key, struct texts *instead,
	struct err *err)
{
	const struct synonym *items;
	struct list rules;
	size_t i;

	TRY(synonym_rules_of(catalog, key, &rules, err));
	items = rules.items;
	for (i = 0; i < rules.count; i++)
		TRY(add_texts(catalog, key,
			items[i].from[0] ? &items[i].to : &items[i].both, instead,
			err));
	return ST_OK;
}

static enum status
delete_all_rows(struct txn *txn, struct err *err)
{
	static const struct scan_range all = { { NULL, 0 }, { NULL, 0 }, false };
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	bool found = true;

	while (found) {
		struct key first = { 0 };

		TRY(scan_open(txn, TABLE_SYNONYM_BY, all, &scan, err));
		TRY(scan_next(scan, &key, &value, &found, err));
		if (found) {
			first.size = key.size;
			memcpy(first.data, key.data, key.size);
		}
		scan_close(scan);
		if (found)
			TRY(txn_delete(txn, TABLE_SYNONYM_BY, key_bytes(&first),
				&found, err));
	}
	return ST_OK;
}

enum status
synonym_rebuild(struct catalog *catalog, uint64_t *count, struct err *err)
{
	const struct synonym *items;
	struct arena_mark mark;
	struct texts keys;
	struct list rules;
	size_t i;

	TRY(delete_all_rows(catalog->txn, err));
	TRY(synonym_list(catalog->txn, &rules, err));
	items = rules.items;
	mark = arena_mark(txn_arena(catalog->txn));
	for (i = 0; i < rules.count; i++) {
		arena_rewind(txn_arena(catalog->txn), mark);
		TRY(synonym_rule_keys(catalog, &items[i], &keys, err));
		TRY(synonym_put_rows(catalog, &items[i], &keys, err));
	}
	*count = rules.count;
	return ST_OK;
}

struct proof {
	struct catalog *catalog;
	synonym_fault_fn *fault;
	void *arg;
	uint64_t rows; /* that there should be */
};

static enum status
prove_rule(struct proof *proof, const struct synonym *rule, struct err *err)
{
	struct texts keys;
	char subject[32];
	size_t i;

	snprintf(subject, sizeof(subject), "%" PRIu64, rule->number);
	TRY(synonym_rule_keys(proof->catalog, rule, &keys, err));
	for (i = 0; i < keys.count; i++) {
		struct key key = row_key(keys.items[i], rule->number);
		struct bytes value;
		bool found;

		TRY(txn_get(proof->catalog->txn, TABLE_SYNONYM_BY, key_bytes(&key),
			&value, &found, err));
		if (!found)
			proof->fault(proof->arg, "synonym", subject,
				"is not found by one of its texts");
	}
	proof->rows += keys.count;
	return ST_OK;
}

enum status
synonym_prove(struct catalog *catalog, synonym_fault_fn *fault, void *arg,
	uint64_t *count, struct err *err)
{
	struct proof proof = { catalog, fault, arg, 0 };
	const struct synonym *items;
	struct arena_mark mark;
	struct table_stat stat;
	struct list rules;
	char message[96];
	size_t i;

	TRY(synonym_list(catalog->txn, &rules, err));
	items = rules.items;
	mark = arena_mark(txn_arena(catalog->txn));
	for (i = 0; i < rules.count; i++) {
		arena_rewind(txn_arena(catalog->txn), mark);
		TRY(prove_rule(&proof, &items[i], err));
	}
	*count = rules.count;
	TRY(txn_table_stat(catalog->txn, TABLE_SYNONYM_BY, &stat, err));
	if (stat.entries == proof.rows)
		return ST_OK;
	snprintf(message, sizeof(message),
		"has %" PRIu64 " rows for %" PRIu64 " texts", stat.entries,
		proof.rows);
	fault(arg, "synonym", table_infos[TABLE_SYNONYM_BY].name, message);
	return ST_OK;
}
