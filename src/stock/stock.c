#include "stock/stock.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "account/customer.h"
#include "catalog/counted.h"
#include "stock/stock_key.h"

static const struct field movement_fields[] = {
	{ FIELD(1, FIELD_ID, struct movement, number) },
	{ FIELD(2, FIELD_TIME, struct movement, at) },
	{ FIELD(3, FIELD_TEXT, struct movement, sku), .flags = FIELD_WIDE },
	{ FIELD(4, FIELD_COUNT, struct movement, change) },
	{ FIELD(5, FIELD_COUNT, struct movement, on_hand) },
	{ FIELD(6, FIELD_TEXT, struct movement, reason) },
	{ FIELD(7, FIELD_ID, struct movement, order) },
	{ FIELD(8, FIELD_TEXT, struct movement, actor) },
};

const struct record_type movement_record = { .name = "stock movement",
	RECORD_FIELDS(struct movement, movement_fields) };

static const struct stored movement_stored = { TABLE_MOVEMENT, &movement_record };

struct key
movement_key(const char *sku, uint64_t number)
{
	struct key key = key_text(sku);

	key_add_u8(&key, 0);
	key_add_u64(&key, number);
	return key;
}

static enum status
text_of_actor(struct txn *txn, struct actor actor, const char **text, struct err *err)
{
	char id[CUSTOMER_ID_TEXT_MAX];

	if (actor.id == 0 && strcmp(actor.kind, "staff") != 0)
		return arena_text(txn_arena(txn), actor.kind, text, err);
	if (actor.kind[0] == 'c')
		customer_id_format(actor.id, id);
	else
		snprintf(id, sizeof(id), "%" PRIu64, actor.id);
	return arena_format(txn_arena(txn), text, err, "%s %s", actor.kind, id);
}

enum status
actor_text(struct txn *txn, const char **text, struct err *err)
{
	return text_of_actor(txn, txn_actor(txn), text, err);
}

static enum status
movement_put(struct txn *txn, const struct movement *movement, struct err *err)
{
	struct key key = movement_key(movement->sku, movement->number);

	return txn_put_record(txn, &movement_stored, key_bytes(&key), movement, err);
}

/* level is what the count found, and then what it says. */
static enum status
movement_of_count(struct txn *txn, const struct count *count, struct level *level,
	struct movement *movement, struct err *err)
{
	struct counting counting;
	struct actor actor;

	TRY(counting_get(txn, count->import, &counting, err));
	actor = (struct actor){ .kind = counting.actor_kind,
		.id = counting.actor_id };
	movement->number = ++level->movements;
	movement->at = counting.at;
	movement->change = count->on_hand - level->on_hand;
	movement->on_hand = count->on_hand;
	movement->reason = "import";
	level->on_hand = count->on_hand;
	return text_of_actor(txn, actor, &movement->actor, err);
}

enum status
stock_counts(
	struct txn *txn, const char *sku, struct list *movements, struct err *err)
{
	struct movement *items;
	struct counted counted;
	struct level level;
	size_t i;

	*movements = (struct list){ NULL, 0 };
	TRY(counted_get(txn, sku, &counted, err));
	if (counted.counts.count == 0)
		return ST_OK;
	TRY(level_get_stored(txn, sku, &level, err));
	TRY(ARENA_NEW(txn_arena(txn), counted.counts.count, &items, err));
	for (i = 0; i < counted.counts.count; i++) {
		items[i].sku = sku;
		TRY(movement_of_count(txn,
			(const struct count *)counted.counts.items + i, &level,
			&items[i], err));
	}
	*movements = (struct list){ items, counted.counts.count };
	return ST_OK;
}

/* Stores a level that was read with the counts of imports, which become the
 * movements that they are. */
static enum status
put_level(struct catalog *catalog, const char *sku, const struct level *level,
	struct err *err)
{
	struct txn *txn = catalog_txn(catalog);
	const struct movement *items;
	struct list movements;
	size_t i;

	TRY(stock_counts(txn, sku, &movements, err));
	items = movements.items;
	for (i = 0; i < movements.count; i++)
		TRY(movement_put(txn, &items[i], err));
	if (movements.count > 0)
		TRY(counted_delete(txn, sku, err));
	return level_put(catalog, sku, level, err);
}

/* What moves pieces, besides how many. */
struct cause {
	const char *reason;
	uint64_t order;
};

static enum status
append_movement(struct catalog *catalog, const char *sku, int64_t change,
	struct level *level, const struct cause *cause, struct err *err)
{
	struct txn *txn = catalog_txn(catalog);
	struct movement movement = { .number = ++level->movements,
		.at = txn_now(txn),
		.sku = sku,
		.change = change,
		.on_hand = level->on_hand,
		.reason = cause->reason,
		.order = cause->order };

