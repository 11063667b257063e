/* Writes pages of reports that no shop has, to be looked at and measured in a browser
 * beside real ones:
 *
 *     report_pages FOLDER
 */

#include <stdio.h>
#include <string.h>

#include "base/record.h"
#include "cmd/report_html.h"

#define ROWS_MAX 5000
#define LABEL_SIZE 32

struct row {
	const char *label;
	const char *name;
	int64_t orders;
	int64_t units;
	int64_t refunds;
	int64_t net;
	int64_t tax;
	int64_t total;
	const char *change;
};

static const struct field fields[] = {
	{ FIELD(1, FIELD_TEXT, struct row, label) },
	{ FIELD(2, FIELD_TEXT, struct row, name), .flags = FIELD_SPARSE },
	{ FIELD(3, FIELD_COUNT, struct row, orders) },
	{ FIELD(4, FIELD_COUNT, struct row, units) },
	{ FIELD(5, FIELD_MONEY, struct row, refunds), .flags = FIELD_QUIET },
	{ FIELD(6, FIELD_MONEY, struct row, net) },
	{ FIELD(7, FIELD_MONEY, struct row, tax) },
	{ FIELD(8, FIELD_MONEY, struct row, total) },
	{ FIELD(9, FIELD_TEXT, struct row, change),
		.flags = FIELD_SPARSE | FIELD_SHARE },
};
static const struct record_type row_record = { .name = "row",
	RECORD_FIELDS(struct row, fields) };

/* What a page is made of. */
struct made {
	const char *file;
	const char *shop;
	const char *title;
	const char *period;
	const char *before;
	size_t count;
	int kind;      /* enum report_chart_kind */
	int64_t scale; /* what numbers are multiplied with */
	bool negative;
	const char *const *names;
};

static struct row rows[ROWS_MAX];
static struct report_bar bars[ROWS_MAX];
static char labels[ROWS_MAX][LABEL_SIZE];

static const char *
label_of(const struct made *made, size_t index)
{
	if (made->names)
		return made->names[index];
	if (made->kind == CHART_TIME)
		day_format(20000 + (int32_t)index, labels[index]);
	else
		snprintf(labels[index], LABEL_SIZE, "SKU-%05zu", index);
	return labels[index];
}

/* Numbers that look like a shop's: weekends are good, and so is the end. */
static void
fill(const struct made *made, struct row *sum)
{
	uint64_t chance = 1;

	*sum = (struct row){ .label = "total", .name = "", .change = "" };
	for (size_t i = 0; i < made->count; i++) {
		int64_t orders;

		chance = chance * 6364136223846793005U + 1442695040888963407U;
		orders = (int64_t)(chance >> 33) % 9 + (i % 7 < 2 ? 6 : 0);
		rows[i] = (struct row){ label_of(made, i), "", orders, orders * 2, 0,
			orders * 4321 * made->scale, orders * 821 * made->scale, 0,
			"" };
		if (i % 5 == 3)
			rows[i].refunds = 1999 * made->scale;
		if (made->negative && i % 3 == 1)
			rows[i].net = -rows[i].net;
		rows[i].total = rows[i].net + rows[i].tax;
		bars[i] = (struct report_bar){ rows[i].label, rows[i].total,
			NUMBER_NONE };
		if (made->before[0]) {
			bars[i].before = (int64_t)(chance >> 40) % 60000;
			rows[i].change = i % 2 ? "-12.5" : "8.0";
		}
		sum->orders += rows[i].orders;
		sum->units += rows[i].units;
		sum->refunds += rows[i].refunds;
		sum->net += rows[i].net;
		sum->tax += rows[i].tax;
		sum->total += rows[i].total;
	}
}

