#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "quote_round.h"
#include "unit.h"

#define ROUNDS 100000
#define SEED 20260831

/* What rounds met: a test of carts in which nothing happens would prove nothing. */
enum met {
	MET_DISCOUNT,
	MET_TWO_PROMOTIONS,
	MET_EXCLUSIVE,
	MET_COUPON,
	MET_FLOOR,
	MET_ALL_FREE,
	MET_SHIPPING_DISCOUNT,
	MET_UNSHIPPABLE,
	MET_REFUSED_METHOD,
	MET_UNKNOWN_METHOD,
	MET_TAX_BY_LINE, /* in the order of enum tax_round */
	MET_TAX_BY_UNIT,
	MET_TAX_BY_ORDER,
	MET_BOTH_TAXES,
	MET_COUNT
};
static const char *const met_names[MET_COUNT] = { "discounts", "two promotions",
	"exclusive promotions", "coupons", "floors", "free carts",
	"discounts of shipping", "what nothing ships", "refused methods",
	"unknown methods", "taxes by line", "taxes by unit", "taxes by order",
	"added beside included taxes" };

static size_t
rounds(void)
{
	const char *given = getenv("SHOP_TEST_ROUNDS");

	return given && *given ? (size_t)strtoull(given, NULL, 10) : ROUNDS;
}

/* The rate, and which of the two amounts is filled. */
struct taxed {
	int64_t rate;
	bool included;
	int64_t tax_added;
	int64_t tax_included;
};

static void
same_tax(const struct round *round, const struct taxed *made,
	const struct tax_rate *rate, int64_t tax)
{
	bool included = rate && rate->included;

	same(round, "a rate", made->rate, rate ? rate->rate : NUMBER_NONE);
	same(round, "that it is included", made->included, included);
	same(round, "an added tax", made->tax_added, included ? 0 : tax);
	same(round, "an included tax", made->tax_included, included ? tax : 0);
}

static void
same_lines(const struct round *round)
{
	for (size_t i = 0; i < round->model.count; i++) {
		const struct model_line *expected = &round->model.lines[i];
		const struct quote_line *line = &round->made.lines[i];
		const struct taxed taxed = { line->tax_rate, line->tax_is_included,
			line->tax_added, line->tax_included };

		same(round, "a line's total", line->line_total,
			line->unit_price * line->quantity);
		same(round, "a line's discount", line->discount,
			model_line_cut(expected));
		for (int64_t unit = 0; unit < line->quantity; unit++)
			same(round, "a unit's share",
				quote_unit_share(
					line->discount, line->quantity, unit),
				expected->cut[unit]);
		same_tax(round, &taxed, expected->rate, expected->tax);
	}
}

static void
same_shipping(const struct round *round)
{
	const struct quote_shipping *shipping = &round->quote.shipping;
	const struct model *model = &round->model;
	const struct taxed taxed = { shipping->tax_rate, shipping->tax_is_included,
		shipping->tax_added, shipping->tax_included };

	if (strcmp(shipping->method, model->method ? model->method->method : "") != 0)
		fail_msg("seed %" PRIu64 ": it ships by '%s'", round->seed,
			shipping->method);
	same(round, "what shipping costs", shipping->price,
		model->method ? model->method->price : 0);
	same(round, "what is off shipping", shipping->discount, model->shipping_cut);
	same_tax(round, &taxed, model->shipping_rate, model->shipping_tax);
	same(round, "that nothing ships it", round->quote.unshippable != NULL,
		model->unshippable);
}

static void
same_promotions(const struct round *round)
{
	const struct quote_promotion *made = round->quote.promotions.items;
	size_t count = 0;

	for (size_t i = 0; i < round->model.promotion_count; i++) {
		const struct model_promotion *expected = &round->model.promotions[i];

		if (expected->goods == 0 && expected->shipping == 0)
			continue;
		holds(round, "that a promotion took something",
			count < round->quote.promotions.count &&
				strcmp(made[count].promotion,
					expected->promotion->promotion) == 0);
		same(round, "off goods", made[count].goods, expected->goods);
		same(round, "off shipping", made[count].shipping, expected->shipping);
		count++;
	}
	same(round, "promotions", (int64_t)round->quote.promotions.count,
		(int64_t)count);
	same(round, "promotions in all",
		(int64_t)(count + round->quote.refused.count),
		(int64_t)round->model.promotion_count);
}

