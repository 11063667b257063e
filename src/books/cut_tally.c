#include "books/cut_tally.h"

#include <string.h>

#include "base/bytes.h"
#include "base/money.h"

static const struct cut_tally tally_none = { .first = INT32_MAX, .last = INT32_MIN };

static bool
sums_add(struct cut_sums *sum, const struct cut_sums *more)
{
	return money_add(sum->units, more->units, &sum->units) &&
	       money_add(sum->goods, more->goods, &sum->goods) &&
	       money_add(sum->discount, more->discount, &sum->discount) &&
	       money_add(sum->shipping, more->shipping, &sum->shipping) &&
	       money_add(sum->tax, more->tax, &sum->tax);
}

bool
cut_tally_is_empty(const struct cut_tally *tally)
{
	return tally->sold_in == 0 && tally->back_in == 0;
}

bool
cut_tally_add(struct cut_tally *sum, const struct cut_tally *more)
{
	bool later = more->sold_in > sum->sold_in ||
		     (more->sold_in == 0 && sum->sold_in == 0 &&
			     more->back_in > sum->back_in);

	if (!sums_add(&sum->sold, &more->sold) || !sums_add(&sum->back, &more->back))
		return false;
	sum->orders += more->orders;
	sum->cancelled += more->cancelled;
	sum->credits += more->credits;
	if (later)
		sum->item = more->item;
	sum->sold_in = more->sold_in > sum->sold_in ? more->sold_in : sum->sold_in;
	sum->back_in = more->back_in > sum->back_in ? more->back_in : sum->back_in;
	sum->first = more->first < sum->first ? more->first : sum->first;
	sum->last = more->last > sum->last ? more->last : sum->last;
	return true;
}

bool
cut_tally_figures(const struct cut_tally *tally, struct figures *figures)
{
	static const struct figures none;
	const struct cut_sums *sold = &tally->sold;
	const struct cut_sums *back = &tally->back;
	struct figures all = { .orders = tally->orders,
		.cancelled = tally->cancelled,
		.credits = tally->credits,
		.units = sold->units,
		.returned = back->units,
		.gross = sold->goods,
		.discounts = sold->discount,
		.shipping = sold->shipping,
		.shipping_refunded = back->shipping,
		.tax = sold->tax,
		.tax_refunded = back->tax };

	*figures = none;
	return money_subtract(back->goods, back->discount, &all.refunds) &&
	       figures_add(figures, &all);
}

/* In whole lines of the cache. */
static enum status
take_tallies(
	struct arena *arena, size_t count, struct cut_tally **items, struct err *err)
{
	uint8_t *bytes;
	size_t over;

	TRY(arena_take_table(arena, count + 1, sizeof(**items), &bytes, err));
	over = (uintptr_t)bytes % CACHE_LINE;
	*items = (struct cut_tally *)(void *)(bytes +
					      (CACHE_LINE - over) % CACHE_LINE);
	return ST_OK;
}

static enum status
take_room(struct cut_tallies *room, size_t capacity, struct err *err)
{
	room->capacity = capacity;
	room->slot_count = 2 * capacity;
	TRY(take_tallies(&room->arena, capacity, &room->items, err));
	TRY(ARENA_NEW(&room->arena, capacity, &room->keys, err));
	return ARENA_NEW(&room->arena, room->slot_count, &room->slots, err);
}

/* Customers and days count from few on. */
#define DIRECT_MAX ((uint64_t)1 << 22)

/* The slot in which a key is, or would be. */
static uint32_t *
find_slot(const struct cut_tallies *tallies, uint64_t key)
{
	size_t mask = tallies->slot_count - 1;
	size_t slot = (size_t)((key * 0x9e3779b97f4a7c15U) >> 32) & mask;

	if (key < DIRECT_MAX)
		return &tallies->direct[key];
	while (tallies->slots[slot] != 0 &&
		tallies->keys[tallies->slots[slot] - 1] != key)
		slot = (slot + 1) & mask;
	return &tallies->slots[slot];
}

/* Has a slot for a small key. */
static enum status
reach(struct cut_tallies *tallies, uint64_t key, struct err *err)
{
	size_t count = tallies->direct_count ? 2 * tallies->direct_count : 1024;
	struct arena arena = { NULL };
	uint32_t *direct;

	if (key >= DIRECT_MAX || key < tallies->direct_count)
		return ST_OK;
	while (count <= key)
		count *= 2;
	TRY(ARENA_NEW(&arena, count, &direct, err));
	for (size_t i = 0; i < tallies->direct_count; i++)
		direct[i] = tallies->direct[i];
	arena_free(&tallies->direct_arena);
	tallies->direct_arena = arena;
	tallies->direct = direct;
	tallies->direct_count = count;
	return ST_OK;
}

/* Moves to other memory; what they were in is given back. */
static enum status
grow(struct cut_tallies *tallies, struct err *err)
{
	struct cut_tallies room = *tallies;
	enum status status;

	room.arena = (struct arena){ NULL };
	status =
		take_room(&room, tallies->capacity ? 2 * tallies->capacity : 64, err);
	if (status != ST_OK) {
		arena_free(&room.arena);
		return status;
	}
	for (size_t i = 0; i < tallies->count; i++) {
		room.items[i] = tallies->items[i];
		room.keys[i] = tallies->keys[i];
		*find_slot(&room, room.keys[i]) = (uint32_t)(i + 1);
	}
	arena_free(&tallies->arena);
	*tallies = room;
	return ST_OK;
}

enum status
cut_tallies_number(struct cut_tallies *tallies, size_t count, struct err *err)
{
	TRY(take_tallies(&tallies->arena, count, &tallies->items, err));
	for (size_t i = 0; i < count; i++)
		tallies->items[i] = tally_none;
	tallies->count = count;
	return ST_OK;
}

enum status
cut_tallies_find(struct cut_tallies *tallies, uint64_t key, struct cut_tally **tally,
	struct err *err)
{
	uint32_t *slot;

	if (tallies->count > 0 && tallies->keys[tallies->last] == key) {
		*tally = &tallies->items[tallies->last];
		return ST_OK;
	}
	if (tallies->count == tallies->capacity)
		TRY(grow(tallies, err));
	TRY(reach(tallies, key, err));
	slot = find_slot(tallies, key);
	if (*slot == 0) {
		tallies->items[tallies->count] = tally_none;
		tallies->keys[tallies->count] = key;
		*slot = (uint32_t)++tallies->count;
	}
	tallies->last = *slot - 1;
	*tally = &tallies->items[tallies->last];
	return ST_OK;
}

void
cut_tallies_free(struct cut_tallies *tallies)
{
	arena_free(&tallies->arena);
	arena_free(&tallies->direct_arena);
}

enum status
cut_tallies_add(struct cut_tallies *tallies, const struct cut_tallies *more,
	bool *fits, struct err *err)
{
	struct cut_tally *tally;

	*fits = true;
	for (size_t i = 0; i < more->count && *fits; i++) {
		if (more->keys)
			TRY(cut_tallies_find(tallies, more->keys[i], &tally, err));
		else
			tally = &tallies->items[i];
		if (!cut_tally_is_empty(&more->items[i]))
			*fits = cut_tally_add(tally, &more->items[i]);
	}
	return ST_OK;
}
