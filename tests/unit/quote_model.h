#ifndef SHOP_TESTS_UNIT_QUOTE_MODEL_H
#define SHOP_TESTS_UNIT_QUOTE_MODEL_H

#include "pricing/quote.h"

/*
 * A second reading of how carts are priced, slow and plain: every unit has its own
 * place, every fraction is exact until it is rounded. It shares nothing with
 * src/pricing but the structs that go in.
 */
#define MODEL_LINES_MAX 12
#define MODEL_UNITS_MAX 40
#define MODEL_PROMOTIONS_MAX 8

__extension__ typedef __int128 wide;

/* up / down, neither below zero. */
struct fraction {
	wide up;
	wide down;
};
int64_t fraction_round(struct fraction fraction);
/* Whether a whole number is within half of one from it. */
bool fraction_is_near(struct fraction fraction, int64_t whole, int64_t halves);
struct fraction percent_fraction(int64_t amount, int64_t percent);
struct fraction included_fraction(int64_t amount, int64_t percent);

struct model_line {
	const struct quote_line *line;
	/* Off each unit, as if the costliest line stood first; in the end as it is.
	 */
	int64_t cut[MODEL_UNITS_MAX];
	int64_t shown;               /* off the line, as the cart has it */
	const struct tax_rate *rate; /* NULL: none */
	int64_t tax;
};

struct model_promotion {
	const struct promotion *promotion;
	bool holds;
	int64_t goods;
	int64_t shipping;
};

struct model {
	const struct quote_terms *terms;
	struct model_line lines[MODEL_LINES_MAX];
	size_t count;
	bool one_tax; /* all lines have the same rate, or none has any */
	struct model_promotion promotions[MODEL_PROMOTIONS_MAX];
	size_t promotion_count;
	enum status status; /* of the method asked for */
	bool unshippable;
	const struct shipping_method *method;
	int64_t shipping_cut;
	const struct tax_rate *shipping_rate;
	int64_t shipping_tax;
};

/* lines: of struct quote_line, at most MODEL_LINES_MAX, each of at most
 * MODEL_UNITS_MAX. */
void model_make(struct model *model, const struct quote_terms *terms,
	const struct list *lines);

int64_t model_line_cut(const struct model_line *line);
int64_t model_line_net(const struct model_line *line);

/* The parts of it. */
void model_rates(struct model *model);
/* A discount over a line's units, the larger shares first. */
void model_spread(struct model_line *line, int64_t whole);
void model_promotions(struct model *model);
void model_shipping(struct model *model);
void model_taxes(struct model *model);
bool model_covers(
	const struct promotion_action *action, const struct quote_line *line);
bool model_category_covers(const char *category, const char *path);
bool model_names(const struct texts *texts, const char *sku, const char *product);
bool model_off(const struct off *off, int64_t from, int64_t *amount);
/* What is split, in proportion to weights, as far as there is room. */
struct model_share {
	const char *name;
	size_t first; /* has of the remainder before those with a higher one */
	int64_t weight;
	int64_t room;
	int64_t share;
};
int64_t model_split(int64_t amount, struct model_share *shares, size_t count);

/* The price of one unit. */
int64_t model_unit_price(
	const struct price_base *base, const struct list *sales, int64_t now);

#endif
