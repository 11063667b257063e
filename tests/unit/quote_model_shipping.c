#include <string.h>

#include "quote_model.h"

static bool
applies(const struct model *model, const struct shipping_method *method)
{
	const struct texts *countries = &method->countries;
	bool reached = countries->count == 0;
	int64_t goods = 0;
	int64_t weight = 0;

	for (size_t i = 0; i < countries->count; i++)
		reached |= strcmp(countries->items[i], model->terms->country) == 0;
	for (size_t i = 0; i < model->count; i++) {
		const struct quote_line *line = model->lines[i].line;

		goods += model_line_net(&model->lines[i]);
		if (line->needs_shipping && line->weight_g != NUMBER_NONE)
			weight += line->weight_g * line->quantity;
	}
	if (method->goods_min != NUMBER_NONE && goods < method->goods_min)
		reached = false;
	if (method->goods_max != NUMBER_NONE && goods > method->goods_max)
		reached = false;
	if (method->weight_min_g != NUMBER_NONE && weight < method->weight_min_g)
		reached = false;
	if (method->weight_max_g != NUMBER_NONE && weight > method->weight_max_g)
		reached = false;
	return reached;
}

static bool
is_better(const struct shipping_method *one, const struct shipping_method *other)
{
	if (!other)
		return true;
	if (one->price == other->price)
		return strcmp(one->method, other->method) < 0;
	return one->price < other->price;
}

static void
choose(struct model *model)
{
	const struct quote_terms *terms = model->terms;
	const struct shipping_method *methods = terms->methods.items;
	bool needed = false;
	bool known = terms->method[0] == '\0';

	for (size_t i = 0; i < model->count; i++)
		needed |= model->lines[i].line->needs_shipping;
	for (size_t i = 0; i < terms->methods.count; i++) {
		bool named = strcmp(methods[i].method, terms->method) == 0;

		known |= named;
		if (needed && (named || terms->method[0] == '\0') &&
			applies(model, &methods[i]) &&
			is_better(&methods[i], model->method))
			model->method = &methods[i];
	}
	if (!known)
		model->status = ST_NOT_FOUND;
	else if (needed && !model->method && terms->methods.count > 0) {
		model->unshippable = terms->method[0] == '\0';
		model->status = model->unshippable ? ST_OK : ST_REFUSED;
	}
}

static bool
covers_one(const struct model *model, const struct promotion_action *action)
{
	for (size_t i = 0; i < model->count; i++)
		if (model_covers(action, model->lines[i].line))
			return true;
	return false;
}

void
model_shipping(struct model *model)
{
	choose(model);
	if (!model->method)
		return;
	for (size_t i = 0; i < model->promotion_count; i++) {
		struct model_promotion *turn = &model->promotions[i];
		const struct promotion_action *actions =
			turn->promotion->actions.items;

		for (size_t j = 0; j < turn->promotion->actions.count; j++) {
			int64_t left = model->method->price - model->shipping_cut;
			int64_t amount;

			if (!turn->holds || actions[j].from != OFF_SHIPPING ||
				!covers_one(model, &actions[j]) ||
				!model_off(&actions[j].off, left, &amount))
				continue;
			model->shipping_cut += amount;
			turn->shipping += amount;
		}
	}
}