	TRY(actor_text(txn, &movement.actor, err));
	return movement_put(txn, &movement, err);
}

static enum status
above_max(const char *sku, struct err *err)
{
	return fail(
		err, ST_BAD_DATA, "stock of '%s' is above %" PRId64, sku, STOCK_MAX);
}

static enum status
move(struct catalog *catalog, const char *sku, struct level *level, int64_t on_hand,
	const struct cause *cause, struct err *err)
{
	int64_t change = on_hand - level->on_hand;

	if (on_hand < 0)
		return fail(err, ST_REFUSED, "only %" PRId64 " of '%s' are on hand",
			level->on_hand, sku);
	if (on_hand > STOCK_MAX)
		return above_max(sku, err);
	level->on_hand = on_hand;
	TRY(append_movement(catalog, sku, change, level, cause, err));
	return put_level(catalog, sku, level, err);
}

enum status
stock_set(struct catalog *catalog, const char *sku, int64_t on_hand,
	const char *reason, struct level *now, struct err *err)
{
	struct cause cause = { reason, 0 };

	TRY(level_get(catalog_txn(catalog), sku, now, err));
	if (now->on_hand == on_hand)
		return ST_OK;
	return move(catalog, sku, now, on_hand, &cause, err);
}

enum status
stock_count(struct catalog *catalog, const char *sku, int64_t on_hand,
	const char *reason, struct level *now, struct err *err)
{
	struct cause cause = { reason, 0 };

	TRY(level_get(catalog_txn(catalog), sku, now, err));
	return move(catalog, sku, now, on_hand, &cause, err);
}

enum status
stock_add(struct catalog *catalog, const char *sku, int64_t change,
	const char *reason, struct level *now, struct err *err)
{
	struct cause cause = { reason, 0 };

	if (change > STOCK_MAX)
		return above_max(sku, err);
	TRY(level_get(catalog_txn(catalog), sku, now, err));
	return move(catalog, sku, now, now->on_hand + change, &cause, err);
}

void
sku_word(const char *sku, char word[SKU_WORD_MAX])
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrst"
				    "uvwxyz0123456789._-+,:/@%=";
	size_t size = 0;

	invariant(strlen(sku) <= SKU_SIZE_MAX);
	if (sku[0] != '-' && sku[strspn(sku, plain)] == '\0') {
		memcpy(word, sku, strlen(sku) + 1);
		return;
	}
	word[size++] = '\'';
	for (; *sku; sku++) {
		if (*sku == '\'') {
			memcpy(word + size, "'\\'", 3);
			size += 3;
		}
		word[size++] = *sku;
	}
	memcpy(word + size, "'", 2);
}

void
stock_short_text(const char *sku, int64_t available, char text[STOCK_SHORT_MAX])
{
	char word[SKU_WORD_MAX];

	sku_word(sku, word);
	if (available == 0)
		snprintf(text, STOCK_SHORT_MAX, "'%s' is sold out (cart rm %s)", sku,
			word);
	else
		snprintf(text, STOCK_SHORT_MAX,
			"only %" PRId64 " of '%s' in stock (cart update %s %" PRId64
			")",
			available, sku, word, available);
}

enum status
stock_short(const char *sku, int64_t available, struct err *err)
{
	char text[STOCK_SHORT_MAX];

	stock_short_text(sku, available, text);
	return fail(err, ST_OUT_OF_STOCK, "%s", text);
}

static enum status
hold_line(struct catalog *catalog, const struct stock_line *line, struct err *err)
{
	struct txn *txn = catalog_txn(catalog);
	struct product product;
	struct details details;
	struct level level;
	size_t variant;
	bool found;

	TRY(product_by_sku(txn, line->sku, &product, &variant, &found, err));
	if (!found)
		return fail(err, ST_NOT_FOUND, "no SKU '%s' any more (cart rm %s)",
			line->sku, line->sku);
	TRY(product_details(&product, variant, txn_arena(txn), &details, err));
	TRY(level_get(txn, line->sku, &level, err));
	if (level_available(&level, &details) < line->quantity)
		return stock_short(line->sku, level_available(&level, &details), err);
	level.held += line->quantity;
	return put_level(catalog, line->sku, &level, err);
}

enum status
stock_hold(struct catalog *catalog, const struct stock_line *lines, size_t count,
	struct err *err)
{
	size_t i;

	for (i = 0; i < count; i++)
		TRY(hold_line(catalog, &lines[i], err));
	return ST_OK;
}

