#include <string.h>

#include "html/html.h"
#include "html/table_parts.h"

/* Cells and rows end where the next one begins: a page of thousands of rows is half
 * as long without their end tags. */
const char html_table_style[] =
	"table{width:100%;border-collapse:collapse;font-size:.875rem;"
	"font-variant-numeric:tabular-nums}\n"
	/* Said, but not shown: it is the page's title. */
	"caption{position:absolute;width:1px;height:1px;overflow:hidden;"
	"clip-path:inset(50%)}\n"
	"th,td{padding:.32rem 0 .32rem 1rem;text-align:right;vertical-align:top;"
	"font-weight:400}\n"
	"tr>:first-child{padding-left:0;text-align:left}\n"
	"tr>.t{text-align:left}\n"
	"thead th::first-letter,tfoot th::first-letter{text-transform:uppercase}\n"
	"thead th{color:var(--soft);font-size:.8rem;vertical-align:bottom;"
	"position:sticky;top:0;background:var(--page);"
	"box-shadow:inset 0 -1px var(--ink)}\n"
	"tbody th,tbody td{border-bottom:1px solid var(--line)}\n"
	"tfoot th,tfoot td{font-weight:650;border-top:1px solid var(--ink)}\n"
	"tbody .z{color:var(--soft)}\n"
	".up{color:var(--up)}.down{color:var(--down)}\n"
	"@media print{table{font-size:7.8pt}tr{break-inside:avoid}"
	"thead th{position:static;box-shadow:none;"
	"border-bottom:1px solid var(--ink)}"
	"tfoot{display:table-row-group}}\n";

const char html_table_narrow_style[] =
	"table,tbody,tfoot{display:block}"
	"thead{position:absolute;width:1px;height:1px;overflow:hidden;"
	"clip-path:inset(50%)}\n"
	"tr{display:flex;flex-wrap:wrap;gap:0 .9rem;padding:.45rem 0;"
	"border-bottom:1px solid var(--line)}\n"
	"tfoot tr{border:0;border-top:2px solid var(--ink);font-weight:650}\n"
	"tr::before{content:\"\";order:0;flex-basis:100%}\n"
	"th,td,tbody th,tbody td,tfoot th,tfoot td{border:0;padding:0;order:1;"
	"text-align:left}\n"
	"td{font-size:.8rem;color:var(--soft)}\n"
	"tbody .up{color:var(--up)}tbody .down{color:var(--down)}\n"
	"tbody td.z,tfoot td.z{display:none}\n"
	"tr>th:first-child{order:-2;flex:1 1 50%;font-weight:600}\n";

/* How the change since before is seen. */
static const char *
change_class(const char *text)
{
	if (strspn(text, "-0.") == strlen(text))
		return "z";
	return *text == '-' ? "down" : "up";
}

static enum status
append_cell(struct buffer *out, const struct html_table *table,
	const struct html_column *column, const void *row, struct err *err)
{
	bool nothing = html_cell_is_nothing(column->field, row);
	const char *text;

	TRY(html_cell_text(table, column->field, row, &text, err));
	if (column->is_change && !nothing)
		TRY(html_append(out, err, "<td class=%s>", change_class(text)));
	else if (column->is_text)
		TRY(html_append(
			out, err, nothing ? "<td class=\"t z\">" : "<td class=t>"));
	else
		TRY(html_append(out, err, nothing ? "<td class=z>" : "<td>"));
	TRY(html_append_text(out, text, err));
	if (column->field->flags & FIELD_SHARE && !nothing)
		return html_append(out, err, "%%");
	return ST_OK;
}

static enum status
append_row(struct buffer *out, const struct html_table *table,
	const struct html_columns *columns, const void *row, struct err *err)
{
	struct arena_mark mark = arena_mark(table->scratch);
	const char *text;

	TRY(html_append(out, err, "<tr><th scope=row>"));
	TRY(html_cell_text(table, columns->items[0].field, row, &text, err));
	TRY(html_append_text(out, *text ? text : "-", err));
	for (size_t i = 1; i < columns->count; i++)
		TRY(append_cell(out, table, &columns->items[i], row, err));
	arena_rewind(table->scratch, mark);
	return html_append(out, err, "\n");
}

static enum status
append_headings(
	struct buffer *out, const struct html_columns *columns, struct err *err)
{
	TRY(html_append(out, err, "<thead><tr>"));
	for (size_t i = 0; i < columns->count; i++)
		TRY(html_append(out, err, "<th scope=col%s>%s",
			columns->items[i].is_text ? " class=t" : "",
			columns->items[i].heading));
	return html_append(out, err, "</thead>\n<tbody>\n");
}

enum status
html_table_append(struct buffer *out, const struct html_table *table,
	const struct html_columns *columns, struct err *err)
{
	const char *row = table->rows.items;

	TRY(html_append(out, err, "<table>\n<caption>"));
	TRY(html_append_text(out, table->caption, err));
	TRY(html_append(out, err, "</caption>\n"));
	TRY(append_headings(out, columns, err));
	for (size_t i = 0; i < table->rows.count; i++)
		TRY(append_row(
			out, table, columns, row + i * table->type->size, err));
	if (table->sum) {
		TRY(html_append(out, err, "<tfoot>\n"));
		TRY(append_row(out, table, columns, table->sum, err));
	}
	return html_append(out, err, "</table>\n");
}
