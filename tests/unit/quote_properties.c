#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "pricing/percent.h"
#include "quote_round.h"
#include "unit.h"

void
same(const struct round *round, const char *what, int64_t made, int64_t expected)
{
	if (made != expected)
		fail_msg("seed %" PRIu64 ": %s is %" PRId64 ", not %" PRId64,
			round->seed, what, made, expected);
}

void
holds(const struct round *round, const char *what, bool condition)
{
	if (!condition)
		fail_msg("seed %" PRIu64 ": %s does not hold", round->seed, what);
}

int64_t
net_of(const struct quote_line *line)
{
	return line->line_total - line->discount;
}

/* Sums, each against what it is the sum of. */
static void
parts_sum_to_the_whole(const struct round *round)
{
	const struct quote *quote = &round->quote;
	struct quote sum = { .shipping_total =
				     quote->shipping.price - quote->shipping.discount,
		.tax_added = quote->shipping.tax_added,
		.tax_included = quote->shipping.tax_included };
	const struct quote_promotion *promotions = quote->promotions.items;
	int64_t goods_off = 0;
	int64_t shipping_off = 0;

	for (size_t i = 0; i < quote->lines.count; i++) {
		const struct quote_line *line = &round->made.lines[i];

		sum.quantity += line->quantity;
		sum.goods_total += line->line_total;
		sum.discount_total += line->discount;
		sum.tax_added += line->tax_added;
		sum.tax_included += line->tax_included;
	}
	for (size_t i = 0; i < quote->promotions.count; i++) {
		goods_off += promotions[i].goods;
		shipping_off += promotions[i].shipping;
	}
	same(round, "pieces", quote->quantity, sum.quantity);
	same(round, "goods", quote->goods_total, sum.goods_total);
	same(round, "discount", quote->discount_total, sum.discount_total);
	same(round, "discount by promotions", quote->discount_total, goods_off);
	same(round, "shipping discount", quote->shipping.discount, shipping_off);
	same(round, "shipping", quote->shipping_total, sum.shipping_total);
	same(round, "added tax", quote->tax_added, sum.tax_added);
	same(round, "included tax", quote->tax_included, sum.tax_included);
	same(round, "the total", quote->total,
		sum.goods_total - sum.discount_total + sum.shipping_total +
			sum.tax_added);
}

static void
nothing_is_below_zero(const struct round *round)
{
	const struct quote *quote = &round->quote;

	holds(round, "discount <= goods",
		quote->discount_total <= quote->goods_total);
	holds(round, "shipping >= 0", quote->shipping_total >= 0);
	holds(round, "taxes >= 0", quote->tax_added >= 0 && quote->tax_included >= 0);
	holds(round, "total >= 0", quote->total >= 0);
	holds(round, "included tax <= what it is in",
		quote->tax_included <= quote->goods_total - quote->discount_total +
					       quote->shipping_total);
	for (size_t i = 0; i < quote->lines.count; i++) {
		const struct quote_line *line = &round->made.lines[i];
		int64_t lowest = line->min_price > 0 ? line->min_price : 0;
		int64_t cut = quote_unit_share(line->discount, line->quantity, 0);

		holds(round, "a discount >= 0", line->discount >= 0);
		holds(round, "a unit's floor",
			cut == 0 || line->unit_price - cut >= lowest);
	}
}

/* The tax of one row against the exact one, in halves of a minor unit. */
static void
tax_is_near(const struct round *round, const struct quote_tax *tax, int64_t halves)
{
	struct fraction exact = tax->included
					? included_fraction(tax->base, tax->rate)
					: percent_fraction(tax->base, tax->rate);

	holds(round, "tax within half a unit of the exact",
		fraction_is_near(exact, tax->tax, halves));
}

/* Each row is the sum of the lines, and of shipping, that its rate taxes. */
static void
rates_sum_up(const struct round *round, const struct quote_tax *tax)
{
	const struct quote_shipping *shipping = &round->quote.shipping;
	struct quote_tax sum = *tax;

	for (size_t i = 0; i < round->quote.lines.count; i++) {
		const struct quote_line *line = &round->made.lines[i];

		if (line->tax_rate != tax->rate ||
			line->tax_is_included != tax->included)
			continue;
		sum.base -= net_of(line);
		sum.tax -= line->tax_added + line->tax_included;
	}
	if (shipping->tax_rate == tax->rate &&
		shipping->tax_is_included == tax->included) {
		sum.base -= round->quote.shipping_total;
		sum.tax -= shipping->tax_added + shipping->tax_included;
	}
	holds(round, "a rate's base > 0", tax->base > 0);
	same(round, "the rest of a rate's base", sum.base, 0);
	same(round, "the rest of a rate's tax", sum.tax, 0);
}

