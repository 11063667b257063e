#include "books/block.h"
#include "books/cut_parts.h"

/* Room for each column of a block. */
static enum status
make_room(struct cut_work *work, const struct book_block *block, struct err *err)
{
	size_t most = block->lines > block->postings ? block->lines : block->postings;

	if (most <= work->room)
		return ST_OK;
	most = most < BOOK_LINES_MAX ? BOOK_LINES_MAX : most;
	arena_free(&work->arena);
	work->room = 0;
	for (size_t i = 0; i < BOOK_COLUMNS; i++)
		TRY(arena_take_raw(&work->arena, most * sizeof(int64_t),
			&work->columns[i], err));
	for (size_t i = 0; i < BOOK_LINE_COLUMNS; i++)
		TRY(arena_take_raw(&work->arena, most * sizeof(int64_t),
			&work->line_columns[i], err));
	work->room = most;
	return ST_OK;
}

/* Which columns a cut looks at. */
static bool
wants(const struct cut_plan *plan, size_t column)
{
	const struct cut *cut = plan->cut;

	switch (column) {
	case BOOK_KIND:
	case BOOK_ON:
	case BOOK_LINES:
	case BOOK_COLUMNS + BOOK_UNITS:
	case BOOK_COLUMNS + BOOK_GOODS:
	case BOOK_COLUMNS + BOOK_DISCOUNT:
	case BOOK_COLUMNS + BOOK_TAX:
		return true;
	case BOOK_CUSTOMER:
		return cut->by == CUT_CUSTOMER || cut->customer != 0;
	case BOOK_COUNTRY:
		return cut->by == CUT_COUNTRY || plan->countries;
	case BOOK_METHOD:
		return cut->by == CUT_METHOD || plan->methods;
	case BOOK_SHIPPING:
	case BOOK_SHIPPING_TAX:
		return !plan->filters_lines;
	case BOOK_COLUMNS + BOOK_ITEM:
		return plan->item_groups;
	default:
		return false;
	}
}

enum status
cut_does_not_fit(struct err *err)
{
	return fail(err, ST_BAD_DATA,
		"these sums do not fit; take a shorter period (--period)");
}

static uint64_t
magnitude(int64_t number)
{
	return number < 0 ? -(uint64_t)number : (uint64_t)number;
}

/* How far from 0 a value of a column can be; wide are those of eight bytes. */
static uint64_t
bound_column(const struct book_block_column *column, const int64_t *wide)
{
	uint64_t bound = 0;

	if (column->width < 8)
		return magnitude(column->base) + ((uint64_t)1 << 8 * column->width);
	for (size_t i = 0; i < column->count; i++)
		bound = magnitude(wide[i]) > bound ? magnitude(wide[i]) : bound;
	return bound;
}

/* Since no sum gets as far as numbers go, none of the additions is looked at. */
static enum status
bound_sums(struct cut_work *work, const struct book_block_column *column,
	const int64_t *wide, struct err *err)
{
	uint64_t more;

	if (__builtin_mul_overflow(
		    bound_column(column, wide), column->count, &more) ||
		__builtin_add_overflow(work->bound, more, &work->bound) ||
		work->bound > INT64_MAX)
		return cut_does_not_fit(err);
	return ST_OK;
}

static bool
is_summed(size_t column)
{
	switch (column) {
	case BOOK_SHIPPING:
	case BOOK_SHIPPING_TAX:
	case BOOK_COLUMNS + BOOK_UNITS:
	case BOOK_COLUMNS + BOOK_GOODS:
	case BOOK_COLUMNS + BOOK_DISCOUNT:
	case BOOK_COLUMNS + BOOK_TAX:
		return true;
	default:
		return false;
	}
}

static enum status
read_lines(struct cut_work *work, const struct book_block *block, struct err *err)
{
	bool fit = true;

	for (size_t i = 0; i < BOOK_LINE_COLUMNS && fit; i++)
		if (wants(work->plan, BOOK_COLUMNS + i))
			TRY(book_block_read_narrow(block, BOOK_COLUMNS + i,
				work->line_columns[i], &fit, err));
	work->narrow = fit;
	for (size_t i = 0; i < BOOK_LINE_COLUMNS && !fit; i++)
		if (wants(work->plan, BOOK_COLUMNS + i))
			TRY(book_block_read(
				block, BOOK_COLUMNS + i, work->line_columns[i], err));
	return ST_OK;
}

enum status
cut_read_columns(
	struct cut_work *work, const struct book_block *block, struct err *err)
{
	TRY(make_room(work, block, err));
	for (size_t i = 0; i < BOOK_COLUMNS; i++)
		if (wants(work->plan, i))
			TRY(book_block_read(block, i, work->columns[i], err));
	TRY(read_lines(work, block, err));
	for (size_t i = 0; i < BLOCK_COLUMNS; i++)
		if (wants(work->plan, i) && is_summed(i))
			TRY(bound_sums(work, &block->columns[i],
				i < BOOK_COLUMNS
					? work->columns[i]
					: work->line_columns[i - BOOK_COLUMNS],
				err));
	return ST_OK;
}
