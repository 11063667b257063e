#include "order/invoice_parts.h"

#include <stdlib.h>
#include <string.h>

#include "order/order_store.h"
#include "order/return.h"
#include "pricing/percent.h"
#include "pricing/split.h"

static const struct order_line *
line_at(const struct ledger *ledger, size_t index)
{
	const struct order_line *lines = ledger->order->lines.items;

	return &lines[index];
}

/* Rates in their order, what is not taxed first. */
static int
by_rate(const void *a, const void *b)
{
	const struct invoice_tax *one = a;
	const struct invoice_tax *other = b;

	if (one->rate != other->rate)
		return one->rate < other->rate ? -1 : 1;
	return (one->included > other->included) - (one->included < other->included);
}

static struct invoice_tax *
rate_of(struct invoice_tax *taxes, size_t count, int64_t rate, bool included)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (taxes[i].rate == rate && taxes[i].included == included)
			return &taxes[i];
	return NULL;
}

static void
note_rate(struct invoice_tax *taxes, size_t *count, int64_t rate, bool included)
{
	if (!rate_of(taxes, *count, rate, included))
		taxes[(*count)++] =
			(struct invoice_tax){ .rate = rate, .included = included };
}

/* Every rate of the order, with nothing charged at it. */
static enum status
list_rates(struct ledger *ledger, struct invoice_tax **taxes, struct err *err)
{
	const struct order *order = ledger->order;
	size_t count = 0;
	size_t i;

	TRY(ARENA_NEW(ledger->arena, order->lines.count + 1, taxes, err));
	for (i = 0; i < order->lines.count; i++)
		note_rate(*taxes, &count, line_at(ledger, i)->tax_rate,
			line_at(ledger, i)->tax_is_included);
	if (order_shipping_cost(order) > 0)
		note_rate(*taxes, &count, order->shipping.tax_rate,
			order->shipping.tax_is_included);
	qsort(*taxes, count, sizeof(**taxes), by_rate);
	ledger->rate_count = count;
	return ST_OK;
}

static enum status
charge_new(struct ledger *ledger, struct charge *charge, struct err *err)
{
	*charge = (struct charge){ .total = 0 };
	TRY(ARENA_NEW(
		ledger->arena, ledger->order->lines.count, &charge->units, err));
	return list_rates(ledger, &charge->taxes, err);
}

static void
add_tax(struct invoice_tax *row, int64_t gross, int64_t tax)
{
	row->gross += gross;
	row->tax += tax;
	row->net += gross - tax;
}

static void
add_units(const struct ledger *ledger, struct charge *charge)
{
	size_t i;

	for (i = 0; i < ledger->order->lines.count; i++) {
		const struct order_line *line = line_at(ledger, i);
		struct units_worth worth = order_units_worth(
			line, charge->units[i].from, charge->units[i].count);

		charge->total += worth.gross;
		add_tax(rate_of(charge->taxes, ledger->rate_count, line->tax_rate,
				line->tax_is_included),
			worth.gross, worth.tax);
	}
}

static void
add_shipping(const struct ledger *ledger, struct charge *charge)
{
	const struct quote_shipping *shipping = &ledger->order->shipping;
	int64_t gross = order_shipping_cost(ledger->order);

	charge->with_shipping = gross > 0;
	if (gross == 0)
		return;
	charge->total += gross;
	add_tax(rate_of(charge->taxes, ledger->rate_count, shipping->tax_rate,
			shipping->tax_is_included),
		gross, shipping->tax_added + shipping->tax_included);
}

/* What is for no line in particular is for all rates, as they were charged. */
static enum status
add_other(
	struct ledger *ledger, int64_t amount, struct charge *charge, struct err *err)
{
	struct split_part *parts;
	int64_t rest;
	size_t i;

	charge->other = amount;
	charge->total += amount;
	TRY(ARENA_NEW(ledger->arena, ledger->rate_count, &parts, err));
	for (i = 0; i < ledger->rate_count; i++)
		parts[i] =
			(struct split_part){ .weight = ledger->charged.taxes[i].gross,
				.room = amount,
				.name = "" };
	TRY(split(amount, parts, ledger->rate_count, ledger->arena, &rest, err));
	for (i = 0; i < ledger->rate_count; i++) {
		int64_t rate = charge->taxes[i].rate;
		int64_t tax = 0;

		if (rate != NUMBER_NONE)
			(void)percent_included(parts[i].share, rate, &tax);
		add_tax(&charge->taxes[i], parts[i].share, tax);
	}
	return ST_OK;
}

/* What had not come back when the invoice was made. */
static enum status
charge_invoice(struct ledger *ledger, struct err *err)
{
	size_t i;

	TRY(charge_new(ledger, &ledger->charged, err));
	TRY(charge_new(ledger, &ledger->credited, err));
	for (i = 0; i < ledger->order->lines.count; i++)
		ledger->charged.units[i] =
			(struct charged_units){ ledger->returned[i],
				line_at(ledger, i)->quantity - ledger->returned[i] };
	add_units(ledger, &ledger->charged);
	if (!ledger->shipping_refunded)
		add_shipping(ledger, &ledger->charged);
	return ST_OK;
}

int64_t
ledger_left(const struct ledger *ledger)
{
	return ledger->charged.total - ledger->credited.total;
}

