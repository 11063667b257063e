#include <string.h>

#include "search/analysis.h"
#include "search/columns.h"
#include "search/find.h"
#include "search/meta.h"
#include "search/pack.h"

/*
 * Each document has a sum over what it should be found by, less what the index has
 * of it: nothing is left where the index is right, whatever the order in which its
 * tables are read.
 */
struct index_proof {
	struct txn *txn;
	const struct index_schema *schema;
	struct arena arena; /* holds this */
	struct analysis *analysis;
	struct meta meta;
	uint64_t *groups; /* of each document, 0: should not be there */
	uint64_t *terms;
	uint64_t *numbers;
	uint64_t forms;
	uint64_t containers;
	index_fault_fn *fault;
	void *arg;
};

static uint64_t
mix(uint64_t hash, uint64_t number)
{
	uint64_t x = hash + number * UINT64_C(0x9E3779B97F4A7C15);

	x = (x ^ x >> 32) * UINT64_C(0xD6E8FEB86659FD93);
	return x ^ x >> 32;
}

static uint64_t
mix_number(unsigned column, int64_t number)
{
	return mix(mix(column + 1, 1), (uint64_t)number);
}

static uint64_t
form_hash(struct bytes key, struct bytes stem)
{
	return checksum(stem, checksum(key, 0));
}

/* A name that the index does not know gets none: its documents will not agree. */
static enum status
find_name(void *arg, struct bytes key, uint32_t *number, struct err *err)
{
	struct index_proof *proof = arg;
	struct term term;
	bool found;

	TRY(term_get(proof->txn, key, &term, &found, err));
	*number = found ? term.number : 0;
	return ST_OK;
}

static void
close_proof(struct index_proof *proof)
{
	struct arena arena = proof->arena;

	analysis_close(proof->analysis);
	arena_free(&arena);
}

static enum status
open_proof(struct index_proof *proof, struct err *err)
{
	struct analysis_options options = { proof->schema, find_name, proof };
	size_t count;

	TRY(meta_get(proof->txn, proof->schema, &proof->meta, err));
	count = proof->meta.next_document;
	TRY(ARENA_NEW(&proof->arena, count, &proof->groups, err));
	TRY(ARENA_NEW(&proof->arena, count, &proof->terms, err));
	TRY(ARENA_NEW(&proof->arena, count, &proof->numbers, err));
	return analysis_open(&proof->arena, &options, &proof->analysis, err);
}

enum status
index_proof_open(struct txn *txn, const struct index_schema *schema,
	struct index_proof **proof, struct err *err)
{
	struct arena arena = { NULL };
	struct index_proof *opened;
	enum status status;

	TRY(ARENA_NEW(&arena, 1, &opened, err));
	opened->txn = txn;
	opened->schema = schema;
	opened->arena = arena;
	status = open_proof(opened, err);
	if (status != ST_OK) {
		close_proof(opened);
		return status;
	}
	*proof = opened;
	return ST_OK;
}

static void
say(struct index_proof *proof, uint64_t group, const char *message)
{
	proof->fault(proof->arg, group, message);
}

static enum status
expect_number(struct index_proof *proof, unsigned column, uint32_t document,
	int64_t expected, bool *agrees, struct err *err)
{
	struct column stored = column_of(proof->txn, column);
	int64_t number;

	TRY(column_get(&stored, document, &number, err));
	*agrees &= number == expected;
	return ST_OK;
}

static int64_t
find_number(const struct index_document *document, unsigned field)
{
	for (size_t i = 0; i < document->value_count; i++)
		if (document->values[i].field == field)
			return document->values[i].number;
	return COLUMN_NONE;
}

/* The numbers of a document in its columns, and what SORTED should have of them. */
static enum status
expect_numbers(struct index_proof *proof, uint32_t at,
	const struct index_document *document, bool *agrees, struct err *err)
{
	const struct index_schema *schema = proof->schema;

	for (unsigned i = 0; i < schema->field_count; i++) {
		int64_t number;

		if (schema->fields[i].kind != INDEX_NUMBER)
			continue;
		number = find_number(document, i);
		TRY(expect_number(proof, i, at, number, agrees, err));
		if (number != COLUMN_NONE)
			proof->numbers[at] += mix_number(i, number);
	}
	return expect_number(
		proof, COLUMN_GROUP, at, number_of(proof->groups[at]), agrees, err);
}

static enum status
expect_terms(struct index_proof *proof, uint32_t at,
	const struct index_document *document, struct err *err)
{
	const uint32_t *terms;
	size_t count;

	analysis_begin(proof->analysis);
	TRY(analysis_add(proof->analysis, document, SIDE_NOW, err));
	terms = analysis_terms(proof->analysis, &count);
	for (size_t i = 0; i < count; i++) {
		const struct met *met = analysis_term(proof->analysis, terms[i]);
		uint8_t impact = analysis_impact(proof->analysis, met, SIDE_NOW);

		if (met->class == CLASS_FORM)
			proof->forms += form_hash(met->key, met->display);
		else
			proof->terms[at] += mix(checksum(met->key, 0), impact);
	}
	return ST_OK;
}

