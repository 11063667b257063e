#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/money.h"
#include "catalog/level.h"
#include "order/order.h"
#include "report/list_parts.h"
#include "report/lists.h"

struct picking_row {
	const char *sku; /* "total" for the sum */
	const char *name;
	int64_t quantity;
	int64_t on_hand; /* NUMBER_NONE: not tracked */
	int64_t missing;
	struct texts orders;
};

static const struct field row_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct picking_row, sku) },
	{ FIELD(2, FIELD_TEXT, struct picking_row, name) },
	{ FIELD(3, FIELD_COUNT, struct picking_row, quantity) },
	{ FIELD(4, FIELD_OPTIONAL, struct picking_row, on_hand) },
	{ FIELD(5, FIELD_COUNT, struct picking_row, missing), .flags = FIELD_QUIET },
	{ FIELD(6, FIELD_TEXTS, struct picking_row, orders) },
};

const struct record_type picking_row_record = { .name = "product to fetch",
	RECORD_FIELDS(struct picking_row, row_fields) };

/* The orders of one shipping state that may be shipped, from the newest to the
 * oldest: the last ones seen. */
struct waiting {
	uint64_t number;
	size_t lines;
};
struct ring {
	struct waiting *orders;
	size_t size;
	size_t seen;
};

/* A line of an order, as far as it is to be fetched. */
struct piece {
	char sku[SKU_SIZE_MAX + 1];
	uint64_t order;
	int64_t quantity;
};

struct picking {
	struct txn *txn;
	size_t limit;
	size_t waiting; /* orders that may be shipped, whatever the limit */
	struct waiting *orders;
	size_t order_count; /* that are fetched for */
	struct piece *pieces;
	size_t piece_count;
	struct list rows;
	struct picking_row sum;
};

static bool
may_ship(const struct order *order)
{
	struct err ignored;

	return order_allows(order, ACTION_SHIP, &ignored) == ST_OK;
}

static enum status
read_waiting(struct txn *txn, int shipping, struct ring *ring, struct err *err)
{
	struct order_filter filter = ORDER_FILTER_ALL;
	struct arena *arena = txn_arena(txn);
	struct order_scan *scan;
	struct arena_mark mark;
	struct order order;
	bool found = true;

	filter.state = ORDER_PLACED;
	filter.shipping_state = shipping;
	TRY(order_scan_open(txn, &filter, &scan, err));
	mark = arena_mark(arena);
	while (found) {
		arena_rewind(arena, mark);
		TRY(order_next(scan, &order, &found, err));
		if (found && may_ship(&order))
			ring->orders[ring->seen++ % ring->size] =
				(struct waiting){ order.number, order.lines.count };
	}
	return ST_OK;
}

static int
compare_waiting(const void *a, const void *b)
{
	const struct waiting *one = a;
	const struct waiting *other = b;

	return (one->number > other->number) - (one->number < other->number);
}

/* Scans go from the newest order to the oldest, and the oldest are fetched for first:
 * of each state the last ones seen are kept, then of all these the oldest. */
static enum status
find_orders(struct picking *picking, struct err *err)
{
	static const int states[] = { SHIPPING_UNSHIPPED, SHIPPING_PART_SHIPPED,
		SHIPPING_PART_RETURNED };
	const size_t count = sizeof(states) / sizeof(states[0]);
	struct waiting *all;
	size_t kept = 0;

	TRY(ARENA_NEW(txn_arena(picking->txn), count * picking->limit, &all, err));
	for (size_t i = 0; i < count; i++) {
		struct ring ring = { all + kept, picking->limit, 0 };

		TRY(read_waiting(picking->txn, states[i], &ring, err));
		picking->waiting += ring.seen;
		kept += ring.seen < ring.size ? ring.seen : ring.size;
	}
	qsort(all, kept, sizeof(*all), compare_waiting);
	picking->orders = all;
	picking->order_count = kept < picking->limit ? kept : picking->limit;
	return ST_OK;
}

static enum status
add_pieces(struct picking *picking, uint64_t number, struct err *err)
{
	const struct order_line *lines;
	struct order order;

	TRY(order_get(picking->txn, number, &order, err));
	TRY(order_lines_shipped(picking->txn, &order, err));
	lines = order.lines.items;
	for (size_t i = 0; i < order.lines.count; i++) {
		struct piece *piece = &picking->pieces[picking->piece_count];
		int64_t left = lines[i].quantity - lines[i].shipped;
		size_t size = strlen(lines[i].sku);

		if (left <= 0 || !order_line_needs_shipping(&lines[i]))
			continue;
		if (size > SKU_SIZE_MAX)
			return fail(err, ST_CORRUPT,
				"order %" PRIu64 " has a damaged line", number);
		*piece = (struct piece){ .order = number, .quantity = left };
		memcpy(piece->sku, lines[i].sku, size);
		picking->piece_count++;
	}
	return ST_OK;
}

