#include <inttypes.h>
#include <string.h>

#include "base/country.h"
#include "base/entry.h"
#include "base/money.h"
#include "pricing/percent.h"
#include "pricing/rule_parts.h"

enum status
rule_check_text(const char *key, const char *text, size_t size_max, struct err *err)
{
	size_t size = strlen(text);

	TRY(entry_text(key, text, size_max, false, err));
	if (size > 0 && (text[0] == ' ' || text[size - 1] == ' '))
		return fail(err, ST_BAD_DATA, "%s '%s' begins or ends with a blank",
			key, text);
	return ST_OK;
}

static enum status
check_name(enum rule_kind kind, const char *name, struct err *err)
{
	const struct rule_type *type = &rule_types[kind];

	if (name[0] == '\0')
		return fail(err, ST_BAD_DATA, "a %s needs its %s ('%s:')", type->noun,
			type->name_key, type->name_key);
	return rule_check_text(type->name_key, name, RULE_NAME_SIZE_MAX, err);
}

enum status
rule_check_path(const char *key, const char *path, struct err *err)
{
	size_t size = strlen(path);

	TRY(rule_check_text(key, path, RULE_PATH_SIZE_MAX, err));
	if (size > 0 &&
		(path[0] == '/' || path[size - 1] == '/' || strstr(path, "//")))
		return fail(err, ST_BAD_DATA, "%s '%s' has an empty part", key, path);
	return ST_OK;
}

enum status
rule_check_class(const char *key, const char *tax_class, struct err *err)
{
	TRY(rule_check_text(key, tax_class, RULE_NAME_SIZE_MAX, err));
	if (strchr(tax_class, '/'))
		return fail(err, ST_BAD_DATA,
			"%s '%s' holds a '/', which stands between a class and its "
			"zone",
			key, tax_class);
	return ST_OK;
}

static enum status
check_products(const char *key, const struct texts *products, struct err *err)
{
	size_t i;

	if (products->count > RULE_PRODUCTS_MAX)
		return fail(err, ST_BAD_DATA,
			"%s has %zu products, of which %d are allowed", key,
			products->count, RULE_PRODUCTS_MAX);
	for (i = 0; i < products->count; i++)
		TRY(rule_check_text(
			key, products->items[i], RULE_NAME_SIZE_MAX, err));
	return ST_OK;
}

static enum status
check_amount(const char *key, int64_t amount, struct err *err)
{
	if (amount == NUMBER_NONE)
		return ST_OK;
	if (amount < 0)
		return fail(err, ST_BAD_DATA, "%s is below zero", key);
	if (amount > MONEY_MAX)
		return fail(err, ST_BAD_DATA, "%s is too large", key);
	return ST_OK;
}

static enum status
check_range(const char *key, int64_t min, int64_t max, struct err *err)
{
	TRY(check_amount(key, min, err));
	TRY(check_amount(key, max, err));
	if (min != NUMBER_NONE && max != NUMBER_NONE && max < min)
		return fail(err, ST_BAD_DATA,
			"the range of %s ends below its beginning", key);
	return ST_OK;
}

static enum status
check_dates(int64_t from, int64_t until, struct err *err)
{
	if (until != 0 && until <= from)
		return fail(err, ST_BAD_DATA, "until is before from");
	return ST_OK;
}

static enum status
check_priority(int64_t priority, struct err *err)
{
	if (priority < -RULE_PRIORITY_MAX || priority > RULE_PRIORITY_MAX)
		return fail(err, ST_BAD_DATA,
			"priority %" PRId64 " is not from -%d to %d", priority,
			RULE_PRIORITY_MAX, RULE_PRIORITY_MAX);
	return ST_OK;
}

static enum status
check_off(const char *whose, const struct off *off, struct err *err)
{
	if (off->percent == NUMBER_NONE && off->amount == NUMBER_NONE)
		return fail(err, ST_BAD_DATA,
			"%s needs what it takes off ('off:', an amount or such as "
			"30%%)",
			whose);
	if (off->percent != NUMBER_NONE && off->amount != NUMBER_NONE)
		return fail(err, ST_BAD_DATA,
			"%s takes off either a percentage or an amount, not both",
			whose);
	if (off->percent == 0 || off->amount == 0)
		return fail(err, ST_BAD_DATA,
			"off is 0, and %s must take something off", whose);
	if (off->percent != NUMBER_NONE &&
		(off->percent < 0 || off->percent > PERCENT_WHOLE))
		return fail(err, ST_BAD_DATA,
			"off is not from 0%% to 100%%: no more can be taken off");
	return check_amount("off", off->amount, err);
}

