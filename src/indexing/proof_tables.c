#include <string.h>

#include "index/columns.h"
#include "index/facet.h"
#include "index/pack.h"
#include "index/postings.h"
#include "index/sorted.h"
#include "indexing/proof.h"

static void
take_posting(
	struct index_proof *proof, uint64_t hash, uint32_t document, uint8_t impact)
{
	if (document < proof->meta.next_document)
		proof->terms[document] -= proof_posting(hash, impact);
	else
		proof_say(proof, 0, "the search index has a document that is none");
}

/* Of what DELTA says, the table does not know yet. */
struct patches {
	const struct delta_patch *items;
	size_t count;
};

static bool
is_patched(const struct patches *patches, uint32_t document)
{
	size_t low = 0;
	size_t until = patches->count;

	while (low < until) {
		size_t middle = low + (until - low) / 2;

		if (patches->items[middle].document < document)
			low = middle + 1;
		else
			until = middle;
	}
	return low < patches->count && patches->items[low].document == document;
}

/* A term that is being read. */
struct taken {
	uint64_t hash;
	struct patches patches;
};

static void
take_postings(struct index_proof *proof, const struct taken *taken,
	const struct postings *postings)
{
	for (size_t i = 0; i < postings->count; i++)
		if (!is_patched(&taken->patches, postings->documents[i]))
			take_posting(proof, taken->hash, postings->documents[i],
				postings->impacts[i]);
}

static void
take_patches(struct index_proof *proof, const struct taken *taken)
{
	for (size_t i = 0; i < taken->patches.count; i++) {
		const struct delta_patch *patch = &taken->patches.items[i];

		if (patch->impact > 0)
			take_posting(
				proof, taken->hash, patch->document, patch->impact);
	}
}

/* What a container's head says of its postings. */
static bool
summary_agrees(const struct container *container, const struct postings *postings,
	uint32_t high)
{
	uint8_t maxima[CONTAINER_BLOCKS] = { 0 };
	uint32_t counts[CONTAINER_BLOCKS] = { 0 };
	uint32_t before = 0;
	uint8_t most = 0;

	if (!container->impacts)
		return container->max == 0 && !container->maxima;
	for (size_t i = 0; i < postings->count; i++) {
		uint32_t block =
			(postings->documents[i] - high * CONTAINER_DOCUMENTS) /
			BLOCK_DOCUMENTS;
		uint8_t impact = postings->impacts[i];

		maxima[block] = impact > maxima[block] ? impact : maxima[block];
		most = impact > most ? impact : most;
		counts[block]++;
	}
	if (container->max != most ||
		(container->maxima != NULL) != (container->count > SUMMARY_MIN))
		return false;
	for (size_t i = 0; container->maxima && i < CONTAINER_BLOCKS; i++) {
		if (container->maxima[i] != maxima[i] ||
			load_u16(container->before + 2 * i) != before)
			return false;
		before += counts[i];
	}
	return true;
}

static bool
is_rising(const struct postings *postings)
{
	for (size_t i = 1; i < postings->count; i++)
		if (postings->documents[i] <= postings->documents[i - 1])
			return false;
	return true;
}

/* Takes a container's postings off. */
static enum status
take_container(struct index_proof *proof, const struct taken *taken, uint32_t high,
	const struct container *container, struct err *err)
{
	struct arena_mark mark = arena_mark(&proof->scratch);
	struct postings postings = { .count = 0 };

	TRY(ARENA_NEW(&proof->scratch, container->count, &postings.documents, err));
	TRY(ARENA_NEW(&proof->scratch, container->count, &postings.impacts, err));
	if (!container_postings(container, high, &postings) ||
		!is_rising(&postings) ||
		postings.documents[postings.count - 1] / CONTAINER_DOCUMENTS != high)
		proof_say(proof, 0, "the search index miscounts a container");
	else if (!summary_agrees(container, &postings, high))
		proof_say(proof, 0, "the search index sums a container up wrongly");
	else
		take_postings(proof, taken, &postings);
	arena_rewind(&proof->scratch, mark);
	return ST_OK;
}

/* Takes the postings of a term's containers off; the directory says what they are. */
static enum status
take_containers(struct index_proof *proof, const struct taken *taken,
	const struct term *term, const struct directory *directory, struct err *err)
{
	uint64_t count = 0;
	bool agrees = true;

	for (uint32_t high = 0; high < directory->highs; high++) {
		const struct container_facts *facts = &directory->facts[high];
		struct container container;
		bool found;

		TRY(container_get(
			proof->txn, high, term->number, &container, &found, err));
		agrees &= facts->count == (found ? container.count : 0);
		if (!found)
			continue;
		agrees &= facts->most == (container.impacts ? container.max : 1);
		TRY(take_container(proof, taken, high, &container, err));
		proof->containers++;
		count += container.count;
	}
	if (!agrees || count != term->count)
		proof_say(proof, 0,
			"the search index miscounts the documents of a word");
	return ST_OK;
}

