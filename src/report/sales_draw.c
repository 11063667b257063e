#include <string.h>

#include "report/lines.h"
#include "report/row.h"

/* A product by its name, a SKU by both, since the sizes of one have one name. */
static enum status
name_bar(const struct sales *sales, const struct report_row *row, struct arena *arena,
	struct report_bar *bar, struct err *err)
{
	bar->label = row->name[0] ? row->name : row->label;
	if (!row->name[0] || sales->request->by != BY_SKU)
		return ST_OK;
	return arena_format(
		arena, &bar->label, err, "%s (%s)", row->name, row->label);
}

static enum status
make_bar(const struct sales *sales, size_t number, struct arena *arena,
	struct report_bar *bar, struct err *err)
{
	struct report_row row = { .name = "", .total_before = NUMBER_NONE };

	memcpy(&row, sales->rows + number * sales->row->size, sales->row->size);
	bar->value = row.total;
	bar->before = row.total_before;
	return name_bar(sales, &row, arena, bar, err);
}

static enum status
fill_chart(const struct sales *sales, struct arena *arena, struct report *report,
	struct err *err)
{
	struct report_chart *chart;
	struct report_bar *bars;

	TRY(ARENA_NEW(arena, 1, &chart, err));
	TRY(ARENA_NEW(arena, sales->count, &bars, err));
	for (size_t i = 0; i < sales->count; i++)
		TRY(make_bar(sales, i, arena, &bars[i], err));
	TRY(arena_format(arena, &chart->title, err, "total by %s",
		sales_by_word(sales->request->by)));
	chart->kind = sales_by_time(sales->request->by) ? CHART_TIME : CHART_RANK;
	chart->unit = UNIT_MONEY;
	chart->bars = (struct list){ bars, sales->count };
	report->charts = (struct list){ chart, 1 };
	return ST_OK;
}

#define FIGURES_MAX 9

struct figure_list {
	struct report_figure *items;
	size_t count;
	bool compares;
};

static void
add_figure(struct figure_list *list, const char *name, enum report_unit unit,
	int64_t value, int64_t before)
{
	list->items[list->count++] = (struct report_figure){ name, (int)unit, value,
		list->compares ? before : NUMBER_NONE };
}

static void
add_customers(struct figure_list *list, const struct sales *sales)
{
	int64_t new_customers = sales->new_customers;
	int64_t all = new_customers + sales->returning;

	add_figure(list, "customers", UNIT_COUNT, all, NUMBER_NONE);
	add_figure(list, "new", UNIT_COUNT, new_customers, NUMBER_NONE);
	add_figure(list, "returning", UNIT_COUNT, sales->returning, NUMBER_NONE);
}

static enum status
fill_figures(const struct sales *sales, struct arena *arena, struct report *report,
	struct err *err)
{
	const struct figures *now = &sales->sum.figures;
	const struct figures *before = &sales->sum.before;
	struct figure_list list = { .compares =
					    sales->request->compare != COMPARE_NONE };

	TRY(ARENA_NEW(arena, FIGURES_MAX, &list.items, err));
	add_figure(&list, "total", UNIT_MONEY, figures_total(now),
		figures_total(before));
	add_figure(&list, "net", UNIT_MONEY, figures_net(now), figures_net(before));
	add_figure(&list, "orders", UNIT_COUNT, now->orders, before->orders);
	add_figure(&list, "units", UNIT_COUNT, now->units, before->units);
	add_figure(&list, "average order", UNIT_MONEY, figures_average(now),
		figures_average(before));
	add_figure(&list, "refunds", UNIT_MONEY, now->refunds, before->refunds);
	if (sales->request->by == BY_CUSTOMER)
		add_customers(&list, sales);
	report->figures = (struct list){ list.items, list.count };
	return ST_OK;
}

enum status
sales_draw(const struct sales *sales, struct arena *arena, struct report *report,
	struct err *err)
{
	TRY(fill_figures(sales, arena, report, err));
	return fill_chart(sales, arena, report, err);
}