static void
taxes_are_near(const struct round *round)
{
	const struct quote *quote = &round->quote;
	const struct quote_tax *taxes = quote->taxes.items;
	int mode = round->made.terms.tax_round;
	int64_t sum = 0;

	for (size_t i = 0; i < quote->lines.count; i++) {
		const struct quote_line *line = &round->made.lines[i];
		const struct quote_tax tax = { line->tax_rate, line->tax_is_included,
			net_of(line), line->tax_added + line->tax_included };

		if (line->tax_rate != NUMBER_NONE && mode != TAX_ROUND_ORDER)
			tax_is_near(round, &tax,
				mode == TAX_ROUND_UNIT ? line->quantity : 1);
	}
	for (size_t i = 0; i < quote->taxes.count; i++) {
		sum += taxes[i].tax;
		rates_sum_up(round, &taxes[i]);
		if (mode == TAX_ROUND_ORDER)
			tax_is_near(round, &taxes[i], 1);
		holds(round, "rates in order",
			i == 0 || taxes[i - 1].rate < taxes[i].rate ||
				(taxes[i - 1].rate == taxes[i].rate &&
					!taxes[i - 1].included && taxes[i].included));
	}
	same(round, "the sum of taxes", sum, quote->tax_added + quote->tax_included);
}

/* What the steps took off a line, or are its tax, is what stands in the line. */
static int64_t
sum_steps(const struct quote *quote, const char *stage, const char *sku)
{
	const struct quote_step *steps = quote->steps.items;
	int64_t sum = 0;

	for (size_t i = 0; i < quote->steps.count; i++)
		if (strcmp(steps[i].stage, stage) == 0 &&
			strcmp(steps[i].sku, sku) == 0)
			sum += steps[i].amount;
	return sum;
}

static void
steps_add_up(const struct round *round)
{
	const struct quote *quote = &round->quote;

	for (size_t i = 0; i < quote->lines.count; i++) {
		const struct quote_line *line = &round->made.lines[i];

		same(round, "the price's steps", sum_steps(quote, "price", line->sku),
			line->line_total);
		same(round, "the discount's steps",
			sum_steps(quote, "promotion", line->sku), line->discount);
		same(round, "the tax's steps", sum_steps(quote, "tax", line->sku),
			line->tax_added + line->tax_included);
	}
	same(round, "shipping's steps", sum_steps(quote, "shipping", ""),
		quote->shipping.price + quote->shipping.discount);
}

/* What a customer paid for count units behind before. */
static int64_t
worth(const struct quote_line *line, int64_t before, int64_t count)
{
	int64_t quantity = line->quantity;
	int64_t end = before + count;

	return line->unit_price * count -
	       (quote_units_share(line->discount, quantity, end) -
		       quote_units_share(line->discount, quantity, before)) +
	       (quote_units_share(line->tax_added, quantity, end) -
		       quote_units_share(line->tax_added, quantity, before));
}

static void
refunds_give_back_what_was_paid(const struct round *round, struct chance *chance)
{
	int64_t refunded[MADE_LINES_MAX] = { 0 };
	int64_t returned[MADE_LINES_MAX] = { 0 };
	int64_t left = round->quote.quantity;

	while (left > 0) {
		size_t at = draw(chance, round->quote.lines.count);
		const struct quote_line *line = &round->made.lines[at];
		int64_t open = line->quantity - returned[at];
		int64_t count = open > 1 && draw(chance, 4) == 0
					? 1 + (int64_t)draw(chance, (size_t)open)
					: (open > 0);
		int64_t amount = worth(line, returned[at], count);

		holds(round, "a refund >= 0", amount >= 0);
		refunded[at] += amount;
		returned[at] += count;
		left -= count;
	}
	for (size_t i = 0; i < round->quote.lines.count; i++)
		same(round, "what was refunded", refunded[i],
			net_of(&round->made.lines[i]) +
				round->made.lines[i].tax_added);
}

static void
shuffle(struct chance *chance, void *items, size_t count, size_t size)
{
	uint8_t *bytes = items;

	for (size_t i = count; i > 1; i--) {
		uint8_t *one = bytes + (i - 1) * size;
		uint8_t *other = bytes + draw(chance, i) * size;

		for (size_t j = 0; j < size; j++) {
			uint8_t byte = one[j];

			one[j] = other[j];
			other[j] = byte;
		}
	}
}

static const struct quote_line *
line_of(const struct round *round, const char *sku)
{
	for (size_t i = 0; i < round->quote.lines.count; i++)
		if (strcmp(round->made.lines[i].sku, sku) == 0)
			return &round->made.lines[i];
	return NULL;
}

