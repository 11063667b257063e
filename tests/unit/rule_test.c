#include "pricing/rule_edit.h"

#include <stdio.h>
#include <string.h>

#include "unit.h"

#include "base/date.h"
#include "store_bench.h"

/* What a test does in a transaction: keys of a rule in a row, each with one text, or
 * a name to look for. */
struct step {
	enum rule_kind kind;
	const char *keys[12]; /* key, text, key, text ... */
	const char *name;
	union {
		struct tax_rate tax;
		struct shipping_method shipping;
		struct sale sale;
		struct promotion promotion;
	} rule;
	bool found;
	struct list list;
	int64_t now;
};

static enum status
set(const struct rule_edit *edit, const char *key, const char *text, struct err *err)
{
	struct rule_value value = { .key = key, .texts = { &text, 1 } };

	if (strncmp(key, "do.", 3) != 0)
		return rule_set(edit, &value, err);
	value.key += 3;
	return rule_set_action(edit, &value, err);
}

static enum status
put(struct txn *txn, void *arg, struct err *err)
{
	struct step *step = arg;
	struct rule_edit edit = { step->kind, &step->rule, 2, txn_arena(txn) };
	size_t i;

	record_init(rule_types[step->kind].record, &step->rule);
	if (step->kind == RULE_PROMOTION)
		TRY(rule_add_action(&edit, err));
	for (i = 0; step->keys[i]; i += 2)
		TRY(set(&edit, step->keys[i], step->keys[i + 1], err));
	return rule_put(txn, step->kind, &step->rule, err);
}

static enum status
find(struct txn *txn, void *arg, struct err *err)
{
	struct step *step = arg;

	return rule_find(txn, step->kind, step->name, &step->rule, &step->found, err);
}

static enum status
require(struct txn *txn, void *arg, struct err *err)
{
	struct step *step = arg;

	return rule_require(txn, step->kind, step->name, &step->rule, err);
}

static enum status
drop(struct txn *txn, void *arg, struct err *err)
{
	struct step *step = arg;

	return rule_remove(txn, step->kind, step->name, err);
}

static enum status
list(struct txn *txn, void *arg, struct err *err)
{
	struct step *step = arg;

	return rule_list(txn, step->kind, &step->list, err);
}

static enum status
list_automatic(struct txn *txn, void *arg, struct err *err)
{
	struct step *step = arg;

	return promotion_list_automatic(txn, &step->list, err);
}

static enum status
find_coupon(struct txn *txn, void *arg, struct err *err)
{
	struct step *step = arg;

	return promotion_by_coupon(
		txn, step->name, &step->rule.promotion, &step->found, err);
}

static enum status
find_rate(struct txn *txn, void *arg, struct err *err)
{
	struct step *step = arg;

	return tax_rate_find(
		txn, step->keys[0], step->keys[1], step->now, &step->rule.tax, err);
}

static void
fault(void *arg, const char *kind, const char *subject, const char *message)
{
	(void)arg;
	fail_msg("%s: %s: %s", kind, subject, message);
}

static enum status
prove(struct txn *txn, void *arg, struct err *err)
{
	struct step *step = arg;
	uint64_t count;

	TRY(rule_prove(txn, fault, NULL, &count, err));
	step->now = (int64_t)count;
	return ST_OK;
}

static void
expect_rules(struct bench *bench, int64_t count)
{
	struct step step = { .kind = RULE_TAX };

	bench_read(bench, prove, &step);
	assert_int_equal(step.now, count);
}

static void
refuse(struct bench *bench, txn_fn *fn, struct step *step, enum status status,
	const char *message)
{
	bench->err = (struct err){ .status = ST_OK };
	assert_int_equal(
		store_write(bench->store, &bench->arena, fn, step, &bench->err),
		status);
	bench_expect_message(bench, message);
}

static void
put_tax(struct bench *bench, const char *zone, const char *rate, const char *from)
{
	struct step step = { .kind = RULE_TAX,
		.keys = { "class", "standard", "zone", zone, "rate", rate,
			from ? "from" : NULL, from } };

	bench_write(bench, put, &step);
}

