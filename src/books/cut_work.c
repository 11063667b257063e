#include "books/block.h"
#include "books/cut_parts.h"

/* One posting in the columns: its place in those of postings, and its lines'. */
struct place {
	size_t at;
	size_t line;
	size_t end;
	int kind;
	int32_t day;
	uint64_t number; /* from 1 */
};

enum status
cut_work_begin(struct cut_work *work, const struct cut_plan *plan, struct err *err)
{
	*work = (struct cut_work){ .plan = plan,
		.sum = { .first = INT32_MAX, .last = INT32_MIN } };
	if (plan->is_keyed)
		return ST_OK;
	return cut_tallies_number(&work->tallies, plan->group_count + 1, err);
}

void
cut_work_end(struct cut_work *work)
{
	arena_free(&work->arena);
	cut_tallies_free(&work->tallies);
}

static const int64_t *
column(const struct cut_work *work, enum book_column column)
{
	return work->columns[column];
}

static const int64_t *
line_column(const struct cut_work *work, enum book_line_column column)
{
	return work->columns[BOOK_COLUMNS + column];
}

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
	for (size_t i = 0; i < BLOCK_COLUMNS; i++)
		TRY(arena_take_raw(&work->arena, most * sizeof(int64_t),
			&work->columns[i], err));
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

/* How far from 0 a value of a column can be. */
static uint64_t
bound_column(const struct book_block_column *column, const int64_t *values)
{
	uint64_t bound = 0;

	if (column->width < 8 && magnitude(column->base) < UINT64_MAX / 4)
		return magnitude(column->base) + ((uint64_t)1 << 8 * column->width);
	for (size_t i = 0; i < column->count; i++)
		bound = magnitude(values[i]) > bound ? magnitude(values[i]) : bound;
	return bound;
}

/* Since no sum gets as far as numbers go, none of the additions is looked at. */
static enum status
bound_sums(struct cut_work *work, const struct book_block *block, size_t column,
	struct err *err)
{
	const struct book_block_column *from = &block->columns[column];
	uint64_t more;

