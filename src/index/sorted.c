#include "index/sorted.h"

#include <stdlib.h>
#include <string.h>

#include "index/pack.h"
#include "index/terms.h"

struct sorted_key
sorted_key(unsigned column, uint32_t scope, int64_t value, uint32_t document)
{
	struct sorted_key key;

	key.data[0] = (uint8_t)column;
	put_u32(key.data + 1, scope);
	put_u64(key.data + 5, order_of(value));
	put_u32(key.data + 13, document);
	return key;
}

/* An entry that comes or goes. */
struct edit {
	struct sorted_key key;
	bool add;
};

struct edits {
	struct edit *items;
	size_t count;
};

static int
compare_edits(const void *a, const void *b)
{
	const struct edit *x = a;
	const struct edit *y = b;

	return memcmp(x->key.data, y->key.data, SORTED_KEY_SIZE);
}

static struct bytes
edit_key(void *arg, size_t index)
{
	const struct edits *edits = arg;

	return (struct bytes){ edits->items[index].key.data, SORTED_KEY_SIZE };
}

static enum status
edit_entry(void *arg, size_t index, const struct bytes *old, struct buffer *value,
	bool *keep, struct err *err)
{
	const struct edits *edits = arg;

	(void)value;
	if ((old != NULL) == edits->items[index].add)
		return fail_index(err);
	*keep = edits->items[index].add;
	return ST_OK;
}

/* A column's number of a document before and after. */
struct state {
	int64_t old;
	int64_t now;
};

/* Reads a column and its changes, documents rising. */
struct follower {
	struct column column;
	const struct column_changes *changes;
	size_t at;
};

static enum status
follow(struct follower *follower, uint32_t document, struct state *state,
	struct err *err)
{
	const struct column_changes *changes = follower->changes;

	TRY(column_get(&follower->column, document, &state->old, err));
	state->now = state->old;
	if (follower->at < changes->count &&
		changes->items[follower->at].place == document)
		state->now = changes->items[follower->at++].value;
	return ST_OK;
}

static void
note_edit(struct edits *edits, struct sorted_key key, bool add)
{
	edits->items[edits->count++] = (struct edit){ key, add };
}

/* What is sorted so, in one scope: before and after. */
static void
note_move(struct edits *edits, unsigned column, uint32_t document,
	const struct state *number, const struct state *scope)
{
	bool was = number->old != COLUMN_NONE && scope->old != COLUMN_NONE;
	bool is = number->now != COLUMN_NONE && scope->now != COLUMN_NONE;

	if (was == is && number->old == number->now && scope->old == scope->now)
		return;
	if (was)
		note_edit(edits,
			sorted_key(
				column, (uint32_t)scope->old, number->old, document),
			false);
	if (is)
		note_edit(edits,
			sorted_key(
				column, (uint32_t)scope->now, number->now, document),
			true);
}

/* The next document that any of the columns changes. */
static bool
next_document(const struct follower *followers, size_t count, uint32_t *document)
{
	uint64_t next = UINT64_MAX;

	for (size_t i = 0; i < count; i++) {
		const struct follower *follower = &followers[i];

		if (follower->at < follower->changes->count &&
			follower->changes->items[follower->at].place < next)
			next = follower->changes->items[follower->at].place;
	}
	*document = (uint32_t)next;
	return next != UINT64_MAX;
}

/* followers: the number's column, then the paths'. */
static enum status
note_moves(const struct sorted_changes *changes, struct follower *followers,
	struct edits *edits, struct err *err)
{
	static const struct state everywhere = { 0, 0 };
	unsigned column = changes->number->column;
	uint32_t document;

	while (next_document(followers, changes->path_count + 1, &document)) {
		struct state number;
		struct state scope;

		TRY(follow(&followers[0], document, &number, err));
		note_move(edits, column, document, &number, &everywhere);
		for (size_t i = 0; i < changes->path_count; i++) {
			TRY(follow(&followers[i + 1], document, &scope, err));
			note_move(edits, column, document, &number, &scope);
		}
	}
	return ST_OK;
}

static enum status
apply_edits(struct txn *txn, struct edits *edits, struct err *err)
{
	struct pack_edits packed = { edits->count, edits, edit_key, edit_entry };

	if (edits->count == 0)
		return ST_OK;
	qsort(edits->items, edits->count, sizeof(*edits->items), compare_edits);
	return pack_apply(txn, TABLE_SORTED, &packed, err);
}

static enum status
apply(struct txn *txn, const struct sorted_changes *changes, struct arena *arena,
	struct err *err)
{
	struct edits edits = { NULL, 0 };
	size_t most = changes->number->count;
	struct follower *followers;

	TRY(ARENA_NEW(arena, changes->path_count + 1, &followers, err));
	followers[0].column = column_of(txn, changes->number->column);
	followers[0].changes = changes->number;
	for (size_t i = 0; i < changes->path_count; i++) {
		followers[i + 1].column = column_of(txn, changes->paths[i].column);
		followers[i + 1].changes = &changes->paths[i];
		most += changes->paths[i].count;
	}
	TRY(ARENA_NEW(
		arena, 2 * most * (changes->path_count + 1), &edits.items, err));
	TRY(note_moves(changes, followers, &edits, err));
	return apply_edits(txn, &edits, err);
}

enum status
sorted_apply(struct txn *txn, const struct sorted_changes *changes, struct err *err)
{
	struct arena arena = { NULL };
	enum status status = apply(txn, changes, &arena, err);

	arena_free(&arena);
	return status;
}