static int
compare_pieces(const void *a, const void *b)
{
	const struct piece *one = a;
	const struct piece *other = b;
	int by_sku = strcmp(one->sku, other->sku);

	if (by_sku != 0)
		return by_sku;
	return (one->order > other->order) - (one->order < other->order);
}

static enum status
read_pieces(struct picking *picking, struct err *err)
{
	struct arena *arena = txn_arena(picking->txn);
	struct arena_mark mark;
	size_t lines = 0;

	for (size_t i = 0; i < picking->order_count; i++)
		lines += picking->orders[i].lines;
	TRY(ARENA_NEW(arena, lines, &picking->pieces, err));
	mark = arena_mark(arena);
	for (size_t i = 0; i < picking->order_count; i++) {
		TRY(add_pieces(picking, picking->orders[i].number, err));
		arena_rewind(arena, mark);
	}
	qsort(picking->pieces, picking->piece_count, sizeof(*picking->pieces),
		compare_pieces);
	return ST_OK;
}

/* Pieces of one SKU, one after the other. */
static size_t
count_same(const struct picking *picking, size_t from)
{
	const struct piece *pieces = picking->pieces;
	size_t end = from + 1;

	while (end < picking->piece_count &&
		strcmp(pieces[end].sku, pieces[from].sku) == 0)
		end++;
	return end - from;
}

/* An order may have a SKU on several lines. */
static enum status
name_orders(struct picking *picking, const struct piece *pieces, size_t count,
	struct texts *orders, struct err *err)
{
	struct arena *arena = txn_arena(picking->txn);
	const char **texts;
	size_t named = 0;

	TRY(ARENA_NEW(arena, count, &texts, err));
	for (size_t i = 0; i < count; i++) {
		if (i > 0 && pieces[i].order == pieces[i - 1].order)
			continue;
		TRY(arena_format(
			arena, &texts[named++], err, "%" PRIu64, pieces[i].order));
	}
	*orders = (struct texts){ texts, named };
	return ST_OK;
}

/* What the catalogue does not know, imported history may: then the order has the
 * name, and nobody the stock. */
static enum status
name_from_order(struct txn *txn, const struct piece *piece, struct list_name *name,
	struct err *err)
{
	const struct order_line *lines;
	struct order order;

	TRY(order_get(txn, piece->order, &order, err));
	lines = order.lines.items;
	for (size_t i = 0; i < order.lines.count; i++)
		if (strcmp(lines[i].sku, piece->sku) == 0)
			list_name_set(name, lines[i].name);
	return ST_OK;
}

struct ware {
	struct list_name name;
	bool tracked;
	bool found;
};

static enum status
read_ware(struct txn *txn, const struct piece *piece, struct ware *ware,
	struct err *err)
{
	struct product product;
	struct details details;
	const char *name;
	size_t variant;

	TRY(product_by_sku(txn, piece->sku, &product, &variant, &ware->found, err));
	if (!ware->found)
		return name_from_order(txn, piece, &ware->name, err);
	TRY(product_details(&product, variant, txn_arena(txn), &details, err));
	TRY(product_line_name(&product, variant, txn_arena(txn), &name, err));
	list_name_set(&ware->name, name);
	ware->tracked = details.track_stock != ANSWER_NO;
	return ST_OK;
}

static enum status
fill_stock(struct txn *txn, const struct piece *piece, struct picking_row *row,
	struct err *err)
{
	struct arena *arena = txn_arena(txn);
	struct arena_mark mark = arena_mark(arena);
	struct ware ware = { .found = false };
	struct level level = { 0, 0, 0 };

	TRY(read_ware(txn, piece, &ware, err));
	if (ware.tracked)
		TRY(level_get(txn, piece->sku, &level, err));
	arena_rewind(arena, mark);
	row->on_hand = ware.tracked ? level.on_hand : NUMBER_NONE;
	if (ware.tracked && level.on_hand < row->quantity)
		row->missing =
			row->quantity - (level.on_hand > 0 ? level.on_hand : 0);
	return arena_text(arena, ware.name.text, &row->name, err);
}

