#include "books/cut.h"

#include <stdlib.h>
#include <string.h>

#include "books/block.h"
#include "books/cut_parts.h"
#include "books/state.h"
#include "books/tail.h"

static enum status
count_blocks(struct txn *txn, size_t *count, struct err *err)
{
	struct table_stat stat;

	TRY(txn_table_stat(txn, TABLE_BOOK_POSTING, &stat, err));
	*count = (size_t)stat.entries;
	return ST_OK;
}

/* The tail as one more block. */
static enum status
pack_tail(struct txn *txn, struct list *blocks, struct err *err)
{
	struct buffer buffer = { .arena = txn_arena(txn) };
	struct cut_block *items = blocks->items;
	struct book_tail tail;

	TRY(tail_read(txn, &tail, err));
	if (tail.count == 0)
		return ST_OK;
	TRY(book_block_pack(&buffer, tail.entries, tail.count, err));
	items[blocks->count++] =
		(struct cut_block){ buffer_bytes(&buffer), tail.number };
	return ST_OK;
}

/* Where the blocks lie. They are not looked at yet. */
static enum status
find_blocks(struct txn *txn, struct list *blocks, struct err *err)
{
	uint8_t prefix = BOOK_BLOCK;
	struct cut_block *items;
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	size_t count;
	bool found;

	TRY(count_blocks(txn, &count, err));
	TRY(ARENA_NEW(txn_arena(txn), count + 1, &items, err));
	*blocks = (struct list){ items, 0 };
	TRY(scan_open_prefix(txn, TABLE_BOOK_POSTING, (struct bytes){ &prefix, 1 },
		false, &scan, err));
	for (;;) {
		TRY(scan_peek(scan, &key, &value, &found, err));
		if (!found)
			break;
		if (key.size != 9 || blocks->count == count)
			return books_damaged("a block has no number", err);
		items[blocks->count++] =
			(struct cut_block){ value, get_u64(key.data + 1) };
	}
	scan_close(scan);
	return pack_tail(txn, blocks, err);
}

static bool
has_titles(const struct cut *cut)
{
	return cut->by == CUT_SKU || cut->by == CUT_PRODUCT;
}

/* What is known of a group by its number. Texts are still those of the store. */
static void
describe(const struct cut_plan *plan, const struct cut_tallies *tallies,
	size_t number, struct cut_group *group)
{
	const struct cut_tally *tally = &tallies->items[number];
	const char *const *items = plan->texts.kinds[BOOK_TEXT_ITEM].texts;

	*group = (struct cut_group){ .title = "",
		.first = tally->first,
		.last = tally->last,
		.is_shipping = !plan->is_keyed && number == plan->group_count };
	if (plan->cut->by == CUT_DAY)
		group->day = (int32_t)tallies->keys[number];
	if (plan->cut->by == CUT_CUSTOMER)
		group->customer = tallies->keys[number];
	if (group->is_shipping)
		group->name = "";
	else if (!plan->is_keyed)
		group->name = plan->names[number];
	if (has_titles(plan->cut) && !group->is_shipping)
		group->title = item_part(items[tally->item], ITEM_NAME);
}

/* Where a group comes among the others. */
struct ranked {
	const char *name; /* NULL: by number */
	int64_t number;
	size_t tally;
	bool is_last;
};

static int
compare_ranked(const void *a_, const void *b_)
{
	const struct ranked *a = a_;
	const struct ranked *b = b_;

	if (a->is_last != b->is_last)
		return a->is_last ? 1 : -1;
	if (a->name)
		return strcmp(a->name, b->name);
	return a->number < b->number ? -1 : a->number > b->number;
}

/* The tallies in which anything is, in the order of their groups. */
static enum status
rank(const struct cut_plan *plan, const struct cut_tallies *tallies,
	struct arena *arena, struct list *ranks, struct err *err)
{
	struct ranked *items;
	size_t count = 0;

	TRY(ARENA_NEW(arena, tallies->count, &items, err));
	for (size_t i = 0; i < tallies->count; i++) {
		if (cut_tally_is_empty(&tallies->items[i]))
			continue;
		items[count] = (struct ranked){ NULL, 0, i, false };
		if (plan->is_keyed)
			items[count].number = (int64_t)tallies->keys[i];
		else
			items[count].is_last = i == plan->group_count;
		if (!plan->is_keyed)
			items[count].name =
				items[count].is_last ? "" : plan->names[i];
		count++;
	}
	qsort(items, count, sizeof(*items), compare_ranked);
	*ranks = (struct list){ items, count };
	return ST_OK;
}

static enum status
collect(const struct cut_plan *plan, struct cut_work *work, struct arena *arena,
	struct list *groups, struct err *err)
{
	const struct cut_tallies *tallies = &work->tallies;
	const struct ranked *ranked;
	struct cut_group *items;
	struct list ranks;

	TRY(rank(plan, tallies, arena, &ranks, err));
	TRY(ARENA_NEW(arena, ranks.count, &items, err));
	ranked = ranks.items;
	for (size_t i = 0; i < ranks.count; i++) {
		size_t tally = ranked[i].tally;

		describe(plan, tallies, tally, &items[i]);
		if (!cut_tally_figures(&tallies->items[tally], &items[i].figures))
			return cut_does_not_fit(err);
	}
	*groups = (struct list){ items, ranks.count };
	return ST_OK;
}

/* No text lies in the store any more. */
static enum status
keep_texts(const struct list *groups, struct arena *arena, struct err *err)
{
	struct cut_group *items = groups->items;

	for (size_t i = 0; i < groups->count; i++) {
		if (items[i].name)
			TRY(arena_text(arena, items[i].name, &items[i].name, err));
		if (*items[i].title)
			TRY(arena_text(arena, items[i].title, &items[i].title, err));
	}
	return ST_OK;
}

/* An order counts once; all else is what the groups come to. */
static enum status
sum_up(const struct list *groups, const struct cut_tally *counted,
	struct figures *sum, struct err *err)
{
	const struct cut_group *items = groups->items;
	struct figures all;

	if (!cut_tally_figures(counted, &all))
		return cut_does_not_fit(err);
	for (size_t i = 0; i < groups->count; i++) {
		struct figures more = items[i].figures;

		more.orders = more.cancelled = more.credits = 0;
		if (!figures_add(&all, &more))
			return cut_does_not_fit(err);
	}
	*sum = all;
	return ST_OK;
}

enum status
books_cut(struct txn *txn, const struct cut *cut, struct list *groups,
	struct figures *sum, struct err *err)
{
	struct arena *arena = txn_arena(txn);
	struct cut_work work;
	struct cut_plan plan;
	struct list blocks;
	struct list found;
	enum status status;

	TRY(books_require_whole(txn, err));
	TRY(cut_plan_make(txn, cut, &plan, err));
	TRY(find_blocks(txn, &blocks, err));
	TRY(cut_run(&plan, &blocks, &work, err));
	status = collect(&plan, &work, arena, &found, err);
	if (status == ST_OK)
		status = sum_up(&found, &work.sum, sum, err);
	cut_work_end(&work);
	TRY(status);
	TRY(keep_texts(&found, arena, err));
	*groups = found;
	return ST_OK;
}
