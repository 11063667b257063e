#include <inttypes.h>
#include <stdio.h>

#include "exchange/import_people.h"

static const struct kind {
	int fact; /* enum fact_kind */
	enum import_seen_kind seen;
	const char *sequence;
	const char *noun;
} kinds[] = {
	{ FACT_INVOICE, SEEN_INVOICE, "invoice", "invoice" },
	{ FACT_CREDIT_NOTE, SEEN_CREDIT_NOTE, "credit-note", "credit note" },
};
#define KIND_COUNT (sizeof(kinds) / sizeof(kinds[0]))

static const struct kind *
kind_of(const struct fact *fact)
{
	size_t i;

	for (i = 0; i < KIND_COUNT; i++)
		if (kinds[i].fact == fact->kind)
			return &kinds[i];
	return NULL;
}

static struct import_documents *
documents_of(struct import *import, const struct kind *kind)
{
	return kind->fact == FACT_INVOICE ? &import->seen.invoices
					  : &import->seen.credit_notes;
}

static enum status
check_document(struct import_row *row, const struct kind *kind, uint64_t number,
	struct err *err)
{
	struct import *import = row->import;
	uint64_t line = row->item->node->line;
	uint64_t last;
	char text[24];
	bool is_new;

	TRY(sequence_last(import->txn, kind->sequence, &last, err));
	if (number <= last)
		return fail(err, ST_EXISTS, "%s %" PRIu64 " is there already",
			kind->noun, number);
	snprintf(text, sizeof(text), "%" PRIu64, number);
	TRY(import_seen_add(&import->seen, kind->seen, text, &line, &is_new, err));
	if (is_new)
		return ST_OK;
	return fail(err, ST_BAD_DATA,
		"%s %" PRIu64 " is there twice, first in the order on line %" PRIu64,
		kind->noun, number, line);
}

enum status
import_documents_check(
	struct import_row *row, const struct list *facts, struct err *err)
{
	const struct fact *items = facts->items;
	size_t i;

	for (i = 0; i < facts->count; i++) {
		const struct kind *kind = kind_of(&items[i]);

		if (kind)
			TRY(import_check(row,
				check_document(row, kind, items[i].document, err),
				import_at(row->item->node), err));
	}
	return ST_OK;
}

void
import_documents_count(struct import *import, const struct list *facts)
{
	const struct fact *items = facts->items;
	size_t i;

	for (i = 0; i < facts->count; i++) {
		const struct kind *kind = kind_of(&items[i]);
		struct import_documents *documents;

		if (!kind)
			continue;
		documents = documents_of(import, kind);
		documents->count++;
		if (items[i].document > documents->highest)
			documents->highest = items[i].document;
	}
}

static enum status
end_kind(struct import *import, const struct kind *kind, struct err *err)
{
	const struct import_documents *documents = documents_of(import, kind);
	uint64_t last;

	if (documents->count == 0)
		return ST_OK;
	TRY(sequence_last(import->txn, kind->sequence, &last, err));
	if (documents->highest - last == documents->count)
		return sequence_raise(
			import->txn, kind->sequence, documents->highest, err);
	return fail(err, ST_BAD_DATA,
		"%s: the %ss have gaps: up to %" PRIu64 ", %" PRIu64 " of %" PRIu64
		" are there (nothing was imported)",
		import->request->path, kind->noun, documents->highest,
		documents->count, documents->highest - last);
}

enum status
import_documents_end(struct import *import, struct err *err)
{
	size_t i;

	for (i = 0; i < KIND_COUNT; i++)
		TRY(end_kind(import, &kinds[i], err));
	return ST_OK;
}