static bool
met_floor(const struct round *round)
{
	for (size_t i = 0; i < round->quote.lines.count; i++) {
		const struct quote_line *line = &round->made.lines[i];

		if (line->discount > 0 && line->min_price > 0 &&
			net_of(line) == line->min_price * line->quantity)
			return true;
	}
	return false;
}

static void
tally_promotions(const struct round *round, size_t *met)
{
	const struct quote_promotion *taken = round->quote.promotions.items;
	bool coupon = false;

	for (size_t i = 0; i < round->quote.promotions.count; i++)
		coupon |= *taken[i].coupon != '\0';
	for (size_t i = 0; i < round->model.promotion_count; i++)
		met[MET_EXCLUSIVE] += round->model.promotions[i].holds &&
				      round->model.promotions[i].promotion->exclusive;
	met[MET_DISCOUNT] += round->quote.discount_total > 0;
	met[MET_TWO_PROMOTIONS] += round->quote.promotions.count > 1;
	met[MET_COUPON] += coupon;
	met[MET_FLOOR] += met_floor(round);
	met[MET_ALL_FREE] += round->quote.total == 0 && round->quote.goods_total > 0;
}

static void
tally(const struct round *round, enum status status, size_t *met)
{
	const struct quote *quote = &round->quote;

	met[MET_REFUSED_METHOD] += status == ST_REFUSED;
	met[MET_UNKNOWN_METHOD] += status == ST_NOT_FOUND;
	if (status != ST_OK)
		return;
	tally_promotions(round, met);
	met[MET_SHIPPING_DISCOUNT] += quote->shipping.discount > 0;
	met[MET_UNSHIPPABLE] += quote->unshippable != NULL;
	met[MET_TAX_BY_LINE + round->made.terms.tax_round] +=
		quote->tax_added + quote->tax_included > 0;
	met[MET_BOTH_TAXES] += quote->tax_added > 0 && quote->tax_included > 0;
}

/* One round in a hundred, at least. */
static void
everything_was_met(const size_t *met, size_t count)
{
	for (size_t i = 0; i < MET_COUNT; i++)
		if (count >= ROUNDS && met[i] < count / 100)
			fail_msg("only %zu of %zu rounds met %s", met[i], count,
				met_names[i]);
}

static enum status
check_round(struct round *round, struct arena *arena, struct chance *chance)
{
	struct err err = { 0 };
	enum status status;

	make_cart(chance, arena, &round->made);
	model_make(&round->model, &round->made.terms, &round->made.cart);
	status =
		quote_make(&round->made.terms, round->made.cart, &round->quote, &err);
	same(round, "the status", status, round->model.status);
	if (status != ST_OK)
		return status;
	same_lines(round);
	same_shipping(round);
	same_promotions(round);
	properties_hold(round, chance);
	return ST_OK;
}

/* Each round has a seed of its own, so that one that fails is run alone by
 * SHOP_TEST_SEED=N SHOP_TEST_ROUNDS=1. */
static void
carts_are_priced_as_the_model_does(void **state)
{
	uint64_t seed = seed_of(SEED);
	size_t met[MET_COUNT] = { 0 };
	static struct round round;

	(void)state;
	for (size_t i = 0; i < rounds(); i++) {
		struct arena arena = { NULL };
		struct chance chance;
		enum status status;

		memset(&round, 0, sizeof(round));
		round.seed = seed + i;
		chance.state = round.seed * 2654435761U;
		status = check_round(&round, &arena, &chance);
		tally(&round, status, met);
		arena_free(&arena);
	}
	everything_was_met(met, rounds());
}

static void
prices_are_lowered_as_the_model_does(void **state)
{
	uint64_t seed = seed_of(SEED);

	(void)state;
	for (size_t i = 0; i < rounds(); i++) {
		const struct round round = { .seed = seed + i };
		struct chance chance = { round.seed * 2654435761U };
		struct unit_price price;
		struct made_price made;
		struct err err;

		make_price(&chance, &made);
		assert_int_equal(
			unit_price(&made.base, &made.list, made.now, &price, &err),
			ST_OK);
		same(&round, "a unit's price", price.price,
			model_unit_price(&made.base, &made.list, made.now));
		holds(&round, "a price below the regular one is on sale",
			price.on_sale == (price.price < made.base.price));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(carts_are_priced_as_the_model_does),
		cmocka_unit_test(prices_are_lowered_as_the_model_does),
	};

	return cmocka_run_group_tests_name("random quotes", tests, NULL, NULL);
}
