#include "unit.h"

#include "catalog/reprice.h"
#include "pricing/rule.h"
#include "staged_shop.h"

/* Sales that change while a catalogue is staged. */

/* Puts the whole shop on sale. */
static enum status
begin_sale(struct txn *txn, void *arg, struct err *err)
{
	struct sale sale;
	struct catalog *catalog;

	(void)arg;
	record_init(&sale_record, &sale);
	sale.sale = "all";
	sale.off.percent = 50000000;
	TRY(rule_put(txn, RULE_SALE, &sale, err));
	TRY(catalog_open(txn, &catalog, err));
	TRY(catalog_sale_changed(catalog, NULL, &sale, err));
	return catalog_close(catalog, err);
}

static enum status
name_with_sales(struct txn *txn, void *arg, struct err *err)
{
	struct catalog *catalog;

	txn_use_set(txn, SET_STAGED);
	TRY(catalog_open(txn, &catalog, err));
	TRY(staged_sales_settle(catalog, arg, err));
	TRY(catalog_close(catalog, err));
	return stage_name(txn, err);
}

static enum status
note_sales(struct txn *txn, void *arg, struct err *err)
{
	return staged_sales_begin(txn, arg, err);
}

static enum status
apply_due(struct txn *txn, void *arg, struct err *err)
{
	struct catalog *catalog;
	struct due due;
	bool found;

	*(size_t *)arg = 0;
	TRY(catalog_open(txn, &catalog, err));
	for (;;) {
		TRY(due_take(txn, txn_now(txn), &due, &found, err));
		if (!found)
			return catalog_close(catalog, err);
		TRY(catalog_apply_due(catalog, &due, err));
		++*(size_t *)arg;
	}
}

static enum status
current_price(struct txn *txn, void *arg, struct err *err)
{
	struct product product;
	size_t variant;
	bool found;

	TRY(product_by_sku(txn, "N", &product, &variant, &found, err));
	*(int64_t *)arg = found ? product_current_price(&product, variant) : -1;
	return ST_OK;
}

static void
expect_current(struct bench *bench, bool sale, int64_t expected)
{
	struct staged_sales sales;
	struct stage *stage;
	int64_t price;
	size_t due;

	staged_begin(bench, "name:A=Red price:A=10");
	stage = staged_copy(bench);
	assert_int_equal(stage_write(stage, note_sales, &sales, &bench->err), ST_OK);
	staged_run(bench, stage, staged_change, "price:N=10");
	staged_index(bench, stage);
	if (sale)
		bench_write(bench, begin_sale, NULL);
	assert_int_equal(
		stage_settle(stage, name_with_sales, &sales, &bench->err), ST_OK);
	stage_close(stage);
	bench_write(bench, apply_due, &due);
	assert_int_equal(due, sale);
	bench_read(bench, current_price, &price);
	assert_int_equal(price, expected);
	bench_read(bench, staged_prove, NULL);
}

static void
a_sale_that_begins_beside_a_stage_holds_in_it(void **state)
{
	expect_current(*state, true, 500);
}

static void
sales_that_stay_as_they_are_cost_nothing(void **state)
{
	expect_current(*state, false, 1000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(a_sale_that_begins_beside_a_stage_holds_in_it),
		EACH(sales_that_stay_as_they_are_cost_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