static void
put_promotion(struct bench *bench, const char *name, const char *code)
{
	struct step step = { .kind = RULE_PROMOTION,
		.keys = { "promotion", name, "do.off", "1",
			code ? "coupon.code" : NULL, code } };

	bench_write(bench, put, &step);
}

static int64_t
rate_of(struct bench *bench, const char *tax_class, const char *country,
	const char *day)
{
	struct step step = { .keys = { tax_class, country } };

	assert_true(date_parse(day, false, &step.now));
	bench_read(bench, find_rate, &step);
	return step.rule.tax.rate == NUMBER_NONE ? -1 : step.rule.tax.rate / 1000000;
}

static void
the_latest_rate_that_has_begun_holds(void **state)
{
	struct bench *bench = *state;

	put_tax(bench, "DE", "19", NULL);
	put_tax(bench, "DE", "16", "2020-07-01");
	put_tax(bench, "DE", "20", "2021-01-01");
	put_tax(bench, "*", "7", NULL);
	put_tax(bench, "FR", "5", "2021-01-01");
	assert_int_equal(rate_of(bench, "standard", "DE", "2020-06-30T23:59:59"), 19);
	assert_int_equal(rate_of(bench, "standard", "DE", "2020-07-01"), 16);
	assert_int_equal(
		rate_of(bench, "standard", "DE", "2020-12-31T23:59:59.999999"), 16);
	assert_int_equal(rate_of(bench, "standard", "DE", "2021-01-01"), 20);
	assert_int_equal(rate_of(bench, "standard", "DE", "1960-01-01"), 19);
	assert_int_equal(rate_of(bench, "standard", "FR", "2020-12-31"), 7);
	assert_int_equal(rate_of(bench, "standard", "FR", "2021-01-01"), 5);
	assert_int_equal(rate_of(bench, "standard", "AT", "2021-01-01"), 7);
	assert_int_equal(rate_of(bench, "standard", "", "2021-01-01"), 7);
	assert_int_equal(rate_of(bench, "standar", "DE", "2021-01-01"), -1);
	assert_int_equal(rate_of(bench, "standard2", "DE", "2021-01-01"), -1);
	assert_int_equal(rate_of(bench, "", "DE", "2021-01-01"), -1);
	assert_int_equal(rate_of(bench, "", "", "2021-01-01"), -1);
	expect_rules(bench, 5);
}

static void
a_class_too_long_for_a_rate_has_none(void **state)
{
	struct bench *bench = *state;
	char tax_class[1001];

	memset(tax_class, 'x', sizeof(tax_class) - 1);
	tax_class[sizeof(tax_class) - 1] = '\0';
	assert_int_equal(rate_of(bench, tax_class, "DE", "2026-01-01"), -1);
}

static void
tax_rates_are_found_by_class_zone_and_day(void **state)
{
	static const char *const found[] = { "standard/DE", "standard/*",
		"standard/DE/2021-01-01", "standard/DE/2021-01-01T00:00" };
	static const char *const missing[] = { "", "standard", "standard/", "/DE",
		"standard/de", "standard/DE/", "standard/DE/2021-01-02",
		"standard/DE/never", "standard/DEU", "standard/D/E",
		"standard/DE/2021-01-01/", "//", "*" };
	struct bench *bench = *state;
	struct step step = { .kind = RULE_TAX };
	size_t i;

	put_tax(bench, "DE", "19", NULL);
	put_tax(bench, "DE", "20", "2021-01-01");
	put_tax(bench, "*", "7", NULL);
	for (i = 0; i < sizeof(found) / sizeof(found[0]); i++) {
		step.name = found[i];
		bench_read(bench, find, &step);
		assert_true(step.found);
	}
	for (i = 0; i < sizeof(missing) / sizeof(missing[0]); i++) {
		step.name = missing[i];
		bench_read(bench, find, &step);
		assert_false(step.found);
	}
	step.name = "standard/FR";
	refuse(bench, require, &step, ST_NOT_FOUND,
		"no tax rate 'standard/FR' (did you mean");
	step.name = "standard/DE/2021";
	refuse(bench, require, &step, ST_NOT_FOUND,
		"did you mean 'standard/DE/2021-01-01'?");
	step.name = "reduced/SE";
	refuse(bench, require, &step, ST_NOT_FOUND,
		"no tax rate 'reduced/SE' (admin tax list shows them all)");
}

