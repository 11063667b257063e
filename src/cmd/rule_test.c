#include "cmd/rule_test.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "order/cart.h"
#include "order/quote_view.h"
#include "order/terms.h"
#include "pricing/percent.h"

/* Longer numbers are no quantities. */
#define QUANTITY_DIGITS_MAX 9

/* SKU=N, or a SKU alone; a SKU may have a = in it. */
static enum status
read_item(struct arena *arena, const char *text, struct terms_item *item,
	struct err *err)
{
	const char *equals = strrchr(text, '=');
	size_t digits = equals ? strspn(equals + 1, "0123456789") : 0;

	*item = (struct terms_item){ text, 1 };
	if (digits == 0 || equals[1 + digits])
		return ST_OK;
	if (digits > QUANTITY_DIGITS_MAX)
		return fail(
			err, ST_USAGE, "--line '%s' is more than there can be", text);
	item->quantity = strtoll(equals + 1, NULL, 10);
	return arena_copy(arena, text, (size_t)(equals - text), &item->sku, err);
}

/* The same said twice is said of one line. */
static void
add_item(struct list *list, const struct terms_item *item)
{
	struct terms_item *items = list->items;
	size_t i;

	for (i = 0; i < list->count; i++)
		if (strcmp(items[i].sku, item->sku) == 0) {
			items[i].quantity += item->quantity;
			return;
		}
	items[list->count++] = *item;
}

static enum status
say_items(const struct rule_test *test, struct txn *txn, struct list *list,
	struct err *err)
{
	const struct words *lines = &test->input->lines;
	struct terms_item *items;
	struct terms_item item;
	size_t i;

	TRY(ARENA_NEW(txn_arena(txn), lines->count, &items, err));
	*list = (struct list){ items, 0 };
	for (i = 0; i < lines->count; i++) {
		TRY(read_item(txn_arena(txn), lines->items[i], &item, err));
		add_item(list, &item);
	}
	return ST_OK;
}

/* A cart may hold what is gone by now. */
static enum status
is_sold(struct txn *txn, const char *sku, bool *sold, struct err *err)
{
	struct product product;
	struct details details;
	size_t variant;

	TRY(product_by_sku(txn, sku, &product, &variant, sold, err));
	if (!*sold)
		return ST_OK;
	TRY(product_details(&product, variant, txn_arena(txn), &details, err));
	*sold = product_is_sold(&product, variant, &details);
	return ST_OK;
}

static enum status
cart_items(
	struct txn *txn, const struct cart *cart, struct list *list, struct err *err)
{
	const struct cart_line *lines = cart->lines.items;
	struct terms_item *items;
	bool sold;
	size_t i;

	TRY(ARENA_NEW(txn_arena(txn), cart->lines.count, &items, err));
	*list = (struct list){ items, 0 };
	for (i = 0; i < cart->lines.count; i++) {
		TRY(is_sold(txn, lines[i].sku, &sold, err));
		if (sold)
			items[list->count++] = (struct terms_item){ lines[i].sku,
				lines[i].quantity };
	}
	return ST_OK;
}

/* What is in the customer's cart, and the coupon, where none is said. */
static enum status
take_cart(const struct rule_test *test, struct txn *txn, struct list *list,
	struct terms_request *request, struct err *err)
{
	struct cart cart;

	TRY(cart_get(txn, request->customer, &cart, err));
	TRY(cart_items(txn, &cart, list, err));
	if (list->count == 0)
		return fail(err, ST_EMPTY,
			"the cart of '%s' is empty (say what is in it: --line SKU=2)",
			test->context->global->for_customer);
	if (!test->input->coupon)
		request->coupon = cart.coupon;
	return ST_OK;
}

enum status
rule_test_quote(struct rule_test *test, struct txn *txn, const char *method,
	struct quote *quote, struct err *err)
{
	const struct rule_test_input *input = test->input;
	bool somebody = test->context->global->for_customer != NULL;
	struct terms_request request = {
		.customer = somebody ? test->context->customer : 0,
		.country = input->country ? input->country : "",
		.method = method,
		.coupon = input->coupon ? input->coupon : "",
		.group = input->group,
		.now = test->at
	};
	struct terms terms;
	struct list items;

