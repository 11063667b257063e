#ifndef SHOP_TESTS_UNIT_QUOTE_MAKER_H
#define SHOP_TESTS_UNIT_QUOTE_MAKER_H

#include "chance.h"
#include "pricing/quote.h"

/* Carts and rules made up by chance, of few names, so that they meet often. */
#define MADE_LINES_MAX 12
#define MADE_UNITS_MAX 40
#define MADE_RULES_MAX 6

struct made_cart {
	struct quote_line lines[MADE_LINES_MAX];
	struct tax_rate rates[4];
	struct shipping_method methods[MADE_RULES_MAX];
	struct promotion promotions[MADE_RULES_MAX];
	struct promotion_action actions[MADE_RULES_MAX][3];
	struct category_total totals[MADE_RULES_MAX];
	struct quote_terms terms;
	struct list cart; /* of struct quote_line */
};
void make_cart(struct chance *chance, struct arena *arena, struct made_cart *made);

struct made_price {
	struct sale sales[MADE_RULES_MAX];
	struct price_base base;
	struct list list; /* of struct sale */
	int64_t now;
};
void make_price(struct chance *chance, struct made_price *made);

#endif
