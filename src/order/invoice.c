#include "order/invoice.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/money.h"
#include "order/invoice_parts.h"
#include "order/order_store.h"
#include "order/return.h"
#include "store/setting.h"

static const struct field invoice_line_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct invoice_line, sku) },
	{ FIELD(2, FIELD_TEXT, struct invoice_line, name) },
	{ FIELD(3, FIELD_COUNT, struct invoice_line, quantity) },
	{ FIELD(4, FIELD_MONEY, struct invoice_line, unit_price) },
	{ FIELD(5, FIELD_MONEY, struct invoice_line, discount) },
	{ FIELD(6, FIELD_TEXT, struct invoice_line, tax_percent),
		.flags = FIELD_NULLABLE },
	{ FIELD(7, FIELD_MONEY, struct invoice_line, amount) },
};
static const struct record_type invoice_line_record = { .name = "invoice line",
	RECORD_FIELDS(struct invoice_line, invoice_line_fields) };

static const struct field invoice_tax_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct invoice_tax, percent),
		.flags = FIELD_NULLABLE },
	{ FIELD(2, FIELD_BOOL, struct invoice_tax, included) },
	{ FIELD(3, FIELD_MONEY, struct invoice_tax, net) },
	{ FIELD(4, FIELD_MONEY, struct invoice_tax, tax) },
	{ FIELD(5, FIELD_MONEY, struct invoice_tax, gross) },
};
static const struct record_type invoice_tax_record = { .name = "tax",
	RECORD_FIELDS(struct invoice_tax, invoice_tax_fields) };

static const struct field invoice_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct invoice, number) },
	{ FIELD(2, FIELD_TEXT, struct invoice, credits), .flags = FIELD_NULLABLE },
	{ FIELD(3, FIELD_TEXT, struct invoice, order) },
	{ FIELD(4, FIELD_TIME, struct invoice, issued_at) },
	{ FIELD(5, FIELD_TIME, struct invoice, ordered_at) },
	{ FIELD(6, FIELD_TEXTS, struct invoice, seller) },
	{ FIELD(7, FIELD_TEXT, struct invoice, buyer) },
	{ FIELD(8, FIELD_RECORDS, struct invoice, lines),
		.record = &invoice_line_record },
	{ FIELD(9, FIELD_MONEY, struct invoice, goods_total) },
	{ FIELD(10, FIELD_MONEY, struct invoice, discount_total) },
	{ FIELD(11, FIELD_TEXT, struct invoice, shipping_method),
		.flags = FIELD_NULLABLE },
	{ FIELD(12, FIELD_MONEY, struct invoice, shipping_total) },
	{ FIELD(13, FIELD_MONEY, struct invoice, other) },
	{ FIELD(14, FIELD_RECORDS, struct invoice, taxes),
		.record = &invoice_tax_record },
	{ FIELD(15, FIELD_MONEY, struct invoice, tax_added) },
	{ FIELD(16, FIELD_MONEY, struct invoice, tax_included) },
	{ FIELD(17, FIELD_MONEY, struct invoice, total) },
	{ FIELD(18, FIELD_MONEY, struct invoice, paid) },
	{ FIELD(19, FIELD_MONEY, struct invoice, due) },
	{ FIELD(20, FIELD_TEXT, struct invoice, currency) },
	{ FIELD(21, FIELD_TEXT, struct invoice, payment_method) },
};
const struct record_type invoice_record = { .name = "invoice",
	RECORD_FIELDS(struct invoice, invoice_fields) };

static enum status
read_seller(struct txn *txn, struct texts *seller, struct err *err)
{
	const char **texts;

	TRY(ARENA_NEW(txn_arena(txn), INVOICE_SELLER_TEXTS, &texts, err));
	TRY(setting_get(txn, "shop.name", &texts[0], err));
	TRY(setting_get(txn, "shop.address", &texts[1], err));
	TRY(setting_get(txn, "shop.tax-id", &texts[2], err));
	*seller = (struct texts){ texts, INVOICE_SELLER_TEXTS };
	return ST_OK;
}

static enum status
append_line(struct buffer *text, const char *line, struct err *err)
{
	if (line[0] == '\0')
		return ST_OK;
	TRY(buffer_append_text(text, text->size > 0 ? "\n" : "", err));
	return buffer_append_text(text, line, err);
}

/* Name, address and country, in lines. */
static enum status
buyer_text(const struct people *people, const struct order *order, const char **buyer,
	struct err *err)
{
	struct buffer text = { .arena = txn_arena(people->txn) };
	struct recipient recipient;

