#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/money.h"
#include "base/text.h"
#include "cmd/invoice_print.h"

/* Columns of a page. */
#define PAGE_WIDTH 80
#define NAME_INDENT 7
#define NAME_WIDTH 34
#define AMOUNT_WIDTH 12
#define SUM_INDENT 42
#define SUM_LABEL_WIDTH 25

struct summing {
	struct invoice_sum *rows;
	size_t count;
};

static void
add_sum(struct summing *summing, const char *label, int64_t amount)
{
	invariant(summing->count < INVOICE_SUMS_MAX);
	summing->rows[summing->count++] =
		(struct invoice_sum){ label, amount, false };
}

/* What counts, with the currency of all of them. */
static enum status
add_strong(struct summing *summing, struct arena *arena,
	const struct invoice_sum *sum, const char *currency, struct err *err)
{
	const char *label;

	TRY(arena_format(arena, &label, err, "%s %s", sum->label, currency));
	add_sum(summing, label, sum->amount);
	summing->rows[summing->count - 1].strong = true;
	return ST_OK;
}

static enum status
add_shipping(struct summing *summing, const struct invoice *invoice,
	struct arena *arena, struct err *err)
{
	const char *label = "Shipping";

	if (invoice->shipping_method[0] == '\0')
		return ST_OK;
	TRY(arena_format(
		arena, &label, err, "Shipping (%s)", invoice->shipping_method));
	add_sum(summing, label, invoice->shipping_total);
	return ST_OK;
}

enum status
invoice_sums(const struct invoice *invoice, struct arena *arena, struct list *sums,
	struct err *err)
{
	bool credit = invoice->credits[0] != '\0';
	struct invoice_sum total = { credit ? "Credit" : "Total", invoice->total,
		true };
	struct invoice_sum due = { "Due", invoice->due, true };
	struct summing summing = { .count = 0 };

	TRY(ARENA_NEW(arena, INVOICE_SUMS_MAX, &summing.rows, err));
	if (invoice->lines.count > 0)
		add_sum(&summing, "Goods", invoice->goods_total);
	if (invoice->discount_total != 0)
		add_sum(&summing, "Discount", -invoice->discount_total);
	TRY(add_shipping(&summing, invoice, arena, err));
	if (invoice->other != 0)
		add_sum(&summing,
			invoice->other > 0 ? "Given back" : "Credited before",
			invoice->other);
	if (invoice->tax_added != 0)
		add_sum(&summing, "Tax", invoice->tax_added);
	TRY(add_strong(&summing, arena, &total, invoice->currency, err));
	if (invoice->tax_included != 0)
		add_sum(&summing, "Tax in it", invoice->tax_included);
	if (!credit) {
		add_sum(&summing, "Paid", invoice->paid);
		TRY(add_strong(&summing, arena, &due, invoice->currency, err));
	}
	*sums = (struct list){ summing.rows, summing.count };
	return ST_OK;
}

/* A line of the page. */
static enum status
say(struct buffer *out, const char *line, struct err *err)
{
	TRY(buffer_append_text(out, line, err));
	return buffer_append_text(out, "\n", err);
}

static enum status
say_if_any(struct buffer *out, const char *label, const char *text, struct err *err)
{
	if (text[0] == '\0')
		return ST_OK;
	TRY(buffer_append_text(out, label, err));
	return say(out, text, err);
}

static enum status
append_seller(const struct invoice *invoice, struct buffer *out, struct err *err)
{
	static const char *const labels[] = { "", "", "Tax number " };
	size_t i;

	for (i = 0; i < invoice->seller.count && i < INVOICE_SELLER_TEXTS; i++)
		TRY(say_if_any(out, labels[i], invoice->seller.items[i], err));
	return buffer_append_text(out, "\n", err);
}

