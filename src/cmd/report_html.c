#include "cmd/report_html.h"

#include <string.h>

#include "base/clock.h"
#include "cmd/report_html_parts.h"
#include "html/html.h"
#include "html/number.h"
#include "html/page.h"
#include "html/table.h"

static const char style[] =
	"body{padding:1.5rem 1rem;font-size:15px}\n"
	"main{max-width:76rem;padding:1.75rem 2rem 1.25rem}\n"
	"header{padding-bottom:1.1rem;margin-bottom:1.5rem;"
	"border-bottom:2px solid var(--mark)}\n"
	".shop{color:var(--mark);font-weight:650}\n"
	"h1{margin:.1rem 0 .15rem;font-size:1.75rem;line-height:1.2;"
	"font-weight:700}\n"
	"header p{margin:0;color:var(--soft)}\n"
	".figures{display:grid;gap:1.2rem 1.25rem;margin:0 0 2.25rem}\n"
	".figures div{break-inside:avoid}\n"
	"dt{color:var(--soft);font-size:.875rem}\n"
	"dt::first-letter{text-transform:uppercase}\n"
	"dd{margin:0;font-size:.8rem;color:var(--soft)}\n"
	"dd.value{font-size:1.3rem;line-height:1.35;font-weight:650;"
	"color:var(--ink);font-variant-numeric:tabular-nums}\n"
	"dt small{font-size:.75rem}\n"
	"dd.up{color:var(--up)}dd.down{color:var(--down)}\n"
	".nothing{padding:2rem 0;color:var(--soft);font-size:1.1rem}\n"
	"footer{margin-top:1.75rem;padding-top:.6rem;color:var(--soft);"
	"font-size:.8rem;border-top:1px solid var(--line)}\n"
	"@media (max-width:600px){body{padding:0}"
	"main{padding:1.1rem 1rem 1rem;border:0;border-radius:0}"
	"h1{font-size:1.45rem}.figures{gap:1rem}}\n"
	"@media print{dd.value{font-size:1.1rem}h1{font-size:1.4rem}"
	".figures{gap:.8rem 1rem;margin-bottom:1.5rem}}\n"
	/* A list to fetch by has a box to tick. */
	".picking tbody th::before{content:\"\";display:inline-block;width:.8em;"
	"height:.8em;margin-right:.6em;border:1px solid;vertical-align:-.05em}\n";

static enum status
append_header(const struct report_page *page, struct buffer *out, struct err *err)
{
	const struct report *report = page->report;

	TRY(html_append(out, err, "<header>\n<div class=\"shop\">"));
	TRY(html_append_text(out, page->shop, err));
	TRY(html_append(out, err, "</div>\n<h1>"));
	TRY(html_append_text(out, report->title, err));
	TRY(html_append(out, err, "</h1>\n"));
	if (report->period[0]) {
		TRY(html_append(out, err, "<p>"));
		TRY(html_append_text(out, report->period, err));
		TRY(html_append(
			out, err, report->before[0] ? ", compared with " : ""));
		TRY(html_append_text(out, report->before, err));
		TRY(html_append(out, err, "</p>\n"));
	}
	return html_append(out, err, "</header>\n");
}

/* What more of is no better has no colour. */
static bool
is_good(const char *name)
{
	static const char *const names[] = { "refund", "discount", "return", "cancel",
		"owed", "tax", "held", "repa", "short" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strstr(name, names[i]))
			return false;
	return true;
}

static void
figure_format(const struct report_page *page, const struct report_figure *figure,
	int64_t value, char text[NUMBER_TEXT_MAX])
{
	number_format(value, figure->unit == UNIT_MONEY ? page->decimals : 0, text);
}

static enum status
append_change(const struct report_page *page, const struct report_figure *figure,
	struct buffer *out, struct err *err)
{
	char before[NUMBER_TEXT_MAX];
	char change[NUMBER_TEXT_MAX];
	bool less;

	if (figure->before == NUMBER_NONE)
		return ST_OK;
	figure_format(page, figure, figure->before, before);
	if (figure->value == figure->before)
		return html_append(out, err, "<dd>as before</dd>\n");
	if (!number_format_change(figure->value, figure->before, change, &less))
		return html_append(out, err, "<dd>%s before</dd>\n", before);
	return html_append(out, err, "<dd%s>%s %s%% from %s</dd>\n",
		!is_good(figure->name) ? ""
		: less                 ? " class=\"down\""
				       : " class=\"up\"",
		less ? "▼ down" : "▲ up", change, before);
}

