#include "cmd/kinds.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "catalog/find.h"
#include "catalog/synonym.h"
#include "order/order.h"
#include "pricing/rule.h"
#include "store/setting.h"

#define CANDIDATES_MAX 100
#define QUERIES_MAX 20

static enum status
append_line(struct buffer *out, const char *value, const char *description,
	struct err *err)
{
	TRY(buffer_append_text(out, value, err));
	if (description[0]) {
		TRY(buffer_append_text(out, "\t", err));
		TRY(buffer_append_text(out, description, err));
	}
	return buffer_append_text(out, "\n", err);
}

static enum status
catalog_values(struct txn *txn, const char *what, const char *prefix,
	struct buffer *out, struct err *err)
{
	struct texts values;
	size_t i;

	TRY(find_values(txn, what, prefix, CANDIDATES_MAX, &values, err));
	for (i = 0; i < values.count; i++)
		TRY(append_line(out, values.items[i], "", err));
	return ST_OK;
}

/* Few, the commonest: a whole page of words is no help. */
static enum status
query_words(struct txn *txn, const char *prefix, struct buffer *out, struct err *err)
{
	struct texts texts;
	size_t i;

	TRY(find_complete(txn, prefix, QUERIES_MAX, &texts, err));
	for (i = 0; i < texts.count; i++)
		TRY(append_line(out, texts.items[i], "", err));
	return ST_OK;
}

/* The newest orders, as those are what one moves; nothing personal with them. */
static enum status
order_numbers(
	struct txn *txn, const char *prefix, struct buffer *out, struct err *err)
{
	struct order_filter filter = ORDER_FILTER_ALL;
	struct order_scan *scan;
	struct order order;
	char number[24];
	bool found;
	int i;

	TRY(order_scan_open(txn, &filter, &scan, err));
	for (i = 0; i < CANDIDATES_MAX; i++) {
		TRY(order_next(scan, &order, &found, err));
		if (!found)
			break;
		snprintf(number, sizeof(number), "%" PRIu64, order.number);
		if (strncmp(number, prefix, strlen(prefix)) == 0)
			TRY(append_line(
				out, number, order_state_names[order.state], err));
	}
	return ST_OK;
}

static enum status
synonym_numbers(
	struct txn *txn, const char *prefix, struct buffer *out, struct err *err)
{
	const struct synonym *items;
	struct list rules;
	size_t offered = 0;
	size_t i;

	TRY(synonym_list(txn, &rules, err));
	items = rules.items;
	for (i = 0; i < rules.count && offered < CANDIDATES_MAX; i++) {
		char number[24];

		snprintf(number, sizeof(number), "%" PRIu64, items[i].number);
		if (strncmp(number, prefix, strlen(prefix)) != 0)
			continue;
		TRY(append_line(out, number, synonym_subject(&items[i]), err));
		offered++;
	}
	return ST_OK;
}

static enum status
rule_names(struct txn *txn, enum rule_kind kind, const char *prefix,
	struct buffer *out, struct err *err)
{
	size_t size = rule_types[kind].record->size;
	struct list rules;
	size_t offered = 0;
	const char *name;
	size_t i;

	TRY(rule_list(txn, kind, &rules, err));
	for (i = 0; i < rules.count && offered < CANDIDATES_MAX; i++) {
		TRY(rule_name(kind, (const char *)rules.items + i * size,
			txn_arena(txn), &name, err));
		if (strncmp(name, prefix, strlen(prefix)) != 0)
			continue;
		TRY(append_line(out, name, "", err));
		offered++;
	}
	return ST_OK;
}

static enum status
setting_names(const char *prefix, struct buffer *out, struct err *err)
{
	size_t i;

	for (i = 0; i < setting_count; i++)
		if (strncmp(settings[i].name, prefix, strlen(prefix)) == 0)
			TRY(append_line(
				out, settings[i].name, settings[i].meaning, err));
	return ST_OK;
}

enum status
kind_candidates(void *arg, enum kind kind, const char *prefix, struct buffer *out,
	struct err *err)
{
	struct txn *txn = arg;

	switch (kind) {
	case KIND_SKU:
		return catalog_values(txn, "sku", prefix, out, err);
	case KIND_CATEGORY:
		return catalog_values(txn, "category", prefix, out, err);
	case KIND_BRAND:
		return catalog_values(txn, "brand", prefix, out, err);
	case KIND_PAIR:
		return catalog_values(txn, "attribute", prefix, out, err);
	case KIND_ORDER:
		return order_numbers(txn, prefix, out, err);
	case KIND_QUERY:
		return query_words(txn, prefix, out, err);
	case KIND_SYNONYM:
		return synonym_numbers(txn, prefix, out, err);
	case KIND_TAX_RATE:
		return rule_names(txn, RULE_TAX, prefix, out, err);
	case KIND_SHIPPING_METHOD:
		return rule_names(txn, RULE_SHIPPING, prefix, out, err);
	case KIND_SALE:
		return rule_names(txn, RULE_SALE, prefix, out, err);
	case KIND_PROMOTION:
		return rule_names(txn, RULE_PROMOTION, prefix, out, err);
	case KIND_SETTING:
		return setting_names(prefix, out, err);
	default:
		return ST_OK;
	}
}
