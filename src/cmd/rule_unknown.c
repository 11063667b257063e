#include "cmd/rule_unknown.h"

#include <string.h>

#include "catalog/category.h"

struct looking {
	struct txn *txn;
	struct texts *warnings;
};

static enum status
note(struct looking *looking, const char *what, const char *name, struct err *err)
{
	struct texts *warnings = looking->warnings;

	if (warnings->count >= RULE_UNKNOWN_MAX)
		return ST_OK;
	return arena_format(txn_arena(looking->txn),
		&warnings->items[warnings->count++], err, "there is no %s '%s' yet",
		what, name);
}

static enum status
look_for_category(struct looking *looking, const char *path, struct err *err)
{
	struct category category;
	bool found;

	if (path[0] == '\0')
		return ST_OK;
	TRY(category_get(looking->txn, path, &category, &found, err));
	return found ? ST_OK : note(looking, "category", path, err);
}

static enum status
look_for_product(struct looking *looking, const char *name, struct err *err)
{
	struct product product;
	size_t variant;
	bool found;

	TRY(product_by_sku(looking->txn, name, &product, &variant, &found, err));
	if (!found)
		TRY(product_by_handle(looking->txn, name, &product, &found, err));
	return found ? ST_OK : note(looking, "product", name, err);
}

static enum status
look_for_products(struct looking *looking, const struct texts *names, struct err *err)
{
	struct arena *arena = txn_arena(looking->txn);
	size_t known = looking->warnings->count;
	size_t i;

	for (i = 0; i < names->count; i++) {
		struct arena_mark mark = arena_mark(arena);

		TRY(look_for_product(looking, names->items[i], err));
		if (looking->warnings->count == known)
			arena_rewind(arena, mark);
		known = looking->warnings->count;
	}
	return ST_OK;
}

/* A class is there once it has a rate anywhere. */
static enum status
look_for_class(struct looking *looking, const char *tax_class, struct err *err)
{
	const struct tax_rate *items;
	struct list rates;
	size_t i;

	if (tax_class[0] == '\0')
		return ST_OK;
	TRY(rule_list(looking->txn, RULE_TAX, &rates, err));
	items = rates.items;
	for (i = 0; i < rates.count; i++)
		if (strcmp(items[i].tax_class, tax_class) == 0)
			return ST_OK;
	return note(looking, "tax rate of class", tax_class, err);
}

static enum status
look_at_promotion(
	struct looking *looking, const struct promotion *promotion, struct err *err)
{
	const struct category_total *totals = promotion->category_totals.items;
	const struct promotion_action *actions = promotion->actions.items;
	size_t i;

	TRY(look_for_products(looking, &promotion->has, err));
	for (i = 0; i < promotion->category_totals.count; i++)
		TRY(look_for_category(looking, totals[i].category, err));
	for (i = 0; i < promotion->actions.count; i++) {
		TRY(look_for_category(looking, actions[i].category, err));
		TRY(look_for_products(looking, &actions[i].products, err));
	}
	return ST_OK;
}

enum status
rule_unknown(struct txn *txn, enum rule_kind kind, const void *rule,
	struct texts *warnings, struct err *err)
{
	struct looking looking = { txn, warnings };
	const struct shipping_method *method = rule;
	const struct sale *sale = rule;

	warnings->count = 0;
	TRY(ARENA_NEW(txn_arena(txn), RULE_UNKNOWN_MAX, &warnings->items, err));
	switch (kind) {
	case RULE_SHIPPING:
		return look_for_class(&looking, method->tax_class, err);
	case RULE_SALE:
		TRY(look_for_category(&looking, sale->category, err));
		return look_for_products(&looking, &sale->products, err);
	case RULE_PROMOTION:
		return look_at_promotion(&looking, rule, err);
	default:
		return ST_OK;
	}
}