static enum status
fill_row(struct picking *picking, const struct piece *pieces, size_t count,
	struct picking_row *row, struct err *err)
{
	*row = (struct picking_row){ .sku = pieces[0].sku };
	for (size_t i = 0; i < count; i++)
		if (!money_add(row->quantity, pieces[i].quantity, &row->quantity))
			return fail(err, ST_BAD_DATA,
				"there are too many pieces of '%s'", row->sku);
	TRY(fill_stock(picking->txn, pieces, row, err));
	if (!money_add(
		    picking->sum.quantity, row->quantity, &picking->sum.quantity) ||
		!money_add(picking->sum.missing, row->missing, &picking->sum.missing))
		return fail(err, ST_BAD_DATA, "there are too many pieces");
	return name_orders(picking, pieces, count, &row->orders, err);
}

static enum status
make_rows(struct picking *picking, struct err *err)
{
	struct picking_row *rows;
	size_t count = 0;

	for (size_t i = 0; i < picking->piece_count; i += count_same(picking, i))
		count++;
	TRY(ARENA_NEW(txn_arena(picking->txn), count, &rows, err));
	count = 0;
	for (size_t i = 0; i < picking->piece_count;) {
		size_t same = count_same(picking, i);

		TRY(fill_row(
			picking, &picking->pieces[i], same, &rows[count++], err));
		i += same;
	}
	picking->rows = (struct list){ rows, count };
	return ST_OK;
}

struct picking_sum {
	int64_t quantity;
	int64_t missing;
};

static const struct field sum_fields[] = {
	{ FIELD(1, FIELD_COUNT, struct picking_sum, quantity) },
	{ FIELD(2, FIELD_COUNT, struct picking_sum, missing) },
};
static const struct record_type sum_record = { .name = "sum of what to fetch",
	RECORD_FIELDS(struct picking_sum, sum_fields) };

struct picking_envelope {
	int64_t count;
	int64_t orders;
	int64_t waiting;
	struct picking_sum sum;
};

static const struct field envelope_fields[] = {
	{ FIELD(1, FIELD_COUNT, struct picking_envelope, count) },
	{ FIELD(2, FIELD_COUNT, struct picking_envelope, orders) },
	{ FIELD(3, FIELD_COUNT, struct picking_envelope, waiting) },
	{ FIELD(4, FIELD_RECORD, struct picking_envelope, sum),
		.record = &sum_record },
};
static const struct record_type envelope_record = { .name = "what to fetch",
	RECORD_FIELDS(struct picking_envelope, envelope_fields) };

static enum status
fill_envelope(const struct picking *picking, struct report *report, struct err *err)
{
	struct picking_envelope *envelope;

	TRY(ARENA_NEW(txn_arena(picking->txn), 1, &envelope, err));
	*envelope = (struct picking_envelope){ (int64_t)picking->rows.count,
		(int64_t)picking->order_count, (int64_t)picking->waiting,
		{ picking->sum.quantity, picking->sum.missing } };
	report->envelope = &envelope_record;
	report->enveloped = envelope;
	return ST_OK;
}

static enum status
fill_report(const struct picking *picking, struct report *report, struct err *err)
{
	const struct report_figure figures[] = {
		{ "orders", UNIT_COUNT, (int64_t)picking->order_count, NUMBER_NONE },
		{ "pieces", UNIT_COUNT, picking->sum.quantity, NUMBER_NONE },
		{ "products", UNIT_COUNT, (int64_t)picking->rows.count, NUMBER_NONE },
		{ "missing", UNIT_COUNT, picking->sum.missing, NUMBER_NONE },
	};
	struct picking_row *sum;

	*report = (struct report){ .name = "picking",
		.title = "What to fetch",
		.period = "",
		.before = "",
		.row = &picking_row_record,
		.rows = picking->rows };
	TRY(ARENA_NEW(txn_arena(picking->txn), 1, &sum, err));
	*sum = picking->sum;
	report->sum = sum;
	TRY(fill_envelope(picking, report, err));
	return list_figures(txn_arena(picking->txn), figures,
		sizeof(figures) / sizeof(figures[0]), &report->figures, err);
}

enum status
report_picking(struct txn *txn, const struct report_request *request,
	struct report *report, struct err *err)
{
	struct picking picking = { .txn = txn,
		.limit = PICKING_ORDERS_MAX,
		.sum = { .sku = "total", .name = "", .on_hand = NUMBER_NONE } };

	if (request->limit > 0 && request->limit < PICKING_ORDERS_MAX)
		picking.limit = (size_t)request->limit;
	TRY(find_orders(&picking, err));
	TRY(read_pieces(&picking, err));
	TRY(make_rows(&picking, err));
	return fill_report(&picking, report, err);
}