/* How wide the widest is, in tenths of the page's letter size. */
static size_t
figures_width(const struct report_page *page)
{
	const struct report_figure *figures = page->report->figures.items;
	size_t widest = 10;

	for (size_t i = 0; i < page->report->figures.count; i++) {
		char value[NUMBER_TEXT_MAX];
		size_t size;

		figure_format(page, &figures[i], figures[i].value, value);
		size = strlen(value);
		widest = size > widest ? size : widest;
	}
	return widest * 8 + 4;
}

static enum status
append_figures(const struct report_page *page, struct buffer *out, struct err *err)
{
	const struct report_figure *figures = page->report->figures.items;
	char value[NUMBER_TEXT_MAX];

	if (page->report->figures.count == 0)
		return ST_OK;
	TRY(html_append(out, err,
		"<dl class=\"figures\" "
		"style=\"grid-template-columns:repeat(auto-fill,"
		"minmax(min(100%%,%zu.%zurem),1fr))\">\n",
		figures_width(page) / 10, figures_width(page) % 10));
	for (size_t i = 0; i < page->report->figures.count; i++) {
		const struct report_figure *figure = &figures[i];

		figure_format(page, figure, figure->value, value);
		TRY(html_append(out, err, "<div><dt>"));
		TRY(html_append_text(out, figure->name, err));
		if (figure->unit == UNIT_MONEY)
			TRY(html_append(
				out, err, " <small>%s</small>", page->currency));
		TRY(html_append(out, err, "</dt><dd class=\"value\">%s</dd>\n",
			figure->value != NUMBER_NONE ? value : "none"));
		TRY(append_change(page, figure, out, err));
		TRY(html_append(out, err, "</div>\n"));
	}
	return html_append(out, err, "</dl>\n");
}

static bool
has_money(const struct report *report, const struct html_columns *columns)
{
	const struct report_figure *figures = report->figures.items;

	for (size_t i = 0; i < report->figures.count; i++)
		if (figures[i].unit == UNIT_MONEY)
			return true;
	for (size_t i = 0; i < columns->count; i++)
		if (columns->items[i].field->type == FIELD_MONEY)
			return true;
	return false;
}

static enum status
append_footer(const struct report_page *page, const struct html_columns *columns,
	struct buffer *out, struct err *err)
{
	char made_at[TIME_TEXT_MAX];

	time_format_short(page->made_at, made_at);
	TRY(html_append(out, err, "<footer>Made %s, times of ", made_at));
	TRY(html_append_text(out, page->zone, err));
	if (has_money(page->report, columns))
		TRY(html_append(out, err, ". Amounts are in %s", page->currency));
	return html_append(out, err, ".</footer>\n");
}

static enum status
append_begin(const struct report_page *page, const struct html_columns *columns,
	struct buffer *out, struct err *err)
{
	const struct report *report = page->report;
	struct buffer table_style = { .arena = out->arena };
	const char *styles[] = { style, chart_style, html_table_style, NULL, NULL };
	struct page frame = { .styles = styles };

	if (columns->count > 0) {
		TRY(html_table_append_style(&table_style, columns, err));
		TRY(buffer_append(&table_style, "", 1, err));
		styles[3] = (const char *)table_style.data;
	}
	TRY(arena_format(out->arena, &frame.title, err, "%s%s%s - %s", report->title,
		report->period[0] ? ", " : "", report->period, page->shop));
	TRY(page_begin(out, &frame, err));
	return append_header(page, out, err);
}

static enum status
append_table(const struct html_table *table, const struct html_columns *columns,
	const char *name, struct buffer *out, struct err *err)
{
	if (columns->count == 0)
		return html_append(out, err,
			"<p class=\"nothing\">There is nothing to report.</p>\n");
	TRY(html_append(out, err, "<div class=\"%s\">\n", name));
	TRY(html_table_append(out, table, columns, err));
	return html_append(out, err, "</div>\n");
}

static enum status
append_page(const struct report_page *page, struct arena *scratch, struct buffer *out,
	struct err *err)
{
	const struct report *report = page->report;
	struct html_table table = { report->row, report->rows, report->sum,
		page->decimals, report->title, scratch };
	struct html_columns columns = { .count = 0 };

	if (report->rows.count > 0)
		TRY(html_table_measure(&table, out->arena, &columns, err));
	TRY(append_begin(page, &columns, out, err));
	TRY(append_figures(page, out, err));
	TRY(report_append_charts(page, out, err));
	TRY(append_table(&table, &columns, report->name, out, err));
	TRY(append_footer(page, &columns, out, err));
	return page_end(out, err);
}

enum status
report_page_html(const struct report_page *page, struct buffer *out, struct err *err)
{
	struct arena scratch = { NULL };
	enum status status = append_page(page, &scratch, out, err);

	arena_free(&scratch);
	return status;
}