static void
same_totals(const struct round *round, const struct quote *again)
{
	const struct quote *quote = &round->quote;

	same(round, "goods of shuffled lines", again->goods_total,
		quote->goods_total);
	same(round, "discount of shuffled lines", again->discount_total,
		quote->discount_total);
	same(round, "shipping of shuffled lines", again->shipping_total,
		quote->shipping_total);
}

static void
same_taxes(const struct round *round, const struct quote *again)
{
	const struct quote *quote = &round->quote;

	same(round, "tax of shuffled lines", again->tax_added, quote->tax_added);
	same(round, "included tax of shuffled lines", again->tax_included,
		quote->tax_included);
	same(round, "the total of shuffled lines", again->total, quote->total);
}

/* What the highest rate makes of one minor unit, at least one. */
static int64_t
highest_tax(const struct list *rates)
{
	const struct tax_rate *items = rates->items;
	int64_t highest = 1;

	for (size_t i = 0; i < rates->count; i++)
		if (items[i].rate > highest * PERCENT_WHOLE)
			highest = items[i].rate / PERCENT_WHOLE + 1;
	return highest;
}

/* Where taxes differ: what moved from line to line moves with its tax, and nothing
 * else does. */
static void
taxes_are_close(
	const struct round *round, const struct quote *again, const struct list *list)
{
	const struct quote_line *lines = list->items;
	int64_t difference = llabs(again->total - round->quote.total);
	int64_t moved = 0;

	for (size_t i = 0; i < list->count; i++)
		moved += llabs(
			lines[i].discount - line_of(round, lines[i].sku)->discount);
	holds(round, "the total of shuffled lines but by rounding",
		difference <=
			moved * (1 + highest_tax(&round->made.terms.tax_rates)));
}

static void
same_lines(const struct round *round, const struct list *again)
{
	const struct quote_line *lines = again->items;

	for (size_t i = 0; i < again->count; i++) {
		const struct quote_line *line = line_of(round, lines[i].sku);

		same(round, "a shuffled discount", lines[i].discount, line->discount);
		same(round, "a shuffled tax",
			lines[i].tax_added + lines[i].tax_included,
			line->tax_added + line->tax_included);
	}
}

/* The order of lines and rules changes no total; where all lines are taxed alike, no
 * number at all. */
static void
order_changes_nothing(const struct round *round, struct chance *chance)
{
	struct quote_line lines[MADE_LINES_MAX];
	struct promotion promotions[MADE_RULES_MAX];
	struct shipping_method methods[MADE_RULES_MAX];
	struct quote_terms terms = round->made.terms;
	struct list list = { lines, round->quote.lines.count };
	struct quote again;
	struct err err = { 0 };

	memcpy(lines, round->made.lines, sizeof(lines));
	memcpy(promotions, round->made.promotions, sizeof(promotions));
	memcpy(methods, round->made.methods, sizeof(methods));
	terms.promotions.items = promotions;
	terms.methods.items = methods;
	shuffle(chance, lines, list.count, sizeof(*lines));
	shuffle(chance, promotions, terms.promotions.count, sizeof(*promotions));
	shuffle(chance, methods, terms.methods.count, sizeof(*methods));
	assert_int_equal(quote_make(&terms, list, &again, &err), ST_OK);
	same_totals(round, &again);
	if (!round->model.one_tax) {
		taxes_are_close(round, &again, &list);
		return;
	}
	same_taxes(round, &again);
	same_lines(round, &list);
}

/* A coupon either holds and took something or waits for shipping, or it has a fault.
 */
static void
coupons_are_judged(const struct round *round)
{
	const struct quote_promotion *taken = round->quote.promotions.items;
	const struct quote_terms *terms = &round->made.terms;
	const char *fault = round->quote.coupon_fault;
	bool took = false;

	for (size_t i = 0; i < round->quote.promotions.count; i++)
		took |= *taken[i].coupon != '\0';
	if (*terms->coupon == '\0' || terms->coupon_fault) {
		holds(round, "no discount by a coupon that does not hold", !took);
		holds(round, "the caller's word on a coupon",
			fault == terms->coupon_fault);
	} else if (!fault) {
		holds(round, "a coupon without a fault gives something",
			took || round->quote.unshippable);
	}
}

void
properties_hold(const struct round *round, struct chance *chance)
{
	parts_sum_to_the_whole(round);
	nothing_is_below_zero(round);
	taxes_are_near(round);
	steps_add_up(round);
	refunds_give_back_what_was_paid(round, chance);
	order_changes_nothing(round, chance);
	coupons_are_judged(round);
}