static void
what_is_not_there_suggests_the_nearest(void **state)
{
	struct bench *bench = *state;
	struct step step = { .kind = RULE_SALE,
		.keys = { "sale", "winter", "off", "30%" } };

	bench_write(bench, put, &step);
	step.name = "wintr";
	refuse(bench, drop, &step, ST_NOT_FOUND,
		"no sale 'wintr' (did you mean 'winter'?)");
	step.name = "autumn";
	refuse(bench, drop, &step, ST_NOT_FOUND,
		"no sale 'autumn' (admin sale list shows them all)");
	step.name = "winter";
	bench_write(bench, drop, &step);
	refuse(bench, drop, &step, ST_NOT_FOUND, "no sale 'winter'");
	expect_rules(bench, 0);
}

static void
names_are_unique_in_their_kind_alone(void **state)
{
	struct bench *bench = *state;
	struct step sale = { .kind = RULE_SALE, .keys = { "sale", "x", "off", "1" } };
	struct step method = { .kind = RULE_SHIPPING,
		.keys = { "method", "x", "price", "2" } };

	bench_write(bench, put, &sale);
	bench_write(bench, put, &method);
	put_promotion(bench, "x", NULL);
	expect_rules(bench, 3);
	sale.name = "x";
	bench_write(bench, drop, &sale);
	method.name = "x";
	bench_read(bench, find, &method);
	assert_true(method.found);
	assert_int_equal(method.rule.shipping.price, 200);
}

static bool
coupon_leads_to(struct bench *bench, const char *code, const char *promotion)
{
	struct step step = { .name = code };

	bench_read(bench, find_coupon, &step);
	return step.found ? promotion && strcmp(step.rule.promotion.promotion,
						 promotion) == 0
			  : !promotion;
}

static void
coupons_are_found_in_any_case_and_others_by_themselves(void **state)
{
	struct bench *bench = *state;
	struct step step = { .kind = RULE_PROMOTION };
	const struct promotion *items;

	put_promotion(bench, "b", "Straße");
	put_promotion(bench, "c", NULL);
	put_promotion(bench, "a", NULL);
	assert_true(coupon_leads_to(bench, "STRASSE", "b"));
	assert_true(coupon_leads_to(bench, "strasse", "b"));
	assert_true(coupon_leads_to(bench, "strass", NULL));
	assert_true(coupon_leads_to(bench, "", NULL));
	bench_read(bench, list_automatic, &step);
	items = step.list.items;
	assert_int_equal(step.list.count, 2);
	assert_string_equal(items[0].promotion, "a");
	assert_string_equal(items[1].promotion, "c");
	bench_read(bench, list, &step);
	items = step.list.items;
	assert_int_equal(step.list.count, 3);
	assert_string_equal(items[1].promotion, "b");
}

static void
a_promotion_moves_with_its_coupon(void **state)
{
	struct bench *bench = *state;
	struct step step = { .kind = RULE_PROMOTION, .name = "a" };
	struct step taken = { .kind = RULE_PROMOTION,
		.keys = { "promotion", "b", "do.off", "1", "coupon.code", "two" } };

	put_promotion(bench, "a", NULL);
	put_promotion(bench, "a", "ONE");
	expect_rules(bench, 1);
	put_promotion(bench, "a", "one");
	put_promotion(bench, "a", "TWO");
	expect_rules(bench, 1);
	assert_true(coupon_leads_to(bench, "one", NULL));
	assert_true(coupon_leads_to(bench, "two", "a"));
	refuse(bench, put, &taken, ST_EXISTS,
		"coupon 'two' is the code of promotion 'a' already");
	put_promotion(bench, "a", NULL);
	bench_write(bench, put, &taken);
	expect_rules(bench, 2);
	bench_write(bench, drop, &step);
	step.name = "b";
	bench_write(bench, drop, &step);
	assert_true(coupon_leads_to(bench, "two", NULL));
	expect_rules(bench, 0);
}