static enum status
append_head(const struct invoice *invoice, struct buffer *out, struct err *err)
{
	bool credit = invoice->credits[0] != '\0';
	char issued[TIME_TEXT_MAX];
	char ordered[TIME_TEXT_MAX];
	const char *head;

	TRY(append_seller(invoice, out, err));
	TRY(say(out, invoice->buyer, err));
	time_format_short(invoice->issued_at, issued);
	time_format_short(invoice->ordered_at, ordered);
	issued[10] = ordered[10] = '\0';
	TRY(arena_format(out->arena, &head, err, "\n%s %s\nDate     %s\n",
		credit ? "CREDIT NOTE" : "INVOICE", invoice->number, issued));
	TRY(buffer_append_text(out, head, err));
	TRY(say_if_any(out, "Invoice  ", invoice->credits, err));
	TRY(arena_format(out->arena, &head, err, "Order    %s of %s\nPayment  %s\n\n",
		invoice->order, ordered, invoice->payment_method));
	return buffer_append_text(out, head, err);
}

/* Names have no fixed width in bytes. */
static enum status
append_padded(struct buffer *out, const char *text, size_t width, struct err *err)
{
	size_t wide = text_width(text, strlen(text));

	TRY(buffer_append_text(out, text, err));
	for (; wide < width; wide++)
		TRY(buffer_append_text(out, " ", err));
	return ST_OK;
}

/* "19 %" */
static enum status
percent_of_tax(
	struct arena *arena, const char *percent, const char **text, struct err *err)
{
	*text = "";
	if (percent[0] == '\0')
		return ST_OK;
	return arena_format(arena, text, err, "%s %%", percent);
}

static enum status
numbers_of_line(const struct invoice *invoice, const struct invoice_line *line,
	struct arena *arena, const char **numbers, struct err *err)
{
	char price[MONEY_TEXT_MAX];
	char discount[MONEY_TEXT_MAX] = "";
	char amount[MONEY_TEXT_MAX];
	const char *percent;

	money_format(line->unit_price, invoice->decimals, price);
	money_format(line->amount, invoice->decimals, amount);
	if (line->discount != 0)
		money_format(-line->discount, invoice->decimals, discount);
	TRY(percent_of_tax(arena, line->tax_percent, &percent, err));
	return arena_format(arena, numbers, err, " %*s %*s %8s %*s", AMOUNT_WIDTH,
		price, AMOUNT_WIDTH - 2, discount, percent, AMOUNT_WIDTH, amount);
}

/* How many bytes of a text go into a line: whole words, where the first one does. */
static size_t
line_size(const char *text, size_t width)
{
	size_t fits = 0;
	size_t words = 0;
	size_t i;

	for (i = 1; text[i - 1] != '\0'; i++) {
		if (((unsigned char)text[i] & 0xc0) == 0x80)
			continue;
		if (fits > 0 && text_width(text, i) > width)
			return words > 0 ? words : fits;
		fits = i;
		if (text[i] == ' ')
			words = i;
	}
	return fits;
}

/* Numbers are those on its right, if there are any: beside the first line. */
static enum status
append_name(struct buffer *out, const char *name, size_t width, const char *numbers,
	struct err *err)
{
	for (;;) {
		size_t size = line_size(name, width);
		const char *piece;

		TRY(arena_copy(out->arena, name, size, &piece, err));
		TRY(append_padded(
			out, piece, numbers[0] ? NAME_WIDTH - NAME_INDENT : 0, err));
		TRY(say(out, numbers, err));
		name += size;
		name += strspn(name, " ");
		if (name[0] == '\0')
			return ST_OK;
		TRY(append_padded(out, "", NAME_INDENT, err));
		numbers = "";
	}
}

/* The numbers of a long name stand beside the SKU, so that they are beside something;
 * of a long SKU, too, beside what the column takes of the name. */
static enum status
append_line(const struct invoice *invoice, const struct invoice_line *line,
	struct buffer *out, struct err *err)
{
	const size_t width = NAME_WIDTH - NAME_INDENT;
	const char *numbers;
	const char *count;
	const char *name;
	bool below;