static enum status
expect_texts(struct index_proof *proof, const struct index_group *group,
	const struct group *stored, bool *agrees, struct err *err)
{
	struct arena arena = { NULL };
	struct group expected = { 0 };
	enum status status =
		group_texts(proof->schema, group, &arena, &expected, err);
	size_t text = 0;

	*agrees &= status != ST_OK || expected.text_count == stored->text_count;
	for (unsigned i = 0; status == ST_OK && i < proof->schema->field_count; i++) {
		if (proof->schema->fields[i].kind != INDEX_SORT_TEXT || !*agrees)
			continue;
		*agrees &= bytes_equal(expected.texts[text], stored->texts[text]);
		for (uint32_t j = 0; status == ST_OK && j < stored->count; j++)
			status = expect_number(proof, i, stored->first + j,
				sort_text_number(expected.texts[text]), agrees, err);
		text++;
	}
	arena_free(&arena);
	return status;
}

static enum status
prove_documents(struct index_proof *proof, const struct index_group *group,
	const struct group *stored, struct err *err)
{
	bool agrees = true;

	for (uint32_t i = 0; i < stored->count; i++) {
		uint32_t at = stored->first + i;

		if (proof->groups[at] != 0) {
			say(proof, group->id,
				"has a document of another in the search index");
			return ST_OK;
		}
		proof->groups[at] = group->id;
		TRY(expect_numbers(proof, at, &group->documents[i], &agrees, err));
		TRY(expect_terms(proof, at, &group->documents[i], err));
	}
	TRY(expect_texts(proof, group, stored, &agrees, err));
	if (!agrees)
		say(proof, group->id,
			"has other numbers or texts to sort by in the search index");
	return ST_OK;
}

static enum status
prove_group(
	struct index_proof *proof, const struct index_group *group, struct err *err)
{
	struct group stored;
	bool found;

	TRY(group_get(proof->txn, group->id, &stored, &found, err));
	if (!found && group->document_count > 0)
		say(proof, group->id, "is not in the search index");
	if (!found || group->document_count == 0)
		return ST_OK;
	if (stored.count != group->document_count ||
		proof->meta.next_document < stored.count ||
		stored.first > proof->meta.next_document - stored.count) {
		say(proof, group->id,
			"has another number of documents in the search index");
		return ST_OK;
	}
	return prove_documents(proof, group, &stored, err);
}

enum status
index_proof_group(struct index_proof *proof, const struct index_group *group,
	index_fault_fn *fault, void *arg, struct err *err)
{
	proof->fault = fault;
	proof->arg = arg;
	return prove_group(proof, group, err);
}

void
index_proof_abandon(struct index_proof *proof)
{
	close_proof(proof);
}

static void
take_posting(
	struct index_proof *proof, uint64_t hash, uint32_t document, uint8_t impact)
{
	if (document < proof->meta.next_document)
		proof->terms[document] -= mix(hash, impact);
	else
		say(proof, 0, "the search index has a document that is none");
}

static void
take_postings(
	struct index_proof *proof, uint64_t hash, const struct postings *postings)
{
	for (size_t i = 0; i < postings->count; i++)
		take_posting(
			proof, hash, postings->documents[i], postings->impacts[i]);
}

/* Takes a container's postings off; count becomes what is left of the term's. */
static void
take_container(struct index_proof *proof, uint64_t hash, uint32_t high,
	const struct container *container)
{
	uint32_t seen = 0;

	for (uint32_t low = 0; container->is_bitmap && low < CONTAINER_SIZE; low++) {
		if (!bitmap_has(container->members, low))
			continue;
		if (seen < container->count)
			take_posting(proof, hash, high << 16 | low,
				container->impacts ? container->impacts[seen] : 1);
		seen++;
	}
	for (; !container->is_bitmap && seen < container->count; seen++)
		take_posting(proof, hash,
			high << 16 | load_u16(container->members + 2 * seen),
			container->impacts ? container->impacts[seen] : 1);
	if (seen != container->count)
		say(proof, 0, "the search index miscounts a container");
}

static enum status
take_contained(struct index_proof *proof, uint64_t hash, const struct term *term,
	struct err *err)
{
	uint64_t count = 0;
	uint8_t prefix[4];
	struct scan *scan;

