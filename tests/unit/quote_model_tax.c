#include <string.h>

#include "quote_model.h"

static const struct tax_rate *
rate_of(const struct model *model, const char *tax_class)
{
	const struct tax_rate *rates = model->terms->tax_rates.items;

	for (size_t i = 0; i < model->terms->tax_rates.count; i++)
		if (strcmp(rates[i].tax_class, tax_class) == 0)
			return &rates[i];
	return NULL;
}

static int64_t
tax_of(const struct tax_rate *rate, int64_t base)
{
	return fraction_round(rate->included ? included_fraction(base, rate->rate)
					     : percent_fraction(base, rate->rate));
}

static int64_t
shipping_net(const struct model *model)
{
	return model->method->price - model->shipping_cut;
}

static void
tax_each(struct model *model, bool by_unit)
{
	for (size_t i = 0; i < model->count; i++) {
		struct model_line *line = &model->lines[i];

		if (!line->rate)
			continue;
		if (!by_unit)
			line->tax = tax_of(line->rate, model_line_net(line));
		for (int64_t unit = 0; by_unit && unit < line->line->quantity; unit++)
			line->tax += tax_of(
				line->rate, line->line->unit_price - line->cut[unit]);
	}
	if (model->shipping_rate)
		model->shipping_tax =
			tax_of(model->shipping_rate, shipping_net(model));
}

static bool
is_same(const struct tax_rate *one, const struct tax_rate *other)
{
	return one && one->rate == other->rate && one->included == other->included;
}

/* All that one rate taxes; shipping stands behind the lines. */
static void
tax_together(struct model *model, const struct tax_rate *rate)
{
	struct model_share shares[MODEL_LINES_MAX + 1] = { 0 };
	int64_t base = 0;

	for (size_t i = 0; i < model->count; i++) {
		shares[i].name = model->lines[i].line->sku;
		if (is_same(model->lines[i].rate, rate))
			shares[i].weight = model_line_net(&model->lines[i]);
	}
	shares[model->count].name = "";
	if (is_same(model->shipping_rate, rate))
		shares[model->count].weight = shipping_net(model);
	for (size_t i = 0; i <= model->count; i++) {
		shares[i].room = INT64_MAX;
		base += shares[i].weight;
	}
	model_split(tax_of(rate, base), shares, model->count + 1);
	for (size_t i = 0; i < model->count; i++)
		if (is_same(model->lines[i].rate, rate))
			model->lines[i].tax = shares[i].share;
	if (is_same(model->shipping_rate, rate))
		model->shipping_tax = shares[model->count].share;
}

void
model_rates(struct model *model)
{
	model->one_tax = true;
	for (size_t i = 0; i < model->count; i++) {
		const struct tax_rate *rate =
			rate_of(model, model->lines[i].line->tax_class);
		const struct tax_rate *first = model->lines[0].rate;

		model->lines[i].rate = rate;
		if (i > 0 && rate != first && !(rate && is_same(first, rate)))
			model->one_tax = false;
	}
}

void
model_taxes(struct model *model)
{
	const struct tax_rate *rates = model->terms->tax_rates.items;

	if (model->method)
		model->shipping_rate = rate_of(model, model->method->tax_class);
	if (model->terms->tax_round != TAX_ROUND_ORDER)
		tax_each(model, model->terms->tax_round == TAX_ROUND_UNIT);
	else
		for (size_t i = 0; i < model->terms->tax_rates.count; i++)
			tax_together(model, &rates[i]);
}