	TRY(order_recipient(people, order, &recipient, err));
	TRY(append_line(&text, recipient.name, err));
	TRY(append_line(&text, recipient.address, err));
	TRY(append_line(&text, order->country, err));
	TRY(buffer_append(&text, "", 1, err));
	*buyer = (const char *)text.data;
	return ST_OK;
}

enum status
invoice_issue(const struct people *people, uint64_t order, struct err *err)
{
	struct txn *txn = people->txn;
	struct fact fact = { .kind = FACT_INVOICE, .amount = NUMBER_NONE };
	struct change change = { "invoice", "", "" };
	struct order_move move;
	const char *buyer;

	TRY(order_get(txn, order, &move.old, err));
	if (move.old.invoice != 0)
		return ST_OK;
	TRY(order_move_begin(txn, order, ACTION_INVOICE, &move, err));
	TRY(sequence_next(txn, "invoice", &fact.document, err));
	TRY(read_seller(txn, &fact.seller, err));
	/* An order of the past that is nobody's has no buyer to name. */
	if (move.old.customer != 0) {
		TRY(buyer_text(people, &move.old, &buyer, err));
		TRY(order_seal_note(people, &move.now, buyer, &fact.note, err));
	}
	move.now.invoice = fact.document;
	TRY(fact_append(txn, &move.now, &fact, err));
	TRY(arena_format(
		txn_arena(txn), &change.new, err, "%" PRIu64, fact.document));
	return order_move_end(&move, "invoiced", &change, err);
}

/* What of a refund was charged by the invoice: what was overpaid goes back first. */
static int64_t
charged_part(const struct ledger *ledger, const struct order *order, int64_t amount)
{
	int64_t left = ledger_left(ledger);
	int64_t over = order->captured - order->refunded - left;

	if (over > 0)
		amount -= over;
	if (amount > left)
		amount = left;
	return amount > 0 ? amount : 0;
}

enum status
order_credit(struct txn *txn, struct order *order, const struct fact *refund,
	struct err *err)
{
	struct ledger_request request = { .txn = txn, .order = order };
	struct fact fact = { .kind = FACT_CREDIT_NOTE };
	const struct fact *found;
	struct ledger ledger;
	struct charge note;

	if (order->invoice == 0)
		return ST_OK;
	TRY(order_facts_of(txn, order, &request.facts, err));
	TRY(ledger_read(&request, &ledger, &note, &found, err));
	fact.amount = ledger_left(&ledger);
	if (refund) {
		fact.amount = charged_part(&ledger, order, refund->amount);
		fact.with_shipping = refund->with_shipping;
	}
	if (fact.amount == 0)
		return ST_OK;
	TRY(sequence_next(txn, "credit-note", &fact.document, err));
	return fact_append(txn, order, &fact, err);
}

enum status
order_refunded(
	struct txn *txn, struct order *order, struct fact *refund, struct err *err)
{
	TRY(fact_append(txn, order, refund, err));
	TRY(order_credit(txn, order, refund, err));
	order->refunded += refund->amount;
	return ST_OK;
}

static enum status
percent_text(struct arena *arena, int64_t rate, const char **text, struct err *err)
{
	char percent[PERCENT_TEXT_MAX] = "";

	if (rate != NUMBER_NONE)
		percent_format(rate, percent);
	return arena_text(arena, percent, text, err);
}

/* A discount is shown as what it makes less; added tax stands below the lines. */
static enum status
fill_lines(const struct ledger *ledger, const struct charge *charge,
	struct invoice *invoice, struct err *err)
{
	const struct order_line *lines = ledger->order->lines.items;
	struct invoice_line *rows;
	size_t count = 0;
	size_t i;

	TRY(ARENA_NEW(ledger->arena, ledger->order->lines.count, &rows, err));
	for (i = 0; i < ledger->order->lines.count; i++) {
		const struct charged_units *units = &charge->units[i];
		struct invoice_line *row = &rows[count];
		struct units_worth worth;

		if (units->count == 0)
			continue;
		worth = order_units_worth(&lines[i], units->from, units->count);
		*row = (struct invoice_line){ .name = lines[i].name,
			.sku = lines[i].sku,
			.quantity = units->count,
			.unit_price = lines[i].unit_price };
		row->amount =
			worth.gross - (lines[i].tax_is_included ? 0 : worth.tax);
		row->discount = row->unit_price * row->quantity - row->amount;
		TRY(percent_text(
			ledger->arena, lines[i].tax_rate, &row->tax_percent, err));
		invoice->goods_total += row->unit_price * row->quantity;
		invoice->discount_total += row->discount;
		count++;
	}
	invoice->lines = (struct list){ rows, count };
	return ST_OK;
}