	put_u32(prefix, term->number);
	TRY(scan_open_prefix(proof->txn, TABLE_POSTING, (struct bytes){ prefix, 4 },
		false, &scan, err));
	for (;;) {
		struct container container;
		struct bytes key;
		struct bytes value;
		bool found;

		TRY(scan_next(scan, &key, &value, &found, err));
		if (!found)
			break;
		if (key.size != 6 || !container_read(value, &container))
			return fail_index(err);
		take_container(proof, hash, get_u16(key.data + 4), &container);
		proof->containers++;
		count += container.count;
	}
	scan_close(scan);
	if (count != term->count)
		say(proof, 0, "the search index miscounts the documents of a word");
	return ST_OK;
}

static enum status
take_term(struct index_proof *proof, struct bytes key, struct bytes value,
	struct err *err)
{
	uint32_t documents[INLINE_MAX];
	uint8_t impacts[INLINE_MAX];
	struct postings postings = { documents, impacts, 0 };
	struct form form;
	struct term term;

	if (key.data[0] == CLASS_FORM) {
		TRY(form_read(value, &form, err));
		proof->forms -= form.count * form_hash(key, form.stem);
		return ST_OK;
	}
	TRY(term_read(key, value, &term, err));
	if (term.number >= proof->meta.next_term)
		say(proof, 0, "the search index gives a word's number again");
	if (term.contained)
		return take_contained(proof, checksum(key, 0), &term, err);
	if (!postings_read_inline(&term, &postings))
		return fail_index(err);
	take_postings(proof, checksum(key, 0), &postings);
	return ST_OK;
}

static enum status
take_sorted(struct index_proof *proof, struct bytes key, struct err *err)
{
	uint32_t document;

	if (key.size != SORTED_KEY_SIZE)
		return fail_index(err);
	document = get_u32(key.data + 9);
	if (document < proof->meta.next_document)
		proof->numbers[document] -=
			mix_number(key.data[0], number_of(get_u64(key.data + 1)));
	else
		say(proof, 0, "the search index sorts a document that is none");
	return ST_OK;
}

static enum status
take_packed(struct index_proof *proof, enum table table, struct err *err)
{
	struct bytes all = { NULL, 0 };
	struct pack_scan scan;

	TRY(pack_scan_open(proof->txn, table, all, all, &scan, err));
	for (;;) {
		struct bytes key;
		struct bytes value;
		bool found;

		TRY(pack_scan_next(&scan, &key, &value, &found, err));
		if (!found)
			break;
		if (table == TABLE_TERM)
			TRY(take_term(proof, key, value, err));
		else
			TRY(take_sorted(proof, key, err));
	}
	pack_scan_close(&scan);
	return ST_OK;
}

/* Groups that the index has and nobody gave. */
static enum status
find_strangers(struct index_proof *proof, struct err *err)
{
	const uint8_t prefix = DOCUMENT_GROUP;
	struct scan *scan;

	TRY(scan_open_prefix(proof->txn, TABLE_DOCUMENT, (struct bytes){ &prefix, 1 },
		false, &scan, err));
	for (;;) {
		struct group group;
		struct bytes key;
		struct bytes value;
		bool found;

		TRY(scan_next(scan, &key, &value, &found, err));
		if (!found)
			break;
		TRY(group_read(value, &group, err));
		if (key.size != 9)
			return fail_index(err);
		if (group.first >= proof->meta.next_document ||
			proof->groups[group.first] != get_u64(key.data + 1))
			say(proof, get_u64(key.data + 1),
				"is in the search index, but should not be");
	}
	scan_close(scan);
	return ST_OK;
}

static enum status
find_faults(struct index_proof *proof, struct err *err)
{
	struct column groups = column_of(proof->txn, COLUMN_GROUP);
	struct table_stat stat;

	TRY(take_packed(proof, TABLE_TERM, err));
	TRY(take_packed(proof, TABLE_SORTED, err));
	for (uint32_t i = 0; i < proof->meta.next_document; i++) {
		uint64_t group = proof->groups[i];
		int64_t stored;

		TRY(column_get(&groups, i, &stored, err));
		if (group == 0 && stored != COLUMN_NONE)
			group = order_of(stored);
		if (proof->terms[i] != 0)
			say(proof, group,
				"is found by other words or values than it has");
		if (proof->numbers[i] != 0)
			say(proof, group, "is sorted by other numbers than it has");
		if (proof->groups[i] == 0 && stored != COLUMN_NONE)
			say(proof, group, "has a column, but should not have");
	}
	if (proof->forms != 0)
		say(proof, 0, "the search index knows other words than there are");
	TRY(txn_table_stat(proof->txn, TABLE_POSTING, &stat, err));
	if (stat.entries != proof->containers)
		say(proof, 0, "the search index has containers of no word");
	return find_strangers(proof, err);
}

enum status
index_proof_end(
	struct index_proof *proof, index_fault_fn *fault, void *arg, struct err *err)
{
	enum status status;

	proof->fault = fault;
	proof->arg = arg;
	status = find_faults(proof, err);
	close_proof(proof);
	return status;
}
