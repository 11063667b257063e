#include "indexing/proof.h"

#include <string.h>

#include "analysis/field.h"
#include "index/columns.h"
#include "index/facet.h"

static uint64_t
mix(uint64_t hash, uint64_t number)
{
	uint64_t x = hash + number * UINT64_C(0x9E3779B97F4A7C15);

	x = (x ^ x >> 32) * UINT64_C(0xD6E8FEB86659FD93);
	return x ^ x >> 32;
}

uint64_t
proof_posting(uint64_t hash, uint8_t impact)
{
	return mix(hash, impact);
}

uint64_t
proof_form(struct bytes key, struct bytes stem)
{
	return checksum(stem, term_hash(key));
}

uint64_t
proof_number(unsigned column, int64_t number)
{
	return mix(mix(column + 1, 1), (uint64_t)number);
}

uint64_t
proof_sorted(unsigned column, uint32_t scope, int64_t number)
{
	return mix(mix(column + 1, scope), (uint64_t)number);
}

void
proof_say(struct index_proof *proof, uint64_t group, const char *message)
{
	proof->fault(proof->arg, group, message);
}

/* A path lies below the one that it says, and several keywords are those. */
static bool
row_agrees(struct facet_row *row, const struct numbered *term)
{
	if (row->class != term->key.data[0] || row->above != term->above ||
		row->member_count != term->member_count)
		return false;
	for (uint32_t i = 0; i < row->member_count; i++) {
		uint32_t member;

		if (!facet_next_member(row, &member) || member != term->members[i])
			return false;
	}
	return true;
}

/* A term that the index does not know gets no number: its documents will not
 * agree. */
static enum status
find_number(
	void *arg, const struct numbered *numbered, uint32_t *number, struct err *err)
{
	struct index_proof *proof = arg;
	struct facet_row row;
	struct term term;
	bool found;

	*number = 0;
	TRY(term_get(proof->txn, numbered->key, &term, &found, err));
	if (!found)
		return ST_OK;
	*number = term.number;
	if (numbered->key.data[0] == CLASS_NAME)
		return ST_OK;
	TRY(facet_get(proof->txn, term.number, &row, &found, err));
	if (!found || !row_agrees(&row, numbered))
		proof_say(proof, 0,
			"the search index takes a value's number for another");
	return ST_OK;
}

static void
close_proof(struct index_proof *proof)
{
	struct arena arena = proof->arena;

	analysis_close(proof->analysis);
	arena_free(&proof->scratch);
	arena_free(&arena);
}

static enum status
open_proof(struct index_proof *proof, struct err *err)
{
	struct analysis_options options = { proof->schema, find_number, proof };
	size_t count;
	void *first;

	TRY(meta_get(proof->txn, proof->schema, &proof->meta, err));
	TRY(delta_open(proof->txn, &proof->meta, &proof->arena, &proof->delta, err));
	count = proof->meta.next_document;
	TRY(ARENA_NEW(&proof->arena, count, &proof->groups, err));
	TRY(ARENA_NEW(&proof->arena, count, &proof->terms, err));
	TRY(ARENA_NEW(&proof->arena, count, &proof->columns, err));
	TRY(ARENA_NEW(&proof->arena, count, &proof->sorted, err));
	TRY(ARENA_NEW(&proof->arena, proof->schema->field_count, &proof->texts, err));
	TRY(arena_take(&proof->scratch, 1, 1, &first, err));
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

/* What SORTED should have of a document by one of its numbers. */
static void
expect_sorted(struct index_proof *proof, uint32_t at, unsigned column, int64_t number)
{
	const struct index_schema *schema = proof->schema;

	if (number == COLUMN_NONE || !schema->fields[column].sorted)
		return;
	proof->sorted[at] += proof_sorted(column, 0, number);
	for (unsigned i = 0; i < schema->field_count; i++) {
		uint32_t scope;

		if (schema->fields[i].kind != INDEX_PATH)
			continue;
		scope = analysis_value(proof->analysis, i, SIDE_NOW);
		if (scope != 0)
			proof->sorted[at] += proof_sorted(column, scope, number);
	}
}

static void
expect_columns(struct index_proof *proof, uint32_t at,
	const struct index_group *group, size_t member)
{
	struct field_document document = { proof->schema, proof->analysis,
		&group->documents[member], SIDE_NOW, proof->texts };

	for (unsigned i = 0; i < proof->schema->field_count; i++) {
		int64_t number = field_number(&document, i);

		if (number == COLUMN_NONE)
			continue;
		proof->columns[at] += proof_number(i, number);
		expect_sorted(proof, at, i, number);
	}
	proof->columns[at] += proof_number(COLUMN_GROUP, number_of(group->id));
}

static enum status
expect_terms(struct index_proof *proof, uint32_t at, const struct index_group *group,
	size_t member, struct err *err)
{
	struct analysis *analysis = proof->analysis;
	const uint32_t *terms;
	size_t count;

	analysis_begin(analysis);
	TRY(analysis_add(analysis, &group->documents[member], SIDE_NOW, err));
	if (member + 1 == group->document_count)
		TRY(analysis_add_last(analysis, SIDE_NOW, err));
	terms = analysis_terms(analysis, &count);
	for (size_t i = 0; i < count; i++) {
		const struct met *met = analysis_term(analysis, terms[i]);

		if (met->class == CLASS_FORM)
			proof->forms +=
				proof_form(met->text->key, met->text->display);
		else
			proof->terms[at] += proof_posting(term_hash(met->text->key),
				analysis_impact(met, SIDE_NOW));
	}
	return ST_OK;
}

static enum status
prove_documents(struct index_proof *proof, const struct index_group *group,
	uint32_t first, struct err *err)
{
	TRY(field_texts(proof->schema, group, &proof->scratch, proof->texts, err));
	for (uint32_t i = 0; i < group->document_count; i++) {
		if (proof->groups[first + i] != 0) {
			proof_say(proof, group->id,
				"has a document of another in the search index");
			return ST_OK;
		}
		proof->groups[first + i] = group->id;
		TRY(expect_terms(proof, first + i, group, i, err));
		expect_columns(proof, first + i, group, i);
	}
	return ST_OK;
}

static enum status
prove_group(
	struct index_proof *proof, const struct index_group *group, struct err *err)
{
	uint32_t first;
	uint32_t count;
	bool found;

	TRY(group_find(proof->txn, group->id, &first, &count, &found, err));
	if (!found && group->document_count > 0)
		proof_say(proof, group->id, "is not in the search index");
	if (!found || group->document_count == 0)
		return ST_OK;
	proof->group_count++;
	if (count != group->document_count || proof->meta.next_document < count ||
		first > proof->meta.next_document - count) {
		proof_say(proof, group->id,
			"has another number of documents in the search index");
		return ST_OK;
	}
	return prove_documents(proof, group, first, err);
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

enum status
index_proof_end(
	struct index_proof *proof, index_fault_fn *fault, void *arg, struct err *err)
{
	enum status status;

	proof->fault = fault;
	proof->arg = arg;
	status = proof_take_tables(proof, err);
	close_proof(proof);
	return status;
}