static enum status
check_zone(const char *zone, struct err *err)
{
	char code[COUNTRY_CODE_MAX];

	if (zone[0] == '\0')
		return fail(err, ST_BAD_DATA,
			"a tax rate needs a zone: a country such as DE, or * for all "
			"others");
	if (strcmp(zone, "*") == 0 ||
		(country_find(zone, code) && strcmp(zone, code) == 0))
		return ST_OK;
	return fail(err, ST_BAD_DATA,
		"zone '%.80s' is neither a country (ISO 3166-1, such as DE) nor * "
		"for all others",
		zone);
}

static enum status
check_tax(const struct tax_rate *rate, struct err *err)
{
	TRY(check_name(RULE_TAX, rate->tax_class, err));
	TRY(rule_check_class("class", rate->tax_class, err));
	TRY(check_zone(rate->zone, err));
	if (rate->rate == NUMBER_NONE)
		return fail(err, ST_BAD_DATA,
			"a tax rate needs a rate, a percentage such as 19 or 8.875");
	if (rate->rate < 0 || rate->rate > PERCENT_MAX)
		return fail(err, ST_BAD_DATA, "rate is not from 0 to 1000");
	return ST_OK;
}

static enum status
check_countries(const struct texts *countries, struct err *err)
{
	char code[COUNTRY_CODE_MAX];
	size_t i;

	if (countries->count > RULE_COUNTRIES_MAX)
		return fail(err, ST_BAD_DATA,
			"there are %zu countries, of which %d are allowed",
			countries->count, RULE_COUNTRIES_MAX);
	for (i = 0; i < countries->count; i++)
		if (!country_find(countries->items[i], code) ||
			strcmp(countries->items[i], code) != 0)
			return fail(err, ST_BAD_DATA,
				"countries: '%.80s' is no country (ISO 3166-1, such "
				"as DE)",
				countries->items[i]);
	return ST_OK;
}

static enum status
check_shipping(const struct shipping_method *method, struct err *err)
{
	TRY(check_name(RULE_SHIPPING, method->method, err));
	TRY(check_countries(&method->countries, err));
	if (method->price == NUMBER_NONE)
		return fail(err, ST_BAD_DATA, "a shipping method needs a price");
	TRY(check_amount("price", method->price, err));
	TRY(check_range("goods", method->goods_min, method->goods_max, err));
	TRY(check_range("weight_g", method->weight_min_g, method->weight_max_g, err));
	return rule_check_class("tax_class", method->tax_class, err);
}

static enum status
check_sale(const struct sale *sale, struct err *err)
{
	TRY(check_name(RULE_SALE, sale->sale, err));
	TRY(check_off("a sale", &sale->off, err));
	TRY(rule_check_path("category", sale->category, err));
	TRY(rule_check_text("brand", sale->brand, RULE_BRAND_SIZE_MAX, err));
	TRY(check_products("product", &sale->products, err));
	TRY(check_dates(sale->from, sale->until, err));
	return check_priority(sale->priority, err);
}

static bool
covers_all(const struct promotion_action *action)
{
	return !action->category[0] && action->products.count == 0 &&
	       action->price_min == NUMBER_NONE && action->price_max == NUMBER_NONE &&
	       !action->skip_on_sale;
}

static enum status
check_action(const struct promotion_action *action, struct err *err)
{
	TRY(check_off("an action", &action->off, err));
	TRY(rule_check_path("category", action->category, err));
	TRY(check_products("product", &action->products, err));
	TRY(check_range("price", action->price_min, action->price_max, err));
	if (action->from == OFF_SHIPPING && !covers_all(action))
		return fail(err, ST_BAD_DATA,
			"what is taken off shipping is not of certain goods: it has "
			"no category, product, price or skip_on_sale");
	return ST_OK;
}