/* Rates at which something is charged; none where nothing is taxed at all. */
static enum status
fill_taxes(const struct ledger *ledger, const struct charge *charge,
	struct invoice *invoice, struct err *err)
{
	struct invoice_tax *rows = charge->taxes;
	bool taxed = false;
	size_t count = 0;
	size_t i;

	for (i = 0; i < ledger->rate_count; i++) {
		if (rows[i].gross == 0 && rows[i].tax == 0)
			continue;
		rows[count] = rows[i];
		TRY(percent_text(
			ledger->arena, rows[count].rate, &rows[count].percent, err));
		taxed = taxed || rows[count].rate != NUMBER_NONE;
		if (rows[count].included)
			invoice->tax_included += rows[count].tax;
		else
			invoice->tax_added += rows[count].tax;
		count++;
	}
	invoice->taxes = (struct list){ rows, taxed ? count : 0 };
	return ST_OK;
}

static enum status
number_text(struct arena *arena, uint64_t number, const char **text, struct err *err)
{
	return arena_format(arena, text, err, "%" PRIu64, number);
}

static enum status
fill_head(const struct people *people, const struct ledger *ledger,
	struct invoice *invoice, struct err *err)
{
	const struct order *order = ledger->order;
	struct currency currency = { "", 2 };

	(void)currency_find(order->currency, &currency);
	invoice->decimals = currency.decimals;
	invoice->currency = order->currency;
	invoice->ordered_at = order->placed_at;
	invoice->payment_method = order->payment_method;
	invoice->seller = ledger->invoice->seller;
	TRY(number_text(ledger->arena, order->number, &invoice->order, err));
	return order_fact_note(people, order, ledger->invoice, &invoice->buyer, err);
}

static enum status
fill(const struct people *people, const struct ledger *ledger,
	const struct charge *charge, struct invoice *invoice, struct err *err)
{
	const struct order *order = ledger->order;

	*invoice = (struct invoice){ .total = charge->total,
		.other = charge->other,
		.credits = "",
		.shipping_method = "" };
	TRY(fill_head(people, ledger, invoice, err));
	TRY(fill_lines(ledger, charge, invoice, err));
	if (charge->with_shipping) {
		invoice->shipping_method = order->shipping.method;
		invoice->shipping_total = order->shipping_total;
	}
	return fill_taxes(ledger, charge, invoice, err);
}

/* What was paid in full is not due, whatever was given back of it. */
static void
fill_due(const struct ledger *ledger, struct invoice *invoice)
{
	invoice->paid = ledger->paid;
	if (ledger->captured < invoice->total && ledger->paid < invoice->total)
		invoice->due = invoice->total - ledger->paid;
}

static enum status
no_such_note(const struct order *order, uint64_t number, struct err *err)
{
	return fail(err, ST_NOT_FOUND,
		"order %" PRIu64 " has no credit note %" PRIu64
		" (admin order show %" PRIu64 " tells its documents)",
		order->number, number, order->number);
}

static enum status
fill_note(const struct people *people, const struct ledger *ledger,
	const struct charge *charge, const struct fact *fact, struct invoice *invoice,
	struct err *err)
{
	TRY(fill(people, ledger, charge, invoice, err));
	invoice->issued_at = fact->at;
	TRY(number_text(
		ledger->arena, ledger->invoice->document, &invoice->credits, err));
	return number_text(ledger->arena, fact->document, &invoice->number, err);
}

enum status
invoice_read(const struct people *people, uint64_t number, uint64_t credit_note,
	struct invoice *invoice, struct err *err)
{
	struct ledger_request request = { .txn = people->txn, .until = credit_note };
	const struct fact *found;
	struct ledger ledger;
	struct charge note;
	struct order order;

	TRY(order_get(people->txn, number, &order, err));
	request.order = &order;
	TRY(order_facts_of(people->txn, &order, &request.facts, err));
	TRY(ledger_read(&request, &ledger, &note, &found, err));
	if (credit_note != 0 && !found)
		return no_such_note(&order, credit_note, err);
	if (!ledger.invoice)
		return fail(err, ST_NOT_FOUND, "order %" PRIu64 " has no invoice",
			number);
	if (found)
		return fill_note(people, &ledger, &note, found, invoice, err);
	TRY(fill(people, &ledger, &ledger.charged, invoice, err));
	invoice->issued_at = ledger.invoice->at;
	fill_due(&ledger, invoice);
	return number_text(
		ledger.arena, ledger.invoice->document, &invoice->number, err);
}
