#include <inttypes.h>
#include <string.h>

#include "pricing/quote_parts.h"

/* What methods are judged by. */
struct parcel {
	int64_t goods;
	int64_t weight_g;
};

static enum status
weigh(const struct quoting *quoting, struct parcel *parcel, bool *needed,
	struct err *err)
{
	*needed = false;
	parcel->goods = quote_lines_net(quoting->lines, quoting->count);
	parcel->weight_g = 0;
	for (size_t i = 0; i < quoting->count; i++) {
		const struct quote_line *line = &quoting->lines[i];
		int64_t weight_g;

		if (!line->needs_shipping)
			continue;
		*needed = true;
		if (line->weight_g == NUMBER_NONE)
			continue;
		if (!money_multiply(line->weight_g, line->quantity, &weight_g) ||
			!money_add(parcel->weight_g, weight_g, &parcel->weight_g))
			return fail(err, ST_BAD_DATA,
				"the weight of '%s' is too large", line->sku);
	}
	return ST_OK;
}

static bool
serves_country(const struct shipping_method *method, const char *country)
{
	for (size_t i = 0; i < method->countries.count; i++)
		if (strcmp(method->countries.items[i], country) == 0)
			return true;
	return method->countries.count == 0;
}

static enum status
find_country_fault(
	const struct quote_terms *terms, const char **fault, struct err *err)
{
	if (*terms->country)
		return arena_format(terms->arena, fault, err, "does not ship to '%s'",
			terms->country);
	*fault = "ships to some countries only, and none is given";
	return ST_OK;
}

static enum status
find_goods_fault(const struct quote_terms *terms,
	const struct shipping_method *method, int64_t goods, const char **fault,
	struct err *err)
{
	bool below = method->goods_min != NUMBER_NONE && goods < method->goods_min;
	char bound[MONEY_TEXT_MAX];
	char text[MONEY_TEXT_MAX];

	if (!below &&
		(method->goods_max == NUMBER_NONE || goods <= method->goods_max))
		return ST_OK;
	money_format(below ? method->goods_min : method->goods_max, terms->decimals,
		bound);
	money_format(goods, terms->decimals, text);
	return arena_format(terms->arena, fault, err,
		"takes goods for %s %s or %s, these cost %s", bound, terms->currency,
		below ? "more" : "less", text);
}

static enum status
find_weight_fault(const struct quote_terms *terms,
	const struct shipping_method *method, int64_t weight_g, const char **fault,
	struct err *err)
{
	bool below = method->weight_min_g != NUMBER_NONE &&
		     weight_g < method->weight_min_g;

	if (!below && (method->weight_max_g == NUMBER_NONE ||
			      weight_g <= method->weight_max_g))
		return ST_OK;
	return arena_format(terms->arena, fault, err,
		"takes %" PRId64 " g or %s, these weigh %" PRId64 " g",
		below ? method->weight_min_g : method->weight_max_g,
		below ? "more" : "less", weight_g);
}

/* Why a method does not apply, NULL where it does. */
static enum status
find_fault(const struct quote_terms *terms, const struct shipping_method *method,
	const struct parcel *parcel, const char **fault, struct err *err)
{
	*fault = NULL;
	if (!serves_country(method, terms->country))
		return find_country_fault(terms, fault, err);
	TRY(find_goods_fault(terms, method, parcel->goods, fault, err));
	if (*fault)
		return ST_OK;
	return find_weight_fault(terms, method, parcel->weight_g, fault, err);
}

static enum status
list_offers(struct quoting *quoting, const struct parcel *parcel, struct err *err)
{
	const struct quote_terms *terms = quoting->terms;
	const struct shipping_method *methods = terms->methods.items;
	struct quote_offer *offers;

	TRY(ARENA_NEW(terms->arena, terms->methods.count, &offers, err));
	for (size_t i = 0; i < terms->methods.count; i++) {
		offers[i].method = methods[i].method;
		offers[i].price = methods[i].price;
		TRY(find_fault(terms, &methods[i], parcel, &offers[i].fault, err));
	}
	quoting->quote->offers = (struct list){ offers, terms->methods.count };
	return ST_OK;
}

static bool
comes_before(
	const struct shipping_method *method, const struct shipping_method *other)
{
	if (!other || method->price != other->price)
		return !other || method->price < other->price;
	return strcmp(method->method, other->method) < 0;
}

/* NULL where none applies. */
static const struct shipping_method *
find_cheapest(const struct quoting *quoting)
{
	const struct shipping_method *methods = quoting->terms->methods.items;
	const struct quote_offer *offers = quoting->quote->offers.items;
	const struct shipping_method *cheapest = NULL;

	for (size_t i = 0; i < quoting->quote->offers.count; i++)
		if (!offers[i].fault && comes_before(&methods[i], cheapest))
			cheapest = &methods[i];
	return cheapest;
}

/* How many reach the country, and the offer of one of them. */
static size_t
find_serving(const struct quoting *quoting, const struct quote_offer **serving)
{
	const struct shipping_method *methods = quoting->terms->methods.items;
	const struct quote_offer *offers = quoting->quote->offers.items;
	size_t count = 0;

	for (size_t i = 0; i < quoting->quote->offers.count; i++)
		if (serves_country(&methods[i], quoting->terms->country)) {
			*serving = &offers[i];
			count++;
		}
	return count;
}

