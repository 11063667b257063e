#include "account/customer.h"
#include "base/money.h"
#include "catalog/product.h"
#include "order/cart.h"
#include "report/list_parts.h"
#include "report/lists.h"

struct carts_row {
	const char *customer; /* id; "others", "total" */
	int64_t lines;
	int64_t units;
	int64_t total;
	int64_t changed_at; /* 0: not known, long ago */
};

static const struct field row_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct carts_row, customer) },
	{ FIELD(2, FIELD_COUNT, struct carts_row, lines) },
	{ FIELD(3, FIELD_COUNT, struct carts_row, units) },
	{ FIELD(4, FIELD_MONEY, struct carts_row, total) },
	{ FIELD(5, FIELD_TIME, struct carts_row, changed_at) },
};

const struct record_type carts_row_record = { .name = "abandoned cart",
	RECORD_FIELDS(struct carts_row, row_fields) };

struct carts {
	struct txn *txn;
	const struct report_request *request;
	int64_t before; /* those that were changed earlier are abandoned */
	struct ranking ranking;
	int64_t count;
	struct carts_row sum;
	struct list rows;
};

static enum status
too_large(struct err *err)
{
	return fail(err, ST_BAD_DATA, "the sum of the carts is too large");
}

static enum status
add(struct carts_row *sum, const struct carts_row *row, struct err *err)
{
	sum->lines += row->lines;
	if (!money_add(sum->units, row->units, &sum->units) ||
		!money_add(sum->total, row->total, &sum->total))
		return too_large(err);
	return ST_OK;
}

/* What the customer last saw that it comes to, and what nobody has seen yet at its
 * price of now. */
static enum status
line_price(struct txn *txn, const struct cart_line *line, int64_t *price,
	struct err *err)
{
	struct product product;
	size_t variant;
	bool found;

	*price = line->shown_unit_price;
	if (*price != NUMBER_NONE)
		return ST_OK;
	TRY(product_by_sku(txn, line->sku, &product, &variant, &found, err));
	if (found)
		*price = product_current_price(&product, variant);
	if (*price == NUMBER_NONE)
		*price = 0;
	return ST_OK;
}

static enum status
add_line(struct txn *txn, struct carts_row *row, const struct cart_line *line,
	struct err *err)
{
	struct carts_row more = { .lines = 1, .units = line->quantity };
	int64_t price;

	TRY(line_price(txn, line, &price, err));
	if (!money_multiply(price, line->quantity, &more.total))
		return too_large(err);
	if (line->shown_discount != NUMBER_NONE)
		more.total -= line->shown_discount;
	return add(row, &more, err);
}

static enum status
fill_row(struct txn *txn, const struct cart *cart, struct carts_row *row,
	struct err *err)
{
	const struct cart_line *lines = cart->lines.items;

	*row = (struct carts_row){ .customer = "", .changed_at = cart->changed_at };
	for (size_t i = 0; i < cart->lines.count; i++)
		TRY(add_line(txn, row, &lines[i], err));
	return ST_OK;
}

static enum status
look_at(struct carts *carts, const struct cart *cart, struct err *err)
{
	struct ranked ranked = { .id = cart->customer };
	struct carts_row row;

	if (cart->lines.count == 0 || cart->changed_at >= carts->before)
		return ST_OK;
	TRY(fill_row(carts->txn, cart, &row, err));
	TRY(add(&carts->sum, &row, err));
	carts->count++;
	ranked.size = row.total;
	list_ranking_add(&carts->ranking, &ranked);
	return ST_OK;
}

static enum status
read_carts(struct carts *carts, struct err *err)
{
	static const struct scan_range all = { { NULL, 0 }, { NULL, 0 }, false };
	struct arena *arena = txn_arena(carts->txn);
	struct arena_mark mark;
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	struct cart cart;
	bool found;

	TRY(scan_open(carts->txn, TABLE_CART, all, &scan, err));
	mark = arena_mark(arena);
	for (;;) {
		arena_rewind(arena, mark);
		TRY(scan_next(scan, &key, &value, &found, err));
		if (!found)
			return ST_OK;
		TRY(record_decode(&cart_record, value, arena, &cart, err));
		TRY(look_at(carts, &cart, err));
	}
}

static enum status
make_row(struct txn *txn, uint64_t customer, struct carts_row *row, struct err *err)
{
	struct arena *arena = txn_arena(txn);
	struct arena_mark mark = arena_mark(arena);
	char id[CUSTOMER_ID_TEXT_MAX];
	struct cart cart;

	TRY(cart_get(txn, customer, &cart, err));
	TRY(fill_row(txn, &cart, row, err));
	arena_rewind(arena, mark);
	customer_id_format(customer, id);
	return arena_text(arena, id, &row->customer, err);
}

