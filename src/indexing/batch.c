#include "indexing/batch.h"

#include <string.h>

/* The texts of a product are those of each of its documents: the same ones need one
 * copy. */
#define COPIES 64
struct copies {
	const char *from[COPIES];
	const char *to[COPIES];
};

void
batch_clear(struct batch *batch)
{
	arena_free(&batch->arena);
	*batch = (struct batch){ .arena = { NULL } };
}

static enum status
copy_text(struct batch *batch, struct copies *copies, const char **text,
	struct err *err)
{
	size_t slot = ((uintptr_t)*text >> 4 ^ (uintptr_t)*text >> 10) % COPIES;
	size_t size;

	if (!*text)
		return ST_OK;
	if (copies->from[slot] != *text) {
		size = strlen(*text);
		TRY(arena_copy(&batch->arena, *text, size, &copies->to[slot], err));
		copies->from[slot] = *text;
		batch->bytes += size;
	}
	*text = copies->to[slot];
	return ST_OK;
}

static enum status
copy_document(struct batch *batch, struct copies *copies,
	struct index_document *document, struct err *err)
{
	struct index_value *values;
	size_t count = document->value_count;

	TRY(ARENA_NEW(&batch->arena, count, &values, err));
	if (count > 0)
		memcpy(values, document->values, count * sizeof(*values));
	for (size_t i = 0; i < count; i++) {
		TRY(copy_text(batch, copies, &values[i].name, err));
		TRY(copy_text(batch, copies, &values[i].text, err));
	}
	document->values = values;
	batch->bytes += count * sizeof(*values);
	return ST_OK;
}

static enum status
reserve(struct batch *batch, struct err *err)
{
	size_t capacity = batch->capacity ? 2 * batch->capacity : 64;
	struct batch_item *items;

	if (batch->count < batch->capacity)
		return ST_OK;
	TRY(ARENA_NEW(&batch->arena, capacity, &items, err));
	if (batch->count > 0)
		memcpy(items, batch->items, batch->count * sizeof(*items));
	batch->items = items;
	batch->capacity = capacity;
	return ST_OK;
}

enum status
batch_add(struct batch *batch, const struct index_group *group, uint32_t first,
	struct err *err)
{
	struct copies copies = { .from = { NULL } };
	struct batch_item item = { *group, first };
	struct index_document *documents;

	TRY(reserve(batch, err));
	TRY(ARENA_NEW(&batch->arena, group->document_count, &documents, err));
	memcpy(documents, group->documents,
		group->document_count * sizeof(*documents));
	for (size_t i = 0; i < group->document_count; i++)
		TRY(copy_document(batch, &copies, &documents[i], err));
	item.group.documents = documents;
	batch->items[batch->count++] = item;
	return ST_OK;
}

/* The first value of a field is what its column has. */
enum status
batch_set_number(
	struct batch *batch, const struct index_number *number, struct err *err)
{
	struct batch_item *item = &batch->items[batch->count - 1];
	struct index_document *documents;
	struct index_value *values;
	size_t count = item->group.document_count;
	size_t i;

	TRY(ARENA_NEW(&batch->arena, count, &documents, err));
	memcpy(documents, item->group.documents, count * sizeof(*documents));
	item->group.documents = documents;
	documents += number->member;
	count = documents->value_count;
	TRY(ARENA_NEW(&batch->arena, count + 1, &values, err));
	if (count > 0)
		memcpy(values, documents->values, count * sizeof(*values));
	for (i = 0; i < count && values[i].field != number->field; i++)
		;
	values[i] = (struct index_value){ .field = number->field,
		.number = number->number };
	documents->values = values;
	documents->value_count = i == count ? count + 1 : count;
	return ST_OK;
}