static enum status
take_contained(struct index_proof *proof, const struct taken *taken,
	const struct term *term, struct err *err)
{
	struct arena_mark mark = arena_mark(&proof->scratch);
	struct directory directory = { NULL,
		proof->meta.next_document / CONTAINER_DOCUMENTS + 1 };

	TRY(ARENA_NEW(&proof->scratch, directory.highs, &directory.facts, err));
	TRY(directory_read(term, &directory, err));
	TRY(take_containers(proof, taken, term, &directory, err));
	arena_rewind(&proof->scratch, mark);
	return ST_OK;
}

/* The numbers in the key of several keywords, where it was not cut. */
static bool
members_agree(struct facet_row *row, struct bytes key)
{
	size_t size = key.size - 2;

	if (row->member_count < 2 || size > KEY_TEXT_MAX)
		return row->member_count >= 2;
	for (size_t at = 0; at < size; at += 4) {
		uint32_t member;

		if (size - at < 4 || !facet_next_member(row, &member) ||
			member != get_u32(key.data + 2 + at))
			return false;
	}
	return row->member_count == size / 4;
}

static enum status
take_facet(struct index_proof *proof, struct bytes key, const struct term *term,
	struct err *err)
{
	struct facet_row row;
	bool agrees = true;

	TRY(facet_get(proof->txn, term->number, &row, &agrees, err));
	agrees = agrees && row.class == key.data[0];
	if (agrees && row.class == CLASS_SEVERAL)
		agrees = members_agree(&row, key);
	else if (agrees)
		agrees = bytes_equal(row.key, key) &&
			 bytes_equal(row.display, term->display);
	proof->facets++;
	if (!agrees)
		proof_say(proof, 0,
			"the search index takes a value's number for another");
	return ST_OK;
}

static enum status
take_form(struct index_proof *proof, struct bytes key, struct bytes value,
	const struct taken *taken, struct err *err)
{
	struct form form;
	uint64_t count;

	TRY(form_read(value, &form, err));
	count = form.count;
	for (size_t i = 0; i < taken->patches.count; i++)
		count += (uint64_t)(int8_t)taken->patches.items[i].impact;
	proof->forms -= count * proof_form(key, form.stem);
	return ST_OK;
}

static enum status
take_inline(struct index_proof *proof, const struct taken *taken,
	const struct term *term, struct err *err)
{
	uint32_t documents[INLINE_MAX];
	uint8_t impacts[INLINE_MAX];
	struct postings postings = { documents, impacts, 0 };

	if (!postings_read_inline(term, &postings))
		return fail_index(err);
	take_postings(proof, taken, &postings);
	return ST_OK;
}

static enum status
take_term(struct index_proof *proof, struct bytes key, struct bytes value,
	struct err *err)
{
	struct taken taken = { .hash = term_hash(key) };
	struct term term;

	TRY(delta_find(&proof->delta, taken.hash, &taken.patches.items,
		&taken.patches.count, err));
	if (key.data[0] == CLASS_FORM)
		return take_form(proof, key, value, &taken, err);
	TRY(term_read(key, value, &term, err));
	if (term.number >= proof->meta.next_term)
		proof_say(proof, 0, "the search index gives a word's number again");
	if (term.number == 0 && (term.contained || class_is_numbered(key.data[0])))
		proof_say(proof, 0, "the search index has a word without a number");
	if (class_is_numbered(key.data[0]) && key.data[0] != CLASS_NAME)
		TRY(take_facet(proof, key, &term, err));
	take_patches(proof, &taken);
	if (term.contained)
		return take_contained(proof, &taken, &term, err);
	return take_inline(proof, &taken, &term, err);
}