static void
a_code_longer_than_any_is_no_coupon(void **state)
{
	char code[2001];

	memset(code, 'x', sizeof(code) - 1);
	code[sizeof(code) - 1] = '\0';
	assert_true(coupon_leads_to(*state, code, NULL));
}

/* U+FDFA folds to 18 letters. */
static void
a_code_that_folds_to_too_much_is_refused(void **state)
{
	struct step step = { .kind = RULE_PROMOTION,
		.keys = { "promotion", "b", "do.off", "1", "coupon.code",
			"\uFDFA\uFDFA\uFDFA\uFDFA\uFDFA\uFDFA"
			"\uFDFA" } };

	refuse(*state, put, &step, ST_BAD_DATA, "too many once they are folded");
}

static enum status
put_sales(struct txn *txn, void *arg, struct err *err)
{
	struct step *step = arg;
	struct sale sale;
	char name[16];
	int i;

	record_init(&sale_record, &sale);
	sale.sale = name;
	sale.off.amount = 1;
	for (i = 0; i < step->now; i++) {
		snprintf(name, sizeof(name), "%d", i);
		TRY(rule_put(txn, RULE_SALE, &sale, err));
	}
	return ST_OK;
}

static void
there_are_no_more_of_what_each_cart_looks_at(void **state)
{
	struct bench *bench = *state;
	struct step step = { .now = RULES_QUOTED_MAX };
	struct step sale = { .kind = RULE_SALE,
		.keys = { "sale", "one more", "off", "2" } };

	bench_write(bench, put_sales, &step);
	refuse(bench, put, &sale, ST_REFUSED,
		"there are 1000 sales already, which is as many as may be");
	sale.keys[1] = "7";
	bench_write(bench, put, &sale);
	put_tax(bench, "DE", "19", NULL);
	put_promotion(bench, "a", NULL);
	put_promotion(bench, "b", "B");
	expect_rules(bench, RULES_QUOTED_MAX + 3);
}

static enum status
check(struct txn *txn, void *arg, struct err *err)
{
	struct step *step = arg;

	(void)txn;
	return rule_check(step->kind, &step->rule, err);
}

static struct promotion_action ten_percent = { OFF_ORDER, { 10000000, NUMBER_NONE },
	"", { NULL, 0 }, NUMBER_NONE, NUMBER_NONE, false };

static struct step
whole_promotion(void)
{
	struct step step = { .kind = RULE_PROMOTION };

	record_init(&promotion_record, &step.rule);
	step.rule.promotion.promotion = "p";
	step.rule.promotion.actions = (struct list){ &ten_percent, 1 };
	return step;
}

/* What no text can say is refused all the same. */
static void
a_rule_is_checked_whatever_made_it(void **state)
{
	struct bench *bench = *state;
	struct step step = whole_promotion();
	struct promotion *promotion = &step.rule.promotion;

	bench_read(bench, check, &step);
	promotion->priority = RULE_PRIORITY_MAX + 1;
	refuse(bench, check, &step, ST_BAD_DATA, "priority 1000000 is not from");
	step = whole_promotion();
	promotion->goods_min = -1;
	refuse(bench, check, &step, ST_BAD_DATA, "goods is below zero");
	step = whole_promotion();
	promotion->goods_max = INT64_MAX;
	refuse(bench, check, &step, ST_BAD_DATA, "goods is too large");
	step = whole_promotion();
	promotion->quantity_min = 3;
	promotion->quantity_max = 2;
	refuse(bench, check, &step, ST_BAD_DATA, "ends below its beginning");
	step = whole_promotion();
	promotion->nth_order = 0;
	refuse(bench, check, &step, ST_BAD_DATA, "nth_order counts from 1");
	step = whole_promotion();
	promotion->from = 10;
	promotion->until = 10;
	refuse(bench, check, &step, ST_BAD_DATA, "until is before from");
	step = whole_promotion();
	ten_percent.off.amount = 5;
	refuse(bench, check, &step, ST_BAD_DATA,
		"takes off either a percentage or an amount, not both");
	ten_percent.off = (struct off){ 100000001, NUMBER_NONE };
	refuse(bench, check, &step, ST_BAD_DATA, "off is not from 0% to 100%");
	ten_percent.off = (struct off){ 10000000, NUMBER_NONE };
}

