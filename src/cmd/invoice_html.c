#include <inttypes.h>

#include "base/clock.h"
#include "base/money.h"
#include "cmd/invoice_print.h"
#include "html/html.h"
#include "html/page.h"

static const char style[] =
	"body{padding:2rem 1rem}\n"
	"main{max-width:190mm;padding:14mm}\n"
	"header{display:flex;justify-content:space-between;gap:2rem;"
	"padding-bottom:6mm;border-bottom:2px solid var(--mark)}\n"
	".shop{font-size:1.25rem;font-weight:650}\n"
	".seller{text-align:right;color:var(--soft);font-size:.9rem}\n"
	".parties{display:flex;justify-content:space-between;gap:2rem;margin:9mm 0}\n"
	"address{font-style:normal;overflow-wrap:anywhere}\n"
	"dl{display:grid;grid-template-columns:auto auto;gap:.1rem 1.25rem;margin:0;"
	"align-content:start}\n"
	"dt{color:var(--soft)}\n"
	"dd{margin:0;text-align:right;font-variant-numeric:tabular-nums}\n"
	"h1{margin:0 0 5mm;font-size:1.5rem;font-weight:650}\n"
	"h2{margin:9mm 0 2mm;font-size:1rem;font-weight:650}\n"
	"table{width:100%;border-collapse:collapse;"
	"font-variant-numeric:tabular-nums}\n"
	"th{color:var(--soft);font-size:.85rem;font-weight:500;text-align:right;"
	"border-bottom:1px solid var(--line);padding:.35rem .5rem}\n"
	"td{padding:.45rem .5rem;text-align:right;vertical-align:top;"
	"border-bottom:1px solid var(--line);white-space:nowrap}\n"
	"th:first-child,td:first-child{padding-left:0}\n"
	"th:last-child,td:last-child{padding-right:0}\n"
	"th.item,td.item{text-align:left;white-space:normal;width:45%;"
	"overflow-wrap:anywhere}\n"
	".sku{display:block;color:var(--soft);font-size:.85rem}\n"
	".sums{width:auto;min-width:45%;margin:4mm 0 0 auto}\n"
	".sums td{border:0;padding:.2rem .5rem}\n"
	".sums td:last-child{padding-right:0}\n"
	".sums td:first-child{text-align:left;color:var(--soft);white-space:normal}\n"
	".sums .strong td{font-weight:650;color:var(--ink);"
	"border-top:1px solid var(--line);padding-top:.45rem}\n"
	".taxes{width:auto;min-width:60%}\n"
	".taxes th:first-child,.taxes td:first-child{text-align:left}\n"
	"tr,.sums,.taxes{break-inside:avoid}\n"
	"@page{size:A4;margin:18mm 16mm}\n"
	"@media screen and (max-width:600px){body{padding:0}main{padding:1.25rem;"
	"border:0}"
	"header,.parties{flex-direction:column;gap:1rem}.seller{text-align:left}"
	"dl{justify-content:start}\n"
	/* A line of it is two: what it is, and below how many for how much. */
	".lines,.lines tbody{display:block}"
	".lines thead{position:absolute;width:1px;height:1px;overflow:hidden;"
	"clip-path:inset(50%)}"
	".lines tr{display:flex;flex-wrap:wrap;gap:0 .9rem;padding:.45rem 0;"
	"border-bottom:1px solid var(--line)}"
	".lines td{border:0;padding:0;color:var(--soft)}"
	".lines td.item{order:-1;flex:1 0 100%;color:var(--ink)}"
	".lines td:empty{display:none}"
	".lines td:first-child::after{content:\" \\d7\"}"
	".lines td:nth-child(4)::before{content:\"discount \"}"
	".lines td:nth-child(5)::before{content:\"tax \"}"
	".lines td:last-child{margin-left:auto;color:var(--ink)}}\n";

static const char *
kind_of(const struct invoice *invoice)
{
	return invoice->credits[0] ? "Credit note" : "Invoice";
}

static const char *
seller_text(const struct invoice *invoice, size_t index)
{
	return index < invoice->seller.count ? invoice->seller.items[index] : "";
}

static enum status
append_top(const struct invoice *invoice, struct buffer *out, struct err *err)
{
	static const char *const styles[] = { style, NULL };
	const char *shop = seller_text(invoice, 0);
	struct page page = { .styles = styles };

	TRY(arena_format(out->arena, &page.title, err, "%s %s%s%s", kind_of(invoice),
		invoice->number, shop[0] ? " - " : "", shop));
	return page_begin(out, &page, err);
}

static enum status
append_seller(const struct invoice *invoice, struct buffer *out, struct err *err)
{
	const char *tax_number = seller_text(invoice, 2);

	TRY(html_append(out, err, "<header>\n<div class=\"shop\">"));
	TRY(html_append_text(out, seller_text(invoice, 0), err));
	TRY(html_append(out, err, "</div>\n<div class=\"seller\">"));
	TRY(html_append_text(out, seller_text(invoice, 1), err));
	if (tax_number[0]) {
		TRY(html_append(out, err, "<br>Tax number "));
		TRY(html_append_text(out, tax_number, err));
	}
	return html_append(out, err, "</div>\n</header>\n");
}

static enum status
append_term(struct buffer *out, const char *term, const char *text, struct err *err)
{
	if (text[0] == '\0')
		return ST_OK;
	TRY(html_append(out, err, "<dt>%s</dt><dd>", term));
	TRY(html_append_text(out, text, err));
	return html_append(out, err, "</dd>\n");
}

