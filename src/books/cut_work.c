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
see_sale(struct cut_tally *tally, const struct place *place)
{
	if (tally->sold_in == place->number)
		return;
	tally->sold_in = place->number;
	tally->orders++;
	tally->first = place->day < tally->first ? place->day : tally->first;
	tally->last = place->day > tally->last ? place->day : tally->last;
}

static void
see_back(struct cut_tally *tally, const struct place *place)
{
	if (tally->back_in == place->number)
		return;
	tally->back_in = place->number;
	tally->cancelled += place->kind == POSTING_CANCEL;
	tally->credits += place->kind == POSTING_CREDIT;
}

/* Counts a posting in a tally, once; where its numbers go. */
static inline struct cut_sums *
see(struct cut_tally *tally, const struct place *place)
{
	if (place->kind == POSTING_SALE) {
		see_sale(tally, place);
		return &tally->sold;
	}
	see_back(tally, place);
	return &tally->back;
}

/* Each use is one loop over narrow values and one over others. */
#define TWICE static inline __attribute__((always_inline))

TWICE int64_t
value(const void *column, size_t at, bool narrow)
{
	return narrow ? ((const int32_t *)column)[at] : ((const int64_t *)column)[at];
}

/* What is added here fits: see cut_read.c. */
TWICE void
add_line(struct cut_sums *sums, void *const *columns, size_t line, bool narrow)
{
	sums->units += value(columns[BOOK_UNITS], line, narrow);
	sums->goods += value(columns[BOOK_GOODS], line, narrow);
	sums->discount += value(columns[BOOK_DISCOUNT], line, narrow);
	sums->tax += value(columns[BOOK_TAX], line, narrow);
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

/* Which group an item is of; false where there is no such item. */
static inline bool
find_group(const struct cut_plan *plan, uint64_t item, uint32_t *group)
{
	if (item >= plan->texts.kinds[BOOK_TEXT_ITEM].count)
		return false;
	*group = plan->item_groups[item];
	return true;
}

TWICE bool
take_each_line(
	struct cut_work *work, const struct place *place, bool narrow, bool *any)
{
	void *const *columns = work->line_columns;
	struct cut_tally *tallies = work->tallies.items;
	bool is_sale = place->kind == POSTING_SALE;
	uint32_t group = 0;

	for (size_t line = place->line; line < place->end; line++) {
		uint64_t item = (uint64_t)value(columns[BOOK_ITEM], line, narrow);
		struct cut_tally *tally;

		if (!find_group(work->plan, item, &group))
			return false;
		if (group == NO_GROUP)
			continue;
		*any = true;
		tally = &tallies[group];
		add_line(see(tally, place), columns, line, narrow);
		if (is_sale || tally->sold_in == 0)
			tally->item = (uint32_t)item;
	}
	return true;
}

/* Each line goes to its own group. */
static enum status
take_lines(
	struct cut_work *work, const struct place *place, bool *any, struct err *err)
{
	bool taken = work->narrow ? take_each_line(work, place, true, any)
				  : take_each_line(work, place, false, any);

	return taken ? ST_OK : damaged(err);
}

/* The shipping of lines that are grouped is a group of its own. */
static void
take_own_shipping(struct cut_work *work, const struct place *place)
{
	struct cut_tally *tally = &work->tallies.items[work->plan->group_count];

	if (column(work, BOOK_SHIPPING)[place->at] == 0 &&
		column(work, BOOK_SHIPPING_TAX)[place->at] == 0)
		return;
	add_shipping(see(tally, place), work, place->at);
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

TWICE bool
sum_each_line(const struct cut_work *work, const struct place *place, bool narrow,
	struct cut_sums *sums, bool *any)
{
	void *const *columns = work->line_columns;
	bool filters = work->plan->filters_lines;
	uint32_t group = 0;

	for (size_t line = place->line; line < place->end; line++) {
		if (filters &&
			!find_group(work->plan,
				(uint64_t)value(columns[BOOK_ITEM], line, narrow),
				&group))
			return false;
		if (group == NO_GROUP)
			continue;
		*any = true;
		add_line(sums, columns, line, narrow);
	}
	return true;
}

/* What the lines that pass come to. */
static enum status
sum_lines(const struct cut_work *work, const struct place *place,
	struct cut_sums *sums, bool *any, struct err *err)
{
	bool taken = work->narrow ? sum_each_line(work, place, true, sums, any)
				  : sum_each_line(work, place, false, sums, any);

	return taken ? ST_OK : damaged(err);
}

static enum status
take_whole(
	struct cut_work *work, const struct place *place, bool *any, struct err *err)
{
	struct cut_sums sums = { 0 };
	struct cut_tally *tally;
	struct cut_sums *to;

	TRY(sum_lines(work, place, &sums, any, err));
	if (!*any)
		return ST_OK;
	TRY(find_tally(work, place, &tally, err));
	to = see(tally, place);
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
	TRY(cut_read_columns(work, &block, err));
	for (place.at = 0; place.at < block.postings; place.at++) {
		place.number++;
		TRY(find_place(work, &block, &place, err));
		if (posting_passes(work, &place))
			TRY(take_posting(work, &place, err));
	}
	return place.end == block.lines ? ST_OK : damaged(err);
}