static enum status
share(struct txn *txn, void *arg, struct err *err)
{
	struct step *step = arg;
	struct step copy = *step;
	struct rule_edit edit = { RULE_PROMOTION, &copy.rule, 2, txn_arena(txn) };
	const struct promotion_action *items = step->rule.promotion.actions.items;

	TRY(set(&edit, "do.off", "5", err));
	TRY(rule_add_action(&edit, err));
	TRY(set(&edit, "do.off", "7", err));
	TRY(set(&edit, "when.category_total.A", "1..", err));
	assert_int_equal(step->rule.promotion.actions.count, 1);
	assert_int_equal(items[0].off.amount, NUMBER_NONE);
	assert_int_equal(step->rule.promotion.category_totals.count, 0);
	assert_int_equal(copy.rule.promotion.actions.count, 2);
	return ST_OK;
}

static void
setting_a_copy_leaves_the_original(void **state)
{
	struct step step = whole_promotion();

	bench_read(*state, share, &step);
}

static enum status
refuse_keys(struct txn *txn, void *arg, struct err *err)
{
	struct step *step = arg;
	const char *two[] = { "1", "2" };
	struct rule_edit edit = { step->kind, &step->rule, 2, txn_arena(txn) };
	struct rule_value value = { .key = step->name, .texts = { two, 2 } };

	record_init(rule_types[step->kind].record, &step->rule);
	return rule_set(&edit, &value, err);
}

static void
keys_of_maps_and_lists_say_what_they_take(void **state)
{
	struct step step = { .kind = RULE_PROMOTION, .name = "coupon" };
	struct step one = { .kind = RULE_PROMOTION, .keys = { "coupon", "SUMMER" } };

	refuse(*state, refuse_keys, &step, ST_BAD_DATA, "coupon takes one value");
	refuse(*state, put, &one, ST_BAD_DATA,
		"coupon is a map, such as { code: SUMMER }");
	one.keys[0] = "do";
	refuse(*state, put, &one, ST_BAD_DATA, "do is a list of maps");
	one.keys[0] = "cupon";
	refuse(*state, put, &one, ST_NOT_FOUND, "did you mean 'coupon'?");
	one.keys[0] = "coupon.cod";
	refuse(*state, put, &one, ST_NOT_FOUND,
		"unknown key 'cod' (did you mean 'code'?)");
	one.keys[0] = "where.code";
	refuse(*state, put, &one, ST_NOT_FOUND, "unknown key 'where.code'");
	assert_true(rule_takes_list(RULE_PROMOTION, "when.has"));
	assert_true(rule_takes_list(RULE_SHIPPING, "countries"));
	assert_false(rule_takes_list(RULE_SALE, "off"));
	assert_int_equal(rule_action_shape("product"), RULE_MANY);
	assert_int_equal(rule_shape(RULE_PROMOTION, "when.category_total"), RULE_MAP);
	assert_int_equal(
		rule_shape(RULE_PROMOTION, "when.category_total.A.B"), RULE_ONE);
}

#define RULE(test) BENCH_TEST(test, STORE_MEMORY)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RULE(the_latest_rate_that_has_begun_holds),
		RULE(a_class_too_long_for_a_rate_has_none),
		RULE(tax_rates_are_found_by_class_zone_and_day),
		RULE(what_is_not_there_suggests_the_nearest),
		RULE(names_are_unique_in_their_kind_alone),
		RULE(coupons_are_found_in_any_case_and_others_by_themselves),
		RULE(a_promotion_moves_with_its_coupon),
		RULE(a_code_longer_than_any_is_no_coupon),
		RULE(a_code_that_folds_to_too_much_is_refused),
		RULE(there_are_no_more_of_what_each_cart_looks_at),
		RULE(a_rule_is_checked_whatever_made_it),
		RULE(setting_a_copy_leaves_the_original),
		RULE(keys_of_maps_and_lists_say_what_they_take),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
