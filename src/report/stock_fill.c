#include "report/stock_parts.h"

static const struct field row_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct stock_row, sku) },
	{ FIELD(2, FIELD_TEXT, struct stock_row, name) },
	{ FIELD(3, FIELD_COUNT, struct stock_row, on_hand) },
	{ FIELD(4, FIELD_COUNT, struct stock_row, held), .flags = FIELD_QUIET },
	{ FIELD(5, FIELD_OPTIONAL, struct stock_row, available) },
	{ FIELD(6, FIELD_MONEY, struct stock_row, price) },
	{ FIELD(7, FIELD_MONEY, struct stock_row, value) },
	{ FIELD(8, FIELD_MONEY, struct stock_row, cost), .flags = FIELD_WIDE },
	{ FIELD(9, FIELD_MONEY, struct stock_row, cost_value), .flags = FIELD_QUIET },
	{ FIELD(10, FIELD_COUNT, struct stock_row, sold) },
	{ FIELD(11, FIELD_OPTIONAL, struct stock_row, days_left) },
};

const struct record_type stock_row_record = { .name = "SKU in stock",
	RECORD_FIELDS(struct stock_row, row_fields) };

struct stock_sum {
	int64_t on_hand;
	int64_t held;
	int64_t available;
	int64_t value;
	int64_t cost_value;
	int64_t sold;
	int64_t sold_out;
	int64_t running_out;
};

static const struct field sum_fields[] = {
	{ FIELD(1, FIELD_COUNT, struct stock_sum, on_hand) },
	{ FIELD(2, FIELD_COUNT, struct stock_sum, held) },
	{ FIELD(3, FIELD_COUNT, struct stock_sum, available) },
	{ FIELD(4, FIELD_MONEY, struct stock_sum, value) },
	{ FIELD(5, FIELD_MONEY, struct stock_sum, cost_value) },
	{ FIELD(6, FIELD_COUNT, struct stock_sum, sold) },
	{ FIELD(7, FIELD_COUNT, struct stock_sum, sold_out) },
	{ FIELD(8, FIELD_COUNT, struct stock_sum, running_out) },
};
static const struct record_type sum_record = { .name = "sum of stock",
	RECORD_FIELDS(struct stock_sum, sum_fields) };

struct stock_envelope {
	int64_t count;
	const char *from;
	const char *until;
	int64_t days;
	const char *currency;
	struct stock_sum sum;
};

static const struct field envelope_fields[] = {
	{ FIELD(1, FIELD_COUNT, struct stock_envelope, count) },
	{ FIELD(2, FIELD_TEXT, struct stock_envelope, from) },
	{ FIELD(3, FIELD_TEXT, struct stock_envelope, until) },
	{ FIELD(4, FIELD_COUNT, struct stock_envelope, days) },
	{ FIELD(5, FIELD_TEXT, struct stock_envelope, currency) },
	{ FIELD(6, FIELD_RECORD, struct stock_envelope, sum), .record = &sum_record },
};
static const struct record_type envelope_record = { .name = "report of stock",
	RECORD_FIELDS(struct stock_envelope, envelope_fields) };

static struct stock_sum
sum_of(const struct stock *stock)
{
	const struct stock_row *sum = &stock->sum;

	return (struct stock_sum){ sum->on_hand, sum->held, sum->available,
		sum->value, sum->cost_value, sum->sold, stock->sold_out,
		stock->running_out };
}

static enum status
fill_envelope(const struct stock *stock, struct report *report, struct err *err)
{
	struct arena *arena = txn_arena(stock->txn);
	struct stock_envelope *envelope;
	struct list_time time;

	TRY(ARENA_NEW(arena, 1, &envelope, err));
	TRY(list_time(arena, &stock->request->days, &time, err));
	*envelope = (struct stock_envelope){ stock->count, time.from, time.until,
		stock->days, stock->request->currency, sum_of(stock) };
	report->envelope = &envelope_record;
	report->enveloped = envelope;
	return list_time_words(arena, &time, &report->period, err);
}

static enum status
fill_chart(const struct stock *stock, struct report *report, struct err *err)
{
	const struct stock_row *rows = stock->rows.items;
	struct report_chart chart = { .title = "value on hand by SKU",
		.kind = CHART_RANK,
		.unit = UNIT_MONEY };
	struct report_bar *bars;

	if (!stock->request->draws)
		return ST_OK;
	TRY(ARENA_NEW(txn_arena(stock->txn), stock->rows.count, &bars, err));
	for (size_t i = 0; i < stock->rows.count; i++) {
		int64_t value = rows[i].value;

		bars[i] = (struct report_bar){
			.label = rows[i].name[0] ? rows[i].name : rows[i].sku,
			.value = value == NUMBER_NONE ? 0 : value,
			.before = NUMBER_NONE,
		};
	}
	chart.bars = (struct list){ bars, stock->rows.count };
	return list_chart(txn_arena(stock->txn), &chart, report, err);
}

enum status
stock_report_fill(const struct stock *stock, struct report *report, struct err *err)
{
	const struct report_figure figures[] = {
		{ "value", UNIT_MONEY, stock->sum.value, NUMBER_NONE },
		{ "on hand", UNIT_COUNT, stock->sum.on_hand, NUMBER_NONE },
		{ "sold out", UNIT_COUNT, stock->sold_out, NUMBER_NONE },
		{ "running out", UNIT_COUNT, stock->running_out, NUMBER_NONE },
	};
	struct stock_row *sum;

	*report = (struct report){ .name = "stock",
		.title = "Stock",
		.before = "",
		.row = &stock_row_record,
		.rows = stock->rows,
		.extra = stock->rows.count > stock->ranking.count };
	TRY(ARENA_NEW(txn_arena(stock->txn), 1, &sum, err));
	*sum = stock->sum;
	report->sum = sum;
	TRY(fill_envelope(stock, report, err));
	TRY(fill_chart(stock, report, err));
	return list_figures(txn_arena(stock->txn), figures,
		sizeof(figures) / sizeof(figures[0]), &report->figures, err);
}