static enum status
say_not_taken(const struct quote_terms *terms, const struct parcel *parcel,
	const char **why, struct err *err)
{
	char goods[MONEY_TEXT_MAX];

	money_format(parcel->goods, terms->decimals, goods);
	return arena_format(terms->arena, why, err,
		"no shipping method%s%s%s takes goods for %s %s that weigh %" PRId64
		" g",
		*terms->country ? " to '" : "", terms->country,
		*terms->country ? "'" : "", goods, terms->currency, parcel->weight_g);
}

static enum status
say_unshippable(struct quoting *quoting, const struct parcel *parcel, struct err *err)
{
	const struct quote_terms *terms = quoting->terms;
	const char **why = &quoting->quote->unshippable;
	const struct quote_offer *serving = NULL;
	size_t count = find_serving(quoting, &serving);

	if (count > 1)
		return say_not_taken(terms, parcel, why, err);
	if (count == 1)
		return arena_format(terms->arena, why, err, "shipping method '%s' %s",
			serving->method, serving->fault);
	if (*terms->country)
		return arena_format(terms->arena, why, err,
			"nothing is shipped to '%s'", terms->country);
	*why = "where it goes is not known, no country is given";
	return ST_OK;
}

/* Another one that applies is the way out. */
static enum status
refuse_asked_for(const struct quoting *quoting, const char *fault, struct err *err)
{
	const struct shipping_method *other = find_cheapest(quoting);

	return fail(err, ST_REFUSED, "shipping method '%s' %s%s%s%s",
		quoting->terms->method, fault, other ? " ('" : "",
		other ? other->method : "", other ? "' would do)" : "");
}

static enum status
refuse_unknown(const struct quote_terms *terms, struct err *err)
{
	const struct shipping_method *methods = terms->methods.items;
	const char *names = "";

	for (size_t i = 0; i < terms->methods.count; i++)
		TRY(arena_format(terms->arena, &names, err, "%s%s%s", names,
			i ? ", " : "", methods[i].method));
	return fail(err, ST_NOT_FOUND,
		"there is no shipping method '%s' (there %s%s)", terms->method,
		terms->methods.count ? "is: " : "are none", names);
}

static enum status
find_asked_for(const struct quote_terms *terms, size_t *place, struct err *err)
{
	const struct shipping_method *methods = terms->methods.items;

	for (size_t i = 0; i < terms->methods.count; i++)
		if (strcmp(methods[i].method, terms->method) == 0) {
			*place = i;
			return ST_OK;
		}
	return refuse_unknown(terms, err);
}

static enum status
choose_method(struct quoting *quoting, struct err *err)
{
	const struct quote_terms *terms = quoting->terms;
	const struct shipping_method *methods = terms->methods.items;
	const struct quote_offer *offers;
	size_t asked_for = terms->methods.count;
	struct parcel parcel;
	bool needed;

	if (*terms->method)
		TRY(find_asked_for(terms, &asked_for, err));
	TRY(weigh(quoting, &parcel, &needed, err));
	if (!needed || terms->methods.count == 0)
		return ST_OK;
	TRY(list_offers(quoting, &parcel, err));
	offers = quoting->quote->offers.items;
	if (!*terms->method)
		quoting->method = find_cheapest(quoting);
	else if (offers[asked_for].fault)
		return refuse_asked_for(quoting, offers[asked_for].fault, err);
	else
		quoting->method = &methods[asked_for];
	return quoting->method ? ST_OK : say_unshippable(quoting, &parcel, err);
}

static enum status
take_off(struct quoting *quoting, struct quote_turn *turn,
	const struct promotion_action *action, struct err *err)
{
	const struct quote_terms *terms = quoting->terms;
	struct quote_shipping *shipping = &quoting->quote->shipping;
	int64_t left = shipping->price - shipping->discount;
	int64_t amount = off_amount(&action->off, left);
	struct quote_step step = { "shipping", turn->promotion->promotion, "", NULL,
		amount, left - amount };
	char off[OFF_TEXT_MAX];
	char from[MONEY_TEXT_MAX];

	if (amount == 0)
		return ST_OK;
	shipping->discount += amount;
	turn->shipping += amount;
	off_format(&action->off, terms->decimals, off);
	money_format(left, terms->decimals, from);
	TRY(arena_format(terms->arena, &step.what, err, "%s off %s", off, from));
	return quote_add_step(quoting, &step, err);
}

static enum status
take_turn_off(struct quoting *quoting, struct quote_turn *turn, struct err *err)
{
	const struct promotion_action *actions = turn->promotion->actions.items;

	for (size_t i = 0; i < turn->promotion->actions.count && !turn->fault; i++)
		if (actions[i].from == OFF_SHIPPING &&
			quote_action_covers_any(&actions[i], quoting))
			TRY(take_off(quoting, turn, &actions[i], err));
	return ST_OK;
}

enum status
quote_choose_shipping(struct quoting *quoting, struct err *err)
{
	struct quote_shipping *shipping = &quoting->quote->shipping;
	struct quote_step step = { "shipping", "", "", NULL, 0, 0 };

	TRY(choose_method(quoting, err));
	if (!quoting->method)
		return ST_OK;
	shipping->method = quoting->method->method;
	shipping->price = quoting->method->price;
	step.amount = step.result = shipping->price;
	TRY(arena_format(quoting->terms->arena, &step.what, err, "method '%s'",
		shipping->method));
	TRY(quote_add_step(quoting, &step, err));
	for (size_t i = 0; i < quoting->turn_count; i++)
		TRY(take_turn_off(quoting, &quoting->turns[i], err));
	quoting->quote->shipping_total = shipping->price - shipping->discount;
	return ST_OK;
}