enum status
stock_hold_promised(struct catalog *catalog, const struct stock_line *line,
	struct level *level, struct err *err)
{
	TRY(level_get(catalog_txn(catalog), line->sku, level, err));
	level->held += line->quantity;
	return put_level(catalog, line->sku, level, err);
}

static enum status
read_held(struct catalog *catalog, const struct stock_line *line, struct level *level,
	struct err *err)
{
	TRY(level_get(catalog_txn(catalog), line->sku, level, err));
	if (level->held < line->quantity)
		return fail(err, ST_CORRUPT,
			"fewer of '%s' are held than its orders say (see 'shop admin "
			"check')",
			line->sku);
	return ST_OK;
}

enum status
stock_release(struct catalog *catalog, const struct stock_line *lines, size_t count,
	struct err *err)
{
	struct level level;
	size_t i;

	for (i = 0; i < count; i++) {
		TRY(read_held(catalog, &lines[i], &level, err));
		level.held -= lines[i].quantity;
		TRY(put_level(catalog, lines[i].sku, &level, err));
	}
	return ST_OK;
}

/* What is not counted, or ordered beyond stock, takes no more than there is. */
static int64_t
taken(const struct level *level, const struct details *details, int64_t quantity)
{
	if (details->track_stock == ANSWER_NO)
		return 0;
	if (details->backorder == ANSWER_YES && level->on_hand < quantity)
		return level->on_hand;
	return quantity;
}

/* An ordered SKU as it is now; it stays in the catalogue, archived at least. */
struct ordered {
	struct details details;
	struct level level;
};

static enum status
find_ordered(struct txn *txn, const char *sku, struct ordered *ordered, bool *found,
	struct err *err)
{
	struct product product;
	size_t variant;

	TRY(product_by_sku(txn, sku, &product, &variant, found, err));
	if (!*found)
		return ST_OK;
	TRY(product_details(
		&product, variant, txn_arena(txn), &ordered->details, err));
	return level_get(txn, sku, &ordered->level, err);
}

static enum status
read_ordered(
	struct txn *txn, const char *sku, struct ordered *ordered, struct err *err)
{
	bool found;

	TRY(find_ordered(txn, sku, ordered, &found, err));
	return found ? ST_OK
		     : fail(err, ST_CORRUPT,
			       "ordered SKU '%s' is not in the catalogue", sku);
}

static enum status
ship_line(struct catalog *catalog, const struct stock_line *line, uint64_t order,
	struct err *err)
{
	struct cause cause = { "shipped", order };
	struct ordered ordered;
	struct level level;

	TRY(read_held(catalog, line, &level, err));
	TRY(read_ordered(catalog_txn(catalog), line->sku, &ordered, err));
	level.held -= line->quantity;
	return move(catalog, line->sku, &level,
		level.on_hand - taken(&level, &ordered.details, line->quantity),
		&cause, err);
}

enum status
stock_ship(struct catalog *catalog, const struct stock_line *lines, size_t count,
	uint64_t order, struct err *err)
{
	size_t i;

	for (i = 0; i < count; i++)
		TRY(ship_line(catalog, &lines[i], order, err));
	return ST_OK;
}

enum status
stock_covers(struct txn *txn, const struct stock_line *lines, size_t count,
	bool *covered, struct err *err)
{
	struct ordered ordered;
	size_t i;

	*covered = true;
	for (i = 0; i < count && *covered; i++) {
		TRY(read_ordered(txn, lines[i].sku, &ordered, err));
		*covered = taken(&ordered.level, &ordered.details,
				   lines[i].quantity) <= ordered.level.on_hand;
	}
	return ST_OK;
}

/* An order that was imported may have what this shop never sold. */
static enum status
read_returned(struct catalog *catalog, const char *sku, struct ordered *ordered,
	struct err *err)
{
	bool found;

	TRY(find_ordered(catalog_txn(catalog), sku, ordered, &found, err));
	if (found)
		return ST_OK;
	return fail(err, ST_REFUSED,
		"'%s' is not in the catalogue, and cannot be sold again "
		"(--no-restock)",
		sku);
}

enum status
stock_return(struct catalog *catalog, const struct stock_line *lines, size_t count,
	uint64_t order, struct err *err)
{
	struct cause cause = { "returned", order };
	size_t i;

	for (i = 0; i < count; i++) {
		struct ordered ordered;
		int64_t pieces = lines[i].quantity;

		TRY(read_returned(catalog, lines[i].sku, &ordered, err));
		if (ordered.details.track_stock == ANSWER_NO)
			pieces = 0;
		TRY(move(catalog, lines[i].sku, &ordered.level,
			ordered.level.on_hand + pieces, &cause, err));
	}
	return ST_OK;
}