static enum status
write_page(const char *folder, const struct made *made, struct arena *arena,
	struct err *err)
{
	struct row sum;
	struct buffer out = { .arena = arena };
	struct report_chart chart = { "total by day", made->kind, UNIT_MONEY,
		{ bars, made->count } };
	struct report_figure figures[] = {
		{ "total", UNIT_MONEY, 0, NUMBER_NONE },
		{ "orders", UNIT_COUNT, 0, NUMBER_NONE },
		{ "refunds", UNIT_MONEY, 0, NUMBER_NONE },
		{ "average order", UNIT_MONEY, NUMBER_NONE, NUMBER_NONE },
	};
	struct report report = { .name = "sales",
		.title = made->title,
		.period = made->period,
		.before = made->before,
		.row = &row_record,
		.rows = { rows, made->count },
		.sum = &sum,
		.figures = { figures, 4 },
		.charts = { &chart, 1 } };
	struct report_page page = { &report, made->shop, "Europe/Berlin", "EUR", 2,
		1795435915000000 };
	const char *path;
	FILE *file;

	fill(made, &sum);
	figures[0].value = sum.total;
	figures[1].value = sum.orders;
	figures[2].value = sum.refunds;
	if (made->before[0]) {
		figures[0].before = sum.total / 3 * 4;
		figures[1].before = sum.orders / 3 * 2;
		figures[2].before = 0;
		figures[3].before = 1999;
	}
	TRY(report_page_html(&page, &out, err));
	TRY(arena_format(arena, &path, err, "%s/%s.html", folder, made->file));
	file = fopen(path, "w");
	if (!file || fwrite(out.data, 1, out.size, file) != out.size ||
		fclose(file) != 0)
		return fail(err, ST_IO, "cannot write '%s'", path);
	return ST_OK;
}

static const char *const hostile[] = { "<script>alert(document.domain)</script>",
	"\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)",
	"</style></table>",
	"\xe2\x80\xae"
	"gnp.exe\xe2\x80\xac",
	"\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d 12", "&lt;b&gt; &amp; ]]>",
	"a\nb\tc\x1b[31m\xc2\x85",
	"Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesells"
	"ch"
	"aftDonaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengese"
	"ll",
	"\xe6\xa4\x85\xe5\xad\x90 \xf0\x9f\x91\x9f \xe2\x88\x9a",
	"{{7*7}} ${7*7} %s%n", "javascript:alert(1)", "", "x" };

static const struct made pages[] = {
	{ "empty", "Bücher & Mehr", "Sales by day", "2026-11-26", "", 0, CHART_TIME,
		1, false, NULL },
	{ "one", "Bücher & Mehr", "Sales by day", "2026-11-26", "2026-11-25", 1,
		CHART_TIME, 1, false, NULL },
	{ "days", "Bücher & Mehr", "Sales by day", "2026-11-01 to 2026-11-30",
		"2026-10-01 to 2026-10-31", 30, CHART_TIME, 1, false, NULL },
	{ "days400", "Bücher & Mehr", "Sales by day", "2024-10-04 to 2025-11-07", "",
		400, CHART_TIME, 17, false, NULL },
	{ "negative", "Bücher & Mehr", "Sales by day", "2026-11-01 to 2026-11-30", "",
		30, CHART_TIME, 1, true, NULL },
	{ "rank5000", "Bücher & Mehr", "Sales by SKU", "2026", "", 5000, CHART_RANK,
		1, true, NULL },
	{ "large", "Bücher & Mehr", "Sales by SKU", "2026", "2025", 40, CHART_RANK,
		123456789, false, NULL },
	{ "hostile", "<b>Shop</b> \xe2\x80\xaeliam & \"co\"", "Sales by SKU", "2026",
		"2025", sizeof(hostile) / sizeof(hostile[0]), CHART_RANK, 1, false,
		hostile },
};

int
main(int argc, char **argv)
{
	struct arena arena = { NULL };
	struct err err;
	size_t i;

	if (argc != 2)
		return 2;
	for (i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		if (write_page(argv[1], &pages[i], &arena, &err) != ST_OK) {
			fprintf(stderr, "report_pages: %s\n", err.message);
			return 1;
		}
	}
	arena_free(&arena);
	return 0;
}