/* All that is left of the invoice: what is left of its taxes, too. */
static void
credit_rest(const struct ledger *ledger, struct charge *note)
{
	size_t i;

	for (i = 0; i < ledger->order->lines.count; i++) {
		const struct charged_units *charged = &ledger->charged.units[i];
		int64_t before = ledger->credited.units[i].count;

		note->units[i] = (struct charged_units){ charged->from + before,
			charged->count - before };
	}
	add_units(ledger, note);
	if (ledger->charged.with_shipping && !ledger->credited.with_shipping)
		add_shipping(ledger, note);
	note->other = ledger_left(ledger) - note->total;
	note->total = ledger_left(ledger);
	for (i = 0; i < ledger->rate_count; i++) {
		const struct invoice_tax *charged = &ledger->charged.taxes[i];
		const struct invoice_tax *credited = &ledger->credited.taxes[i];

		note->taxes[i].net = charged->net - credited->net;
		note->taxes[i].tax = charged->tax - credited->tax;
		note->taxes[i].gross = charged->gross - credited->gross;
	}
}

/* The units that came back since the invoice and are not credited yet. */
static void
returned_units(const struct ledger *ledger, struct charge *note)
{
	size_t i;

	for (i = 0; i < ledger->order->lines.count; i++) {
		int64_t from = ledger->charged.units[i].from +
			       ledger->credited.units[i].count;

		note->units[i] =
			(struct charged_units){ from, ledger->returned[i] - from };
	}
}

/* Units are credited where all that came back are worth no more than the amount. */
static enum status
credit_part(struct ledger *ledger, const struct fact *fact, struct charge *note,
	struct err *err)
{
	bool shipping = fact->with_shipping && ledger->charged.with_shipping &&
			!ledger->credited.with_shipping;
	int64_t cost = shipping ? order_shipping_cost(ledger->order) : 0;

	returned_units(ledger, note);
	add_units(ledger, note);
	if (note->total + cost > fact->amount) {
		TRY(charge_new(ledger, note, err));
		returned_units(ledger, note);
		for (size_t i = 0; i < ledger->order->lines.count; i++)
			note->units[i].count = 0;
	}
	if (shipping && note->total + cost <= fact->amount)
		add_shipping(ledger, note);
	return add_other(ledger, fact->amount - note->total, note, err);
}

static void
count_credited(struct ledger *ledger, const struct charge *note)
{
	struct charge *credited = &ledger->credited;
	size_t i;

	for (i = 0; i < ledger->order->lines.count; i++)
		credited->units[i].count += note->units[i].count;
	credited->with_shipping = credited->with_shipping || note->with_shipping;
	credited->total += note->total;
	for (i = 0; i < ledger->rate_count; i++)
		add_tax(&credited->taxes[i], note->taxes[i].gross,
			note->taxes[i].tax);
}

static enum status
read_note(struct ledger *ledger, const struct fact *fact, struct charge *note,
	struct err *err)
{
	if (!ledger->invoice || fact->amount <= 0 ||
		fact->amount > ledger_left(ledger))
		return fail(err, ST_CORRUPT,
			"a credit note is above what its invoice charges");
	TRY(charge_new(ledger, note, err));
	if (fact->amount == ledger_left(ledger))
		credit_rest(ledger, note);
	else
		TRY(credit_part(ledger, fact, note, err));
	count_credited(ledger, note);
	return ST_OK;
}

/* As many of a line's as there are that did not come back before. */
static int64_t
count_units(struct ledger *ledger, size_t line, int64_t count)
{
	int64_t left = line_at(ledger, line)->quantity - ledger->returned[line];

	if (count > left)
		count = left;
	ledger->returned[line] += count;
	return count;
}

static void
count_returned(struct ledger *ledger, const struct fact *fact)
{
	const struct fact_line *lines = fact->lines.items;
	size_t i;
	size_t j;

	for (i = 0; i < fact->lines.count; i++) {
		int64_t left = lines[i].quantity;

		for (j = 0; left > 0 && j < ledger->order->lines.count; j++)
			if (strcmp(line_at(ledger, j)->sku, lines[i].sku) == 0)
				left -= count_units(ledger, j, left);
	}
}

static void
count_money(struct ledger *ledger, const struct fact *fact)
{
	if (fact->kind == FACT_REFUND && fact->with_shipping)
		ledger->shipping_refunded = true;
	if (ledger->invoice)
		return;
	if (fact->kind == FACT_CAPTURE) {
		ledger->captured += fact->amount;
		ledger->paid += fact->amount;
	} else {
		ledger->paid -= fact->amount;
	}
}

static enum status
read_fact(struct ledger *ledger, const struct fact *fact, struct charge *note,
	struct err *err)
{
	switch ((enum fact_kind)fact->kind) {
	case FACT_CAPTURE:
	case FACT_REFUND:
		count_money(ledger, fact);
		break;
	case FACT_RETURN:
		count_returned(ledger, fact);
		break;
	case FACT_INVOICE:
		ledger->invoice = fact;
		return charge_invoice(ledger, err);
	case FACT_CREDIT_NOTE:
		return read_note(ledger, fact, note, err);
	default:
		break;
	}
	return ST_OK;
}

enum status
ledger_read(const struct ledger_request *request, struct ledger *ledger,
	struct charge *note, const struct fact **found, struct err *err)
{
	const struct fact *facts = request->facts.items;
	size_t i;

	*ledger = (struct ledger){ .arena = txn_arena(request->txn),
		.order = request->order };
	*found = NULL;
	TRY(ARENA_NEW(
		ledger->arena, request->order->lines.count, &ledger->returned, err));
	for (i = 0; i < request->facts.count && !*found; i++) {
		TRY(read_fact(ledger, &facts[i], note, err));
		if (request->until != 0 && facts[i].kind == FACT_CREDIT_NOTE &&
			facts[i].document == request->until)
			*found = &facts[i];
	}
	return ST_OK;
}
