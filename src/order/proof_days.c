#include <string.h>

#include "base/period.h"
#include "order/proof_books.h"

/* One entry for each day, sorted. */
struct proof_days {
	struct arena *arena;
	struct book_day *days;
	size_t count;
	size_t capacity;
};

enum status
proof_days_new(struct arena *arena, struct proof_days **days, struct err *err)
{
	TRY(ARENA_NEW(arena, 1, days, err));
	**days = (struct proof_days){ .arena = arena };
	return ST_OK;
}

static size_t
day_place(const struct proof_days *days, int32_t day)
{
	size_t low = 0;
	size_t high = days->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (days->days[middle].day < day)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static enum status
grow(struct proof_days *days, struct err *err)
{
	size_t capacity = days->capacity ? 2 * days->capacity : 64;
	struct book_day *items;

	TRY(ARENA_NEW(days->arena, capacity, &items, err));
	if (days->count > 0)
		memcpy(items, days->days, days->count * sizeof(*items));
	days->days = items;
	days->capacity = capacity;
	return ST_OK;
}

static enum status
day_entry(struct proof_days *days, int32_t day, struct book_day **entry,
	struct err *err)
{
	size_t place = day_place(days, day);

	if (place == days->count || days->days[place].day != day) {
		if (days->count == days->capacity)
			TRY(grow(days, err));
		memmove(&days->days[place + 1], &days->days[place],
			(days->count++ - place) * sizeof(*days->days));
		days->days[place] = (struct book_day){ .day = day };
	}
	*entry = &days->days[place];
	return ST_OK;
}

enum status
proof_days_expect(
	struct proof_days *days, const struct posting *posting, struct err *err)
{
	struct book_day *entry;

	TRY(day_entry(days, day_of(posting->at), &entry, err));
	return book_day_add(entry, posting, days->arena, err);
}

static bool
same_taxes(const struct list *a, const struct list *b)
{
	const struct book_tax *one = a->items;
	const struct book_tax *other = b->items;
	size_t i;

	for (i = 0; i < a->count && i < b->count; i++)
		if (strcmp(one[i].country, other[i].country) != 0 ||
			one[i].rate != other[i].rate ||
			one[i].base != other[i].base || one[i].tax != other[i].tax ||
			one[i].base_refunded != other[i].base_refunded ||
			one[i].tax_refunded != other[i].tax_refunded)
			return false;
	return a->count == b->count;
}

static bool
same_payments(const struct list *a, const struct list *b)
{
	const struct book_payment *one = a->items;
	const struct book_payment *other = b->items;
	size_t i;

	for (i = 0; i < a->count && i < b->count; i++)
		if (strcmp(one[i].method, other[i].method) != 0 ||
			one[i].payments != other[i].payments ||
			one[i].received != other[i].received ||
			one[i].repayments != other[i].repayments ||
			one[i].repaid != other[i].repaid)
			return false;
	return a->count == b->count;
}

/* NULL, or what is not as it should be. */
static const char *
difference(const struct book_day *expected, const struct book_day *stored)
{
	if (!figures_are_equal(&expected->figures, &stored->figures))
		return "has figures that the orders do not add up to";
	if (!same_taxes(&expected->taxes, &stored->taxes))
		return "has taxes that the orders do not add up to";
	if (!same_payments(&expected->payments, &stored->payments))
		return "has payments that the orders do not add up to";
	return NULL;
}

static void
day_fault(const struct proof *proof, int32_t day, const char *message)
{
	char text[16];

	day_format(day, text);
	proof->fault(proof->arg, "books", text, message);
}

/* Says what is wrong with a stored day, NULL where nothing is by itself, and those
 * that should be there before it; *place is the first that is still to come. */
static void
compare(const struct proof *proof, const struct proof_days *days,
	const struct book_day *stored, const char *damage, size_t *place)
{
	const char *message = "has a row, and nothing happened on it";

	while (*place < days->count && days->days[*place].day < stored->day)
		day_fault(proof, days->days[(*place)++].day, "has no row");
	if (*place < days->count && days->days[*place].day == stored->day)
		message = damage ? damage : difference(&days->days[*place], stored);
	if (*place < days->count && days->days[*place].day == stored->day)
		++*place;
	if (message)
		day_fault(proof, stored->day, message);
}

/* A row that is damaged has its day, or at least says that it is. */
static enum status
next_day(const struct proof *proof, struct book_scan *scan, struct book_day *stored,
	const char **damage, bool *found, struct err *err)
{
	enum status status;

	do {
		*damage = NULL;
		stored->day = INT32_MIN;
		status = books_next(scan, stored, found, err);
		if (status != ST_CORRUPT)
			return status;
		*found = true;
		*damage = err->message;
		if (stored->day == INT32_MIN)
			proof->fault(proof->arg, "books", "", err->message);
	} while (stored->day == INT32_MIN);
	return ST_OK;
}

enum status
proof_days_prove(const struct proof *proof, struct proof_days *days, struct err *err)
{
	struct arena *arena = txn_arena(proof->txn);
	struct arena_mark mark;
	struct book_scan *scan;
	struct book_day stored;
	const char *damage;
	size_t place = 0;
	bool found;

	TRY(books_open(proof->txn, INT32_MIN, INT32_MAX, true, &scan, err));
	mark = arena_mark(arena);
	for (;;) {
		arena_rewind(arena, mark);
		TRY(next_day(proof, scan, &stored, &damage, &found, err));
		if (!found)
			break;
		compare(proof, days, &stored, damage, &place);
	}
	while (place < days->count)
		day_fault(proof, days->days[place++].day, "has no row");
	return ST_OK;
}