static enum status
append_parties(const struct invoice *invoice, struct buffer *out, struct err *err)
{
	char issued[TIME_TEXT_MAX];
	char ordered[TIME_TEXT_MAX];

	time_format_short(invoice->issued_at, issued);
	time_format_short(invoice->ordered_at, ordered);
	issued[10] = ordered[10] = '\0';
	TRY(html_append(out, err, "<div class=\"parties\">\n<address>"));
	TRY(html_append_text(out, invoice->buyer, err));
	TRY(html_append(out, err, "</address>\n<dl>\n"));
	TRY(append_term(out, "Date", issued, err));
	TRY(append_term(out, "Invoice", invoice->credits, err));
	TRY(append_term(out, "Order", invoice->order, err));
	TRY(append_term(out, "Ordered", ordered, err));
	TRY(append_term(out, "Payment", invoice->payment_method, err));
	return html_append(out, err, "</dl>\n</div>\n<h1>%s %s</h1>\n",
		kind_of(invoice), invoice->number);
}

static enum status
append_line(const struct invoice *invoice, const struct invoice_line *line,
	struct buffer *out, struct err *err)
{
	char price[MONEY_TEXT_MAX];
	char discount[MONEY_TEXT_MAX] = "";
	char amount[MONEY_TEXT_MAX];

	money_format(line->unit_price, invoice->decimals, price);
	money_format(line->amount, invoice->decimals, amount);
	if (line->discount != 0)
		money_format(-line->discount, invoice->decimals, discount);
	TRY(html_append(out, err, "<tr><td>%" PRId64 "</td><td class=\"item\">",
		line->quantity));
	TRY(html_append_text(out, line->name, err));
	TRY(html_append(out, err, "<span class=\"sku\">"));
	TRY(html_append_text(out, line->sku, err));
	return html_append(out, err,
		"</span></td><td>%s</td><td>%s</td><td>%s%s</td><td>%s</td></tr>\n",
		price, discount, line->tax_percent, line->tax_percent[0] ? " %" : "",
		amount);
}

static enum status
append_lines(const struct invoice *invoice, struct buffer *out, struct err *err)
{
	const struct invoice_line *lines = invoice->lines.items;
	size_t i;

	if (invoice->lines.count == 0)
		return ST_OK;
	TRY(html_append(out, err,
		"<table class=\"lines\">\n<thead><tr><th>Count</th>"
		"<th class=\"item\">Item</th><th>Price</th><th>Discount</th>"
		"<th>Tax</th><th>Amount</th></tr></thead>\n<tbody>\n"));
	for (i = 0; i < invoice->lines.count; i++)
		TRY(append_line(invoice, &lines[i], out, err));
	return html_append(out, err, "</tbody>\n</table>\n");
}

static enum status
append_sums(const struct invoice *invoice, struct buffer *out, struct err *err)
{
	const struct invoice_sum *rows;
	struct list sums;
	size_t i;

	TRY(invoice_sums(invoice, out->arena, &sums, err));
	rows = sums.items;
	TRY(html_append(out, err, "<table class=\"sums\">\n"));
	for (i = 0; i < sums.count; i++) {
		char amount[MONEY_TEXT_MAX];

		money_format(rows[i].amount, invoice->decimals, amount);
		TRY(html_append(out, err, "<tr%s><td>",
			rows[i].strong ? " class=\"strong\"" : ""));
		TRY(html_append_text(out, rows[i].label, err));
		TRY(html_append(out, err, "</td><td>%s</td></tr>\n", amount));
	}
	return html_append(out, err, "</table>\n");
}

static enum status
append_taxes(const struct invoice *invoice, struct buffer *out, struct err *err)
{
	const struct invoice_tax *taxes = invoice->taxes.items;
	size_t i;

	if (invoice->taxes.count == 0)
		return ST_OK;
	TRY(html_append(out, err,
		"<h2>Taxes</h2>\n<table class=\"taxes\">\n<thead><tr><th>Rate</th>"
		"<th>Net</th><th>Tax</th><th>Gross</th></tr></thead>\n<tbody>\n"));
	for (i = 0; i < invoice->taxes.count; i++) {
		char net[MONEY_TEXT_MAX];
		char tax[MONEY_TEXT_MAX];
		char gross[MONEY_TEXT_MAX];
		bool taxed = taxes[i].percent[0] != '\0';

		money_format(taxes[i].net, invoice->decimals, net);
		money_format(taxes[i].tax, invoice->decimals, tax);
		money_format(taxes[i].gross, invoice->decimals, gross);
		TRY(html_append(out, err,
			"<tr><td>%s%s</td><td>%s</td><td>%s</td><td>%s</td></tr>\n",
			taxed ? taxes[i].percent : "none", taxed ? " %" : "", net,
			tax, gross));
	}
	return html_append(out, err, "</tbody>\n</table>\n");
}

enum status
invoice_html(const struct invoice *invoice, struct buffer *out, struct err *err)
{
	TRY(append_top(invoice, out, err));
	TRY(append_seller(invoice, out, err));
	TRY(append_parties(invoice, out, err));
	TRY(append_lines(invoice, out, err));
	TRY(append_sums(invoice, out, err));
	TRY(append_taxes(invoice, out, err));
	return page_end(out, err);
}
