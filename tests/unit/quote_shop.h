#ifndef SHOP_TESTS_UNIT_QUOTE_SHOP_H
#define SHOP_TESTS_UNIT_QUOTE_SHOP_H

#include "pricing/quote.h"

/* A small shop and a cart in it, put together piece by piece. Everything that is put
 * in says nothing but what it is given. */
#define SHOP_ITEMS_MAX 12
#define SHOP_NOW ((int64_t)1788220800000000) /* 2026-09-01T00:00:00Z */

struct quote_shop {
	struct arena arena;
	struct quote_terms terms;
	struct quote_line lines[SHOP_ITEMS_MAX];
	struct promotion promotions[SHOP_ITEMS_MAX];
	struct promotion_action actions[SHOP_ITEMS_MAX][4];
	struct shipping_method methods[SHOP_ITEMS_MAX];
	struct tax_rate rates[SHOP_ITEMS_MAX];
	struct list cart; /* of struct quote_line */
	struct quote quote;
	struct err err;
};
/* Of euros, without a rule. For the setup and teardown of a test: *state is it. */
int quote_shop_open(void **state);
int quote_shop_close(void **state);

struct quote_line *put_line(
	struct quote_shop *shop, const char *sku, int64_t quantity, int64_t price);
struct promotion *put_promotion(
	struct quote_shop *shop, const char *name, int64_t priority);
/* To the last promotion: minor units, whole percents. */
struct promotion_action *put_amount(
	struct quote_shop *shop, enum promotion_from from, int64_t amount);
struct promotion_action *put_percent(
	struct quote_shop *shop, enum promotion_from from, int64_t percent);
struct shipping_method *put_method(
	struct quote_shop *shop, const char *name, int64_t price);
void put_rate(struct quote_shop *shop, const char *tax_class, int64_t percent,
	bool included);

enum status price_cart(struct quote_shop *shop);
/* As price_cart, which must work. */
const struct quote *priced(struct quote_shop *shop);

#endif
