#ifndef SHOP_PRICING_QUOTE_PARTS_H
#define SHOP_PRICING_QUOTE_PARTS_H

#include "base/bytes.h"
#include "pricing/off.h"
#include "pricing/quote.h"
#include "pricing/split.h"

/* What the files of the quote share. */

/* A promotion, and what came of it. */
struct quote_turn {
	const struct promotion *promotion;
	bool by_coupon;    /* its coupon is the one given */
	const char *fault; /* NULL: it holds */
	bool covers;       /* an action of it covers a line */
	int64_t goods;
	int64_t shipping;
};

/* A quote under construction. */
struct quoting {
	const struct quote_terms *terms;
	struct quote *quote;
	struct quote_line *lines;
	size_t count;
	bool taxed_alike; /* all lines, at one rate or at none */
	/* What each line gives in the order of the cart, while its discount is that
	 * of an order of its own: see quote_give.c. */
	int64_t *given;
	struct quote_turn *turns; /* in the order of the rules */
	size_t turn_count;
	const struct shipping_method *method; /* NULL: none */
	struct buffer steps;                  /* of struct quote_step */
};

/* The steps of making one, in this order. */
enum status quote_take_promotions(struct quoting *quoting, struct err *err);
enum status quote_choose_shipping(struct quoting *quoting, struct err *err);
enum status quote_list_promotions(struct quoting *quoting, struct err *err);
enum status quote_count_taxes(struct quoting *quoting, struct err *err);

bool quote_taxed_alike(const struct quoting *quoting);
/* Whether the coupon given is the promotion's, in any case. */
enum status quote_coupon_is_given(const struct quote_terms *terms,
	const struct promotion *promotion, bool *given, struct err *err);
/* Takes off goods what an action of the turn's promotion gives. */
enum status quote_take_goods(struct quoting *quoting, struct quote_turn *turn,
	const struct promotion_action *action, struct err *err);
/* Hands out what an action took, the shares of parts, one for each line: in the
 * quote's own order, and in the cart's, whose shares it leaves in parts. is_split
 * says that they are of one amount. */
enum status quote_give(struct quoting *quoting, struct split_part *parts,
	bool is_split, struct err *err);
/* The lines' discounts become those of the cart's order. */
void quote_show_given(struct quoting *quoting);
/* The lowest a unit may cost; how much more a line may lose. */
int64_t quote_floor(const struct quote_line *line);
int64_t quote_room(const struct quote_line *line, int64_t discount);
bool quote_action_covers(
	const struct promotion_action *action, const struct quote_line *line);
bool quote_action_covers_any(
	const struct promotion_action *action, const struct quoting *quoting);

/* What a line costs after its discounts; all of them. */
int64_t quote_line_net(const struct quote_line *line);
int64_t quote_lines_net(const struct quote_line *lines, size_t count);

/* A copy of a step goes to the end of the quote's. */
enum status quote_add_step(
	struct quoting *quoting, const struct quote_step *step, struct err *err);

#endif
