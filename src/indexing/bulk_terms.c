#include "indexing/bulk_terms.h"

#include "index/pack.h"
#include "indexing/term_order.h"

struct writing {
	struct txn *txn;
	struct builder *builder;
	struct term_item *items;
	size_t count;
	struct postings_space space;
};

static enum status
list_terms(struct writing *writing, struct arena *arena, struct err *err)
{
	struct builder *builder = writing->builder;
	uint32_t count = analysis_count(builder->analysis);

	TRY(ARENA_NEW(arena, count, &writing->items, err));
	for (uint32_t i = 1; i <= count; i++) {
		const struct grown *grown = builder_grown(builder, i);

		if (grown->rope.count > 0 || grown->contained > 0)
			writing->items[writing->count++] =
				term_item(analysis_term(builder->analysis, i), i, 0);
	}
	term_items_sort(writing->items, writing->count);
	return ST_OK;
}

static struct bytes
item_key(void *arg, size_t index)
{
	const struct writing *writing = arg;

	return writing->items[index].met->text->key;
}

static enum status
write_form(const struct met *met, const struct grown *grown, const struct bytes *old,
	struct buffer *value, struct err *err)
{
	struct form form = { 0, met->text->display };

	if (old)
		TRY(form_read(*old, &form, err));
	TRY(buffer_append_varint(
		value, (uint64_t)form.count + grown->contained, err));
	return buffer_append(value, form.stem.data, form.stem.size, err);
}

/* A term that what it had before makes too frequent for its entry is in containers
 * from then on. */
static enum status
write_term(struct writing *writing, const struct met *met, struct grown *grown,
	const struct term *old, struct buffer *value, struct err *err)
{
	struct builder *builder = writing->builder;
	struct directory made = { grown->facts, grown->highs };
	struct posting_change change = { .txn = writing->txn,
		.space = &writing->space,
		.next_number = &builder->next_term,
		.highs = builder->high + 1,
		.old = old,
		.now = { .count = grown->contained,
			.number = grown->number ? grown->number : met->text->number,
			.has_impacts = class_has_impacts(met->class),
			.display = met->text->display } };

	if (grown->number != 0)
		return postings_settle(&change, &made, value, err);
	change.now.count = 0;
	TRY(builder_read(builder, &grown->rope, change.now.has_impacts, err));
	change.changes = (struct posting_changes){ builder->postings.documents,
		builder->postings.impacts, builder->postings.count };
	TRY(postings_apply(&change, value, err));
	if (change.now.contained)
		grown->number = change.now.number;
	return ST_OK;
}

static enum status
edit_item(void *arg, size_t index, const struct bytes *old, struct buffer *value,
	bool *keep, struct err *err)
{
	struct writing *writing = arg;
	const struct term_item *item = &writing->items[index];
	struct grown *grown = builder_grown(writing->builder, item->term);
	struct term before;

	*keep = true;
	if (item->met->class == CLASS_FORM)
		return write_form(item->met, grown, old, value, err);
	if (old)
		TRY(term_read(item->met->text->key, *old, &before, err));
	return write_term(
		writing, item->met, grown, old ? &before : NULL, value, err);
}

static enum status
write_given(struct txn *txn, const struct builder *builder, struct err *err)
{
	for (size_t i = 0; i < builder->given_count; i++)
		TRY(facet_put(
			txn, builder->given[i].number, &builder->given[i].term, err));
	return ST_OK;
}

enum status
bulk_write_terms(struct txn *txn, struct builder *builder, struct err *err)
{
	struct arena arena = { NULL };
	struct arena space = { NULL };
	struct writing writing = {
		.txn = txn, .builder = builder, .space = { .arena = &space }
	};
	struct pack_edits edits = { 0, &writing, item_key, edit_item };
	enum status status = write_given(txn, builder, err);

	if (status == ST_OK)
		status = list_terms(&writing, &arena, err);
	edits.count = writing.count;
	if (status == ST_OK)
		status = pack_apply(txn, TABLE_TERM, &edits, err);
	arena_free(&space);
	arena_free(&arena);
	return status;
}
