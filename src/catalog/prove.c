#include <inttypes.h>
#include <stdio.h>

#include "catalog/catalog.h"
#include "catalog/find.h"
#include "catalog/price.h"

struct reporter {
	find_fault_fn *fault;
	void *arg;
	const char
		*subject; /* of the product looked at, "" for the index as a whole */
};

static void
report_index_fault(void *arg, uint64_t group, const char *message)
{
	struct reporter *reporter = arg;
	char number[32];

	snprintf(number, sizeof(number), "product %" PRIu64, group);
	reporter->fault(reporter->arg,
		reporter->subject[0] ? reporter->subject : number, message);
}

static enum status
prove_name(struct txn *txn, enum table table, const char *name, uint64_t id,
	struct reporter *reporter, struct err *err)
{
	struct key key = key_text(name);
	struct bytes value;
	bool found;

	TRY(txn_get(txn, table, key_bytes(&key), &value, &found, err));
	if (!found || value.size != 8 || get_u64(value.data) != id)
		reporter->fault(reporter->arg, name, "is not found by its name");
	return ST_OK;
}

static enum status
prove_variant(struct txn *txn, const struct product *product,
	const struct variant *variant, struct reporter *reporter, struct err *err)
{
	bool whole;

	TRY(prove_name(txn, TABLE_SKU, variant->sku, product->id, reporter, err));
	TRY(code_prove(txn, variant->sku, barcode_of(product, variant), &whole, err));
	if (!whole)
		reporter->fault(reporter->arg, variant->sku,
			"is not found by its SKU in other letters, or by its "
			"barcode");
	return ST_OK;
}

static uint64_t
count_codes(const struct product *product)
{
	uint64_t count = product->variants.count;
	size_t i;

	for (i = 0; i < product->variants.count; i++)
		count += barcode_of(product, product_variant(product, i))[0] ? 1 : 0;
	return count;
}

static enum status
prove_product(struct txn *txn, const struct document_rules *rules,
	struct index_proof *proof, const struct product *product,
	struct reporter *reporter, struct err *err)
{
	struct index_group group;
	size_t i;

	reporter->subject = product_subject(product);
	for (i = 0; i < product->variants.count; i++)
		TRY(prove_variant(
			txn, product, product_variant(product, i), reporter, err));
	if (!product_is_simple(product))
		TRY(prove_name(txn, TABLE_HANDLE, product->handle, product->id,
			reporter, err));
	TRY(document_group(txn, rules, product, &group, err));
	if (group.document_count == 0)
		return ST_OK;
	return index_proof_group(proof, &group, report_index_fault, reporter, err);
}

/* Rows of names beyond those that the products have lead nowhere. */
static enum status
prove_name_count(struct txn *txn, enum table table, uint64_t expected,
	struct reporter *reporter, struct err *err)
{
	struct table_stat stat;
	char message[96];

	TRY(txn_table_stat(txn, table, &stat, err));
	if (stat.entries == expected)
		return ST_OK;
	snprintf(message, sizeof(message),
		"has %" PRIu64 " rows for %" PRIu64 " names", stat.entries, expected);
	reporter->fault(reporter->arg, table_infos[table].name, message);
	return ST_OK;
}

struct proof_counts {
	uint64_t products;
	uint64_t skus;
	uint64_t handles;
	uint64_t codes;
};

static enum status
prove_products(struct txn *txn, const struct document_rules *rules,
	struct index_proof *proof, struct reporter *reporter,
	struct proof_counts *counts, struct err *err)
{
	struct price_proof prices = {
		.txn = txn, .fault = reporter->fault, .arg = reporter->arg
	};
	struct product_scan *scan;
	struct arena_mark mark;
	struct product product;
	bool found;

	TRY(price_prove_open(&prices, err));
	TRY(product_scan_open(txn, &scan, err));
	mark = arena_mark(txn_arena(txn));
	for (;;) {
		arena_rewind(txn_arena(txn), mark);
		TRY(product_next(scan, &product, &found, err));
		if (!found)
			return price_prove_end(&prices, err);
		counts->products++;
		counts->skus += product.variants.count;
		counts->codes += count_codes(&product);
		counts->handles += product_is_simple(&product) ? 0 : 1;
		TRY(price_prove_product(&prices, &product, err));
		TRY(prove_product(txn, rules, proof, &product, reporter, err));
	}
}

enum status
find_prove(struct txn *txn, find_fault_fn *fault, void *arg, uint64_t *products,
	struct err *err)
{
	struct reporter reporter = { fault, arg, "" };
	struct proof_counts counts = { 0, 0, 0, 0 };
	struct document_rules rules;
	struct index_proof *proof;
	enum status status;

	TRY(document_rules(txn, &rules, err));
	TRY(index_proof_open(txn, &rules.schema, &proof, err));
	status = prove_products(txn, &rules, proof, &reporter, &counts, err);
	if (status != ST_OK) {
		index_proof_abandon(proof);
		return status;
	}
	reporter.subject = "";
	TRY(index_proof_end(proof, report_index_fault, &reporter, err));
	TRY(prove_name_count(txn, TABLE_SKU, counts.skus, &reporter, err));
	TRY(prove_name_count(txn, TABLE_HANDLE, counts.handles, &reporter, err));
	TRY(prove_name_count(txn, TABLE_CODE, counts.codes, &reporter, err));
	*products = counts.products;
	return ST_OK;
}