	if (__builtin_mul_overflow(
		    bound_column(from, work->columns[column]), from->count, &more) ||
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
read_columns(struct cut_work *work, const struct book_block *block, struct err *err)
{
	TRY(make_room(work, block, err));
	for (size_t i = 0; i < BLOCK_COLUMNS; i++) {
		if (!wants(work->plan, i))
			continue;
		TRY(book_block_read(block, i, work->columns[i], err));
		if (is_summed(i))
			TRY(bound_sums(work, block, i, err));
	}
	return ST_OK;
}

/* Numbers of texts that are none pass here and are found when they are used. */
static bool
text_passes(const bool *passing, const struct dictionary *dictionary, int64_t id)
{
	return !passing ||
	       (id >= 0 && (uint64_t)id < dictionary->count && passing[id]);
}

static bool
posting_passes(const struct cut_work *work, const struct place *place)
{
	const struct cut_plan *plan = work->plan;
	const struct cut *cut = plan->cut;
	size_t at = place->at;

	if (place->day < cut->from || place->day >= cut->until)
		return false;
	if (cut->customer != 0 &&
		(uint64_t)column(work, BOOK_CUSTOMER)[at] != cut->customer)
		return false;
	if (plan->countries &&
		!text_passes(plan->countries, &plan->texts.kinds[BOOK_TEXT_COUNTRY],
			column(work, BOOK_COUNTRY)[at]))
		return false;
	return !plan->methods ||
	       text_passes(plan->methods, &plan->texts.kinds[BOOK_TEXT_METHOD],
		       column(work, BOOK_METHOD)[at]);
}

static void
see(struct cut_tally *tally, const struct place *place)
{
	if (tally->seen == place->number)
		return;
	tally->seen = place->number;
	tally->cancelled += place->kind == POSTING_CANCEL;
	tally->credits += place->kind == POSTING_CREDIT;
	if (place->kind != POSTING_SALE)
		return;
	tally->orders++;
	tally->sold_in = place->number;
	tally->first = place->day < tally->first ? place->day : tally->first;
	tally->last = place->day > tally->last ? place->day : tally->last;
}

static struct cut_sums *
side(struct cut_tally *tally, const struct place *place)
{
	return place->kind == POSTING_SALE ? &tally->sold : &tally->back;
}

/* What is added here fits: see bound_sums. */
static void
add_line(struct cut_sums *sums, const struct cut_work *work, size_t line)
{
	sums->units += line_column(work, BOOK_UNITS)[line];
	sums->goods += line_column(work, BOOK_GOODS)[line];
	sums->discount += line_column(work, BOOK_DISCOUNT)[line];
	sums->tax += line_column(work, BOOK_TAX)[line];
}

static void
add_shipping(struct cut_sums *sums, const struct cut_work *work, size_t at)
{
	sums->shipping += column(work, BOOK_SHIPPING)[at];
	sums->tax += column(work, BOOK_SHIPPING_TAX)[at];
}

static enum status
damaged(struct err *err)
{
	return books_damaged("a posting names what is not there", err);
}

/* Which group an item is of. */
static enum status
find_item(const struct cut_plan *plan, int64_t item, uint32_t *group, struct err *err)
{
	if ((uint64_t)item >= plan->texts.kinds[BOOK_TEXT_ITEM].count)
		return damaged(err);
	*group = plan->item_groups[item];
	return ST_OK;
}

/* Each line goes to its own group. */
static enum status
take_lines(
	struct cut_work *work, const struct place *place, bool *any, struct err *err)
{
	const int64_t *items = line_column(work, BOOK_ITEM);
	uint32_t group = 0;

	for (size_t line = place->line; line < place->end; line++) {
		struct cut_tally *tally;

		TRY(find_item(work->plan, items[line], &group, err));
		if (group == NO_GROUP)
			continue;
		*any = true;
		tally = &work->tallies.items[group];
		see(tally, place);
		add_line(side(tally, place), work, line);
		if (place->kind == POSTING_SALE || tally->sold_in == 0)
			tally->item = (uint32_t)items[line];
	}
	return ST_OK;
}

/* The shipping of lines that are grouped is a group of its own. */
static void
take_own_shipping(struct cut_work *work, const struct place *place)
{
	struct cut_tally *tally = &work->tallies.items[work->plan->group_count];

	if (column(work, BOOK_SHIPPING)[place->at] == 0 &&
		column(work, BOOK_SHIPPING_TAX)[place->at] == 0)
		return;
	see(tally, place);
	add_shipping(side(tally, place), work, place->at);
}

static enum status
find_tally(struct cut_work *work, const struct place *place, struct cut_tally **tally,
	struct err *err)
{
	const struct cut_plan *plan = work->plan;
	int64_t key = place->day;

	if (plan->cut->by == CUT_CUSTOMER)
		key = column(work, BOOK_CUSTOMER)[place->at];
	if (plan->is_keyed)
		return cut_tallies_find(&work->tallies, (uint64_t)key, tally, err);
	key = column(work,
		plan->cut->by == CUT_COUNTRY ? BOOK_COUNTRY : BOOK_METHOD)[place->at];
	if ((uint64_t)key >= plan->group_count)
		return damaged(err);
	*tally = &work->tallies.items[key];
	return ST_OK;
}

/* Adds the lines that pass to the group of the whole posting. */
static enum status
take_passing(struct cut_work *work, const struct place *place, struct cut_sums *sums,
	bool *any, struct err *err)
{
	const int64_t *items = line_column(work, BOOK_ITEM);
	uint32_t group = 0;

	for (size_t line = place->line; line < place->end; line++) {
		if (work->plan->filters_lines)
			TRY(find_item(work->plan, items[line], &group, err));
		if (group == NO_GROUP)
			continue;
		*any = true;
		add_line(sums, work, line);
	}
	return ST_OK;
}

static enum status
take_whole(
	struct cut_work *work, const struct place *place, bool *any, struct err *err)
{
	struct cut_sums sums = { 0 };
	struct cut_tally *tally;
	struct cut_sums *to;

	TRY(take_passing(work, place, &sums, any, err));
	if (!*any)
		return ST_OK;
	TRY(find_tally(work, place, &tally, err));
	see(tally, place);
	to = side(tally, place);
	to->units += sums.units;
	to->goods += sums.goods;
	to->discount += sums.discount;
	to->tax += sums.tax;
	if (!work->plan->filters_lines)
		add_shipping(to, work, place->at);
	return ST_OK;
}

static enum status
take_posting(struct cut_work *work, const struct place *place, struct err *err)
{
	bool any = !work->plan->filters_lines;

	if (!work->plan->groups_lines) {
		TRY(take_whole(work, place, &any, err));
	} else {
		TRY(take_lines(work, place, &any, err));
		if (!work->plan->filters_lines)
			take_own_shipping(work, place);
	}
	if (any)
		see(&work->sum, place);
	return ST_OK;
}

/* Moves on to a posting; its lines follow on those of the one before. */
static enum status
find_place(const struct cut_work *work, const struct book_block *block,
	struct place *place, struct err *err)
{
	int64_t kind = column(work, BOOK_KIND)[place->at];
	int64_t lines = column(work, BOOK_LINES)[place->at];

	if (kind < 0 || kind > POSTING_CREDIT || lines < 0 ||
		(uint64_t)lines > block->lines - place->end)
		return damaged(err);
	place->line = place->end;
	place->end += (size_t)lines;
	place->kind = (int)kind;
	place->day = (int32_t)column(work, BOOK_ON)[place->at];
	return ST_OK;
}

enum status
cut_work_block(struct cut_work *work, const struct cut_block *taken, struct err *err)
{
	const struct cut *cut = work->plan->cut;
	struct place place = { .number = taken->number };
	struct book_block block;

	TRY(book_block_open(taken->bytes, &block, err));
	if (block.last < cut->from || block.first >= cut->until)
		return ST_OK;
	TRY(read_columns(work, &block, err));
	for (place.at = 0; place.at < block.postings; place.at++) {
		place.number++;
		TRY(find_place(work, &block, &place, err));
		if (posting_passes(work, &place))
			TRY(take_posting(work, &place, err));
	}
	return place.end == block.lines ? ST_OK : damaged(err);
}