	if (input->lines.count > 0)
		TRY(say_items(test, txn, &items, err));
	else
		TRY(take_cart(test, txn, &items, &request, err));
	TRY(terms_read(txn, &request, &terms, err));
	test->view.country = terms.quote.country;
	test->view.coupon = terms.quote.coupon;
	return terms_quote(txn, &request, items, quote, err);
}

/* "" for no tax. */
static enum status
rate_text(struct arena *arena, int64_t rate, const char **text, struct err *err)
{
	char digits[PERCENT_TEXT_MAX];

	*text = "";
	if (rate == NUMBER_NONE)
		return ST_OK;
	percent_format(rate, digits);
	return arena_format(arena, text, err, "%s%%", digits);
}

static enum status
fill_line(struct arena *arena, const struct quote_line *line,
	struct rule_test_line *shown, struct err *err)
{
	*shown = (struct rule_test_line){ line->sku, line->name, line->quantity,
		line->unit_price, line->line_total, line->discount, line->tax_class,
		"", line->tax_is_included, line->tax_added, line->tax_included };
	return rate_text(arena, line->tax_rate, &shown->rate, err);
}

static enum status
fill_lines(struct rule_test_view *view, struct arena *arena,
	const struct quote *quote, struct err *err)
{
	const struct quote_line *lines = quote->lines.items;
	struct rule_test_line *items;
	size_t i;

	TRY(ARENA_NEW(arena, quote->lines.count, &items, err));
	for (i = 0; i < quote->lines.count; i++)
		TRY(fill_line(arena, &lines[i], &items[i], err));
	view->items = (struct list){ items, quote->lines.count };
	view->steps = quote->steps;
	return quote_view_taxes(&quote->taxes, arena, &view->taxes, err);
}

enum status
rule_test_fill(struct rule_test *test, struct txn *txn, const struct quote *quote,
	struct err *err)
{
	struct rule_test_view *view = &test->view;

	view->goods_total = quote->goods_total;
	view->discount_total = quote->discount_total;
	view->shipping_total = quote->shipping_total;
	view->tax_added = quote->tax_added;
	view->tax_included = quote->tax_included;
	view->total = quote->total;
	view->currency = quote->currency;
	view->at = test->at ? test->at : txn_now(txn);
	view->coupon_fault = quote->coupon_fault ? quote->coupon_fault : "";
	view->shipping_method = quote->shipping.method;
	view->shipping_tax_added = quote->shipping.tax_added;
	view->shipping_tax_included = quote->shipping.tax_included;
	view->unshippable = quote->unshippable ? quote->unshippable : "";
	TRY(rate_text(txn_arena(txn), quote->shipping.tax_rate,
		&view->shipping_tax_rate, err));
	return fill_lines(view, txn_arena(txn), quote, err);
}

static enum status
check_input(struct rule_test *test, struct err *err)
{
	const struct rule_test_input *input = test->input;

	if (input->lines.count == 0 && !test->context->global->for_customer)
		return fail(err, ST_USAGE,
			"which cart? --line SKU=2 says what is in it, --for CUSTOMER "
			"takes a customer's");
	if (input->at && !date_parse(input->at, false, &test->at))
		return fail(err, ST_USAGE,
			"--at '%s' is not a date (2026-12-31 or 2026-12-31T18:00)",
			input->at);
	return ST_OK;
}

enum status
rule_test_run(struct rule_test *test, txn_fn *fn, struct err *err)
{
	struct context *context = test->context;

	TRY(check_input(test, err));
	TRY(context_read(context, fn, test, err));
	TRY(output_record(
		context->output, context->command->result, &test->view, err));
	return test->fault ? fail(err, ST_REFUSED, "%s", test->fault) : ST_OK;
}