/* What there was no row for. */
static void
fill_others(const struct carts *carts, size_t count, struct carts_row *others)
{
	const struct carts_row *rows = carts->rows.items;

	*others = carts->sum;
	others->customer = "others";
	for (size_t i = 0; i < count; i++) {
		others->lines -= rows[i].lines;
		others->units -= rows[i].units;
		others->total -= rows[i].total;
	}
}

static enum status
make_rows(struct carts *carts, struct err *err)
{
	const struct ranking *ranking = &carts->ranking;
	struct carts_row *rows;

	TRY(ARENA_NEW(txn_arena(carts->txn), ranking->count + 1, &rows, err));
	for (size_t i = 0; i < ranking->count; i++)
		TRY(make_row(carts->txn, ranking->items[i].id, &rows[i], err));
	carts->rows = (struct list){ rows, ranking->count };
	if (carts->count > (int64_t)ranking->count)
		fill_others(carts, ranking->count, &rows[carts->rows.count++]);
	return ST_OK;
}

/* The figures alone. */
static const struct record_type sum_record = { .name = "sum of carts",
	.size = sizeof(struct carts_row),
	.fields = row_fields + 1,
	.field_count = 3,
	.schema = 1 };

struct carts_envelope {
	int64_t count;
	const char *currency;
	struct carts_row sum;
};

static const struct field envelope_fields[] = {
	{ FIELD(1, FIELD_COUNT, struct carts_envelope, count) },
	{ FIELD(2, FIELD_TEXT, struct carts_envelope, currency) },
	{ FIELD(3, FIELD_RECORD, struct carts_envelope, sum), .record = &sum_record },
};
static const struct record_type envelope_record = { .name = "report of carts",
	RECORD_FIELDS(struct carts_envelope, envelope_fields) };

static enum status
fill_envelope(const struct carts *carts, struct report *report, struct err *err)
{
	struct carts_envelope *envelope;

	TRY(ARENA_NEW(txn_arena(carts->txn), 1, &envelope, err));
	*envelope = (struct carts_envelope){ carts->count, carts->request->currency,
		carts->sum };
	report->envelope = &envelope_record;
	report->enveloped = envelope;
	report->sum = &envelope->sum;
	return ST_OK;
}

static enum status
fill_chart(const struct carts *carts, struct report *report, struct err *err)
{
	const struct carts_row *rows = carts->rows.items;
	struct report_chart chart = {
		.title = "total by customer", .kind = CHART_RANK, .unit = UNIT_MONEY
	};
	struct report_bar *bars;

	if (!carts->request->draws)
		return ST_OK;
	TRY(ARENA_NEW(txn_arena(carts->txn), carts->rows.count, &bars, err));
	for (size_t i = 0; i < carts->rows.count; i++)
		bars[i] = (struct report_bar){ rows[i].customer, rows[i].total,
			NUMBER_NONE };
	chart.bars = (struct list){ bars, carts->rows.count };
	return list_chart(txn_arena(carts->txn), &chart, report, err);
}

static enum status
fill_report(const struct carts *carts, struct report *report, struct err *err)
{
	const struct report_figure figures[] = {
		{ "carts", UNIT_COUNT, carts->count, NUMBER_NONE },
		{ "units", UNIT_COUNT, carts->sum.units, NUMBER_NONE },
		{ "total", UNIT_MONEY, carts->sum.total, NUMBER_NONE },
	};

	*report = (struct report){ .name = "carts",
		.title = "Abandoned carts",
		.period = "",
		.before = "",
		.row = &carts_row_record,
		.rows = carts->rows,
		.extra = carts->rows.count > carts->ranking.count };
	TRY(fill_envelope(carts, report, err));
	TRY(fill_chart(carts, report, err));
	return list_figures(txn_arena(carts->txn), figures,
		sizeof(figures) / sizeof(figures[0]), &report->figures, err);
}

#define DAY_LENGTH ((int64_t)24 * 60 * 60 * 1000000)

enum status
report_carts(struct txn *txn, const struct report_request *request,
	struct report *report, struct err *err)
{
	struct carts carts = { .txn = txn,
		.request = request,
		.before = request->now - request->idle * DAY_LENGTH,
		.sum = { .customer = "total" } };
	struct table_stat stat;

	TRY(txn_table_stat(txn, TABLE_CART, &stat, err));
	TRY(list_ranking_open(
		txn_arena(txn), request->limit, stat.entries, &carts.ranking, err));
	TRY(read_carts(&carts, err));
	list_ranking_sort(&carts.ranking);
	TRY(make_rows(&carts, err));
	return fill_report(&carts, report, err);
}