static enum status
check_actions(const struct list *actions, struct err *err)
{
	const struct promotion_action *items = actions->items;
	size_t i;

	if (actions->count == 0)
		return fail(err, ST_BAD_DATA,
			"a promotion needs what it does ('do:', such as { off: 10%%, "
			"from: order })");
	if (actions->count > PROMOTION_ACTIONS_MAX)
		return fail(err, ST_BAD_DATA,
			"a promotion does %zu things, of which %d are allowed",
			actions->count, PROMOTION_ACTIONS_MAX);
	for (i = 0; i < actions->count; i++)
		TRY(check_action(&items[i], err));
	return ST_OK;
}

static enum status
check_totals(const struct list *totals, struct err *err)
{
	const struct category_total *items = totals->items;
	size_t i;

	if (totals->count > PROMOTION_CATEGORIES_MAX)
		return fail(err, ST_BAD_DATA,
			"category_total has %zu categories, of which %d are allowed",
			totals->count, PROMOTION_CATEGORIES_MAX);
	for (i = 0; i < totals->count; i++) {
		if (!items[i].category[0])
			return fail(err, ST_BAD_DATA,
				"category_total has a category without a name");
		TRY(rule_check_path("category_total", items[i].category, err));
		TRY(check_range("category_total", items[i].min, items[i].max, err));
		if (items[i].min == NUMBER_NONE && items[i].max == NUMBER_NONE)
			return fail(err, ST_BAD_DATA,
				"category_total of '%s' has no range",
				items[i].category);
	}
	return ST_OK;
}

static enum status
check_coupon(const struct promotion *promotion, struct err *err)
{
	const char *folded;
	struct arena arena = { NULL };
	enum status status;
	size_t size;

	TRY(rule_check_text(
		"coupon.code", promotion->coupon_code, COUPON_CODE_SIZE_MAX, err));
	TRY(check_amount("coupon.limit", promotion->coupon_limit, err));
	TRY(check_amount("coupon.limit_per_customer",
		promotion->coupon_limit_per_customer, err));
	if (promotion->coupon_code[0] == '\0')
		return promotion->coupon_limit == NUMBER_NONE &&
				       promotion->coupon_limit_per_customer ==
					       NUMBER_NONE
			       ? ST_OK
			       : fail(err, ST_BAD_DATA, "a coupon needs a code");
	status = coupon_fold(&arena, promotion->coupon_code, &folded, err);
	size = status == ST_OK ? strlen(folded) : 0;
	arena_free(&arena);
	TRY(status);
	if (size == 0 || size > COUPON_FOLDED_SIZE_MAX)
		return fail(err, ST_BAD_DATA,
			"coupon.code '%s' has no letters, or too many once they are "
			"folded",
			promotion->coupon_code);
	return ST_OK;
}

static enum status
check_promotion(const struct promotion *promotion, struct err *err)
{
	TRY(check_name(RULE_PROMOTION, promotion->promotion, err));
	TRY(check_priority(promotion->priority, err));
	TRY(check_dates(promotion->from, promotion->until, err));
	TRY(check_coupon(promotion, err));
	TRY(check_range("goods", promotion->goods_min, promotion->goods_max, err));
	TRY(check_range(
		"quantity", promotion->quantity_min, promotion->quantity_max, err));
	TRY(check_totals(&promotion->category_totals, err));
	TRY(check_products("has", &promotion->has, err));
	if (promotion->nth_order != NUMBER_NONE && promotion->nth_order < 1)
		return fail(err, ST_BAD_DATA, "nth_order counts from 1");
	TRY(rule_check_text("group", promotion->group, RULE_GROUP_SIZE_MAX, err));
	return check_actions(&promotion->actions, err);
}

enum status
rule_check(enum rule_kind kind, const void *rule, struct err *err)
{
	switch (kind) {
	case RULE_TAX:
		return check_tax(rule, err);
	case RULE_SHIPPING:
		return check_shipping(rule, err);
	case RULE_SALE:
		return check_sale(rule, err);
	case RULE_PROMOTION:
		return check_promotion(rule, err);
	default:
		invariant(false);
	}
	return ST_OK;
}