static enum status
take_sorted(struct index_proof *proof, struct bytes key, struct err *err)
{
	uint32_t document;

	if (key.size != SORTED_KEY_SIZE)
		return fail_index(err);
	document = get_u32(key.data + 13);
	if (document < proof->meta.next_document)
		proof->sorted[document] -= proof_sorted(key.data[0],
			get_u32(key.data + 1), number_of(get_u64(key.data + 5)));
	else
		proof_say(proof, 0, "the search index sorts a document that is none");
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
static void
take_first(struct index_proof *proof, uint64_t id, int64_t first)
{
	if (first < 0 || first >= proof->meta.next_document ||
		proof->groups[first] != id)
		proof_say(proof, id, "is in the search index, but should not be");
}

static void
take_number(
	struct index_proof *proof, unsigned column, uint64_t place, int64_t number)
{
	if (number == COLUMN_NONE)
		return;
	if (column == COLUMN_FIRST)
		take_first(proof, place, number);
	else if (place < proof->meta.next_document)
		proof->columns[place] -= proof_number(column, number);
	else
		proof_say(proof, 0, "the search index has a document that is none");
}

static enum status
take_columns(struct index_proof *proof, struct err *err)
{
	struct scan_range all = { { NULL, 0 }, { NULL, 0 }, false };
	struct scan *scan;

	TRY(scan_open(proof->txn, TABLE_COLUMN, all, &scan, err));
	for (;;) {
		struct column column;
		struct bytes key;
		struct bytes value;
		bool found;

		TRY(scan_next(scan, &key, &value, &found, err));
		if (!found)
			break;
		if (!column_read(key, value, &column))
			return fail_index(err);
		for (uint32_t i = 0; i < COLUMN_CHUNK; i++)
			take_number(proof, column.number,
				(uint64_t)column.chunk * COLUMN_CHUNK + i,
				column_at(&column, i));
	}
	scan_close(scan);
	return ST_OK;
}

static void
check_row(struct index_proof *proof, struct delta_row *row)
{
	uint64_t before = 0;
	bool agrees = row->count > 0;

	for (uint32_t i = 0; i < row->count && agrees; i++) {
		uint64_t hash = load_u64(row->hashes + 8 * i);
		struct bytes key;

		agrees = (i == 0 || hash > before) && delta_row_next(row, &key) &&
			 term_hash(key) == hash;
		before = hash;
	}
	if (!agrees || row->keys.left > 0)
		proof_say(proof, 0, "the search index confuses what changed lately");
}

/* What the proof has of DELTA it has by hash; here its rows are read one by one. */
static enum status
check_delta(struct index_proof *proof, struct err *err)
{
	struct scan_range all = { { NULL, 0 }, { NULL, 0 }, false };
	uint32_t documents = 0;
	uint32_t entries = 0;
	struct scan *scan;

	TRY(scan_open(proof->txn, TABLE_DELTA, all, &scan, err));
	for (;;) {
		struct delta_row row;
		struct bytes key;
		struct bytes value;
		bool found;

		TRY(scan_next(scan, &key, &value, &found, err));
		if (!found)
			break;
		if (!delta_row_read(key, value, &row))
			return fail_index(err);
		documents++;
		entries += row.count;
		check_row(proof, &row);
	}
	scan_close(scan);
	if (documents != proof->meta.delta_documents ||
		entries != proof->meta.delta_entries)
		proof_say(proof, 0, "the search index miscounts what changed lately");
	return ST_OK;
}

static void
say_what_is_left(struct index_proof *proof)
{
	for (uint32_t i = 0; i < proof->meta.next_document; i++) {
		uint64_t group = proof->groups[i];

		if (proof->terms[i] != 0)
			proof_say(proof, group,
				"is found by other words or values than it has");
		if (proof->columns[i] != 0)
			proof_say(proof, group,
				"has other numbers or values in the search index");
		if (proof->sorted[i] != 0)
			proof_say(proof, group,
				"is sorted by other numbers than it has");
	}
	if (proof->forms != 0)
		proof_say(proof, 0,
			"the search index knows other words than there are");
}

static enum status
expect_entries(struct index_proof *proof, enum table table, uint64_t count,
	const char *message, struct err *err)
{
	struct table_stat stat;

	TRY(txn_table_stat(proof->txn, table, &stat, err));
	if (stat.entries != count)
		proof_say(proof, 0, message);
	return ST_OK;
}

enum status
proof_take_tables(struct index_proof *proof, struct err *err)
{
	TRY(take_packed(proof, TABLE_TERM, err));
	TRY(take_packed(proof, TABLE_SORTED, err));
	TRY(take_columns(proof, err));
	TRY(check_delta(proof, err));
	say_what_is_left(proof);
	TRY(expect_entries(proof, TABLE_POSTING, proof->containers,
		"the search index has containers of no word", err));
	TRY(expect_entries(proof, TABLE_FACET, proof->facets,
		"the search index has numbers of no value", err));
	return ST_OK;
}