	TRY(numbers_of_line(invoice, line, out->arena, &numbers, err));
	TRY(text_escape_terminal(
		out->arena, line->name, strlen(line->name), false, &name, err));
	below = text_width(name, strlen(name)) > width &&
		text_width(line->sku, strlen(line->sku)) <= width;
	TRY(arena_format(out->arena, &count, err, "%5" PRId64 "  ", line->quantity));
	TRY(buffer_append_text(out, count, err));
	TRY(append_name(out, name, below ? PAGE_WIDTH - NAME_INDENT : width,
		below ? "" : numbers, err));
	TRY(append_padded(out, "", NAME_INDENT, err));
	TRY(append_padded(out, line->sku, below ? width : 0, err));
	return say(out, below ? numbers : "", err);
}

static enum status
append_lines(const struct invoice *invoice, struct buffer *out, struct err *err)
{
	const struct invoice_line *lines = invoice->lines.items;
	const char *head;
	size_t i;

	if (invoice->lines.count == 0)
		return ST_OK;
	TRY(append_padded(out, "Count  Item", NAME_WIDTH, err));
	TRY(arena_format(out->arena, &head, err, " %*s %*s %8s %*s", AMOUNT_WIDTH,
		"Price", AMOUNT_WIDTH - 2, "Discount", "Tax", AMOUNT_WIDTH,
		"Amount"));
	TRY(say(out, head, err));
	for (i = 0; i < invoice->lines.count; i++)
		TRY(append_line(invoice, &lines[i], out, err));
	return buffer_append_text(out, "\n", err);
}

static enum status
append_sums(const struct invoice *invoice, struct buffer *out, struct err *err)
{
	const struct invoice_sum *rows;
	struct list sums;
	const char *row;
	size_t i;

	TRY(invoice_sums(invoice, out->arena, &sums, err));
	rows = sums.items;
	for (i = 0; i < sums.count; i++) {
		char amount[MONEY_TEXT_MAX];

		money_format(rows[i].amount, invoice->decimals, amount);
		TRY(append_padded(out, "", SUM_INDENT, err));
		TRY(append_padded(out, rows[i].label, SUM_LABEL_WIDTH, err));
		TRY(arena_format(
			out->arena, &row, err, " %*s", AMOUNT_WIDTH, amount));
		TRY(say(out, row, err));
	}
	return ST_OK;
}

static enum status
append_tax(const struct invoice *invoice, const struct invoice_tax *tax,
	struct buffer *out, struct err *err)
{
	char net[MONEY_TEXT_MAX];
	char part[MONEY_TEXT_MAX];
	char gross[MONEY_TEXT_MAX];
	const char *percent;
	const char *row;

	money_format(tax->net, invoice->decimals, net);
	money_format(tax->tax, invoice->decimals, part);
	money_format(tax->gross, invoice->decimals, gross);
	TRY(percent_of_tax(out->arena, tax->percent, &percent, err));
	TRY(arena_format(out->arena, &row, err, "%-12s %*s %*s %*s",
		percent[0] ? percent : "none", AMOUNT_WIDTH, net, AMOUNT_WIDTH, part,
		AMOUNT_WIDTH, gross));
	return say(out, row, err);
}

enum status
invoice_text(const struct invoice *invoice, struct buffer *out, struct err *err)
{
	const struct invoice_tax *taxes = invoice->taxes.items;
	const char *head;
	size_t i;

	TRY(append_head(invoice, out, err));
	TRY(append_lines(invoice, out, err));
	TRY(append_sums(invoice, out, err));
	if (invoice->taxes.count == 0)
		return ST_OK;
	TRY(arena_format(out->arena, &head, err, "\n%-12s %*s %*s %*s", "Tax",
		AMOUNT_WIDTH, "Net", AMOUNT_WIDTH, "Tax", AMOUNT_WIDTH, "Gross"));
	TRY(say(out, head, err));
	for (i = 0; i < invoice->taxes.count; i++)
		TRY(append_tax(invoice, &taxes[i], out, err));
	return ST_OK;
}
