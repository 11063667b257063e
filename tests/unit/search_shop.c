#include "search_shop.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "unit.h"

static const struct index_field fields[] = {
	[SHOP_NAME] = { "name", INDEX_TEXT, .weight = 128, .length = 16,
		.is_title = true },
	[SHOP_INFO] = { "info", INDEX_TEXT, .weight = 24, .length = 6 },
	[SHOP_BRAND] = { "brand", INDEX_KEYWORD, .weight = 512 },
	[SHOP_CATEGORY] = { "category", INDEX_PATH, .weight = 300 },
	[SHOP_ATTRIBUTE] = { "attribute", INDEX_NAMED, .weight = 0 },
	[SHOP_PRICE] = { "price", INDEX_NUMBER, .sorted = true },
	[SHOP_STOCK] = { "stock", INDEX_NUMBER, .weight = 0 },
	[SHOP_ORDER] = { "name", INDEX_SORT_TEXT, .weight = 0 },
};

const struct index_schema shop_schema = { fields, SHOP_FIELD_COUNT, "english" };

static void
expect_ok(enum status status, const struct err *err)
{
	if (status != ST_OK)
		print_error("%s\n", err->message);
	assert_int_equal(status, ST_OK);
}

struct shop *
shop_open(enum store_kind kind)
{
	struct shop *shop = calloc(1, sizeof(*shop));
	struct store_options options = {
		.kind = kind, .access = STORE_CREATE, .wait = 10000000
	};
	struct err err;

	assert_non_null(shop);
	snprintf(shop->folder, sizeof(shop->folder), "/tmp/shop-search-XXXXXX");
	assert_non_null(mkdtemp(shop->folder));
	options.folder = shop->folder;
	expect_ok(store_open(&options, &shop->store, &err), &err);
	return shop;
}

static void
forget(struct shop_group *group)
{
	for (size_t i = 0; i < group->count; i++)
		free(group->lines[i]);
	group->count = 0;
}

void
shop_close(struct shop *shop)
{
	static const char *const names[] = { "data.mdb", "lock.mdb", "gate.lock",
		"write.lock" };
	char path[128];

	store_close(shop->store);
	for (size_t i = 0; i < 4; i++) {
		snprintf(path, sizeof(path), "%s/%s", shop->folder, names[i]);
		unlink(path);
	}
	rmdir(shop->folder);
	for (size_t i = 0; i < SHOP_GROUP_MAX; i++)
		forget(&shop->groups[i]);
	arena_free(&shop->arena);
	free(shop);
}

/* Cuts the part before a separator off a text. */
static const char *
cut(char **text, const char *separator)
{
	const char *part = strsep(text, separator);

	return part ? part : "";
}

static void
add_value(struct index_document *document, struct index_value *values, unsigned field,
	const char *text)
{
	bool is_number = fields[field].kind == INDEX_NUMBER;
	struct index_value value = { .field = field, .text = text };

	if (!*text)
		return;
	if (is_number)
		value = (struct index_value){ .field = field,
			.number = strtoll(text, NULL, 10) };
	values[document->value_count++] = value;
}

static void
read_line(struct arena *arena, const char *line, struct index_document *document)
{
	struct index_value *values;
	const char *copy;
	char *rest;
	char *brands;
	char *attributes;
	const char *name;
	struct err err;

	expect_ok(arena_text(arena, line, &copy, &err), &err);
	expect_ok(ARENA_NEW(arena, 64, &values, &err), &err);
	memcpy(&rest, &copy, sizeof(rest));
	name = cut(&rest, "|");
	add_value(document, values, SHOP_NAME, name);
	add_value(document, values, SHOP_ORDER, name);
	add_value(document, values, SHOP_INFO, cut(&rest, "|"));
	cut(&rest, "|");
	brands = rest ? strsep(&rest, "|") : NULL;
	while (brands)
		add_value(document, values, SHOP_BRAND, strsep(&brands, ","));
	add_value(document, values, SHOP_CATEGORY, cut(&rest, "|"));
	attributes = rest ? strsep(&rest, "|") : NULL;
	while (attributes && *attributes) {
		char *attribute = strsep(&attributes, ";");

		name = cut(&attribute, "=");
		add_value(document, values, SHOP_ATTRIBUTE, cut(&attribute, ""));
		values[document->value_count - 1].name = name;
	}
	add_value(document, values, SHOP_PRICE, cut(&rest, "|"));
	add_value(document, values, SHOP_STOCK, cut(&rest, "|"));
	document->values = values;
}

struct index_group
shop_read_group(struct arena *arena, uint64_t id, const struct shop_group *from)
{
	struct index_group group = { .id = id, .document_count = from->count };
	struct index_document *documents;
	struct err err;

	expect_ok(ARENA_NEW(arena, from->count, &documents, &err), &err);
	for (size_t i = 0; i < from->count; i++)
		read_line(arena, from->lines[i], &documents[i]);
	group.documents = documents;
	return group;
}

struct index_group
shop_group(struct shop *shop, struct arena *arena, uint64_t id)
{
	return shop_read_group(arena, id, &shop->groups[id]);
}

enum status
shop_source(void *arg, uint64_t id, struct index_group *group, struct err *err)
{
	struct shop *shop = arg;

	(void)err;
	*group = shop_group(shop, &shop->arena, id);
	return ST_OK;
}

struct job {
	struct shop *shop;
	struct shop_change *changes;
	size_t count;
};

static enum status
change_all(struct txn *txn, void *arg, struct err *err)
{
	const struct job *job = arg;
	struct index_writer *writer;

	TRY(index_writer_open(txn, &shop_schema, &writer, err));
	for (size_t i = 0; i < job->count; i++) {
		struct shop_change *change = &job->changes[i];
		struct shop_group *kept = &job->shop->groups[change->id];
		struct index_group old =
			shop_read_group(txn_arena(txn), change->id, kept);
		struct index_group now =
			shop_read_group(txn_arena(txn), change->id, &change->now);

		TRY(index_change(writer, old.document_count ? &old : NULL,
			now.document_count ? &now : NULL, err));
		forget(kept);
		*kept = change->now;
		if (job->shop->flush_every && i % job->shop->flush_every == 0)
			TRY(index_flush(writer, err));
	}
	TRY(index_flush(writer, err));
	index_writer_close(writer);
	return ST_OK;
}

void
shop_write(struct shop *shop, txn_fn *fn, void *arg)
{
	struct arena arena = { NULL };
	struct err err;

	expect_ok(store_write(shop->store, &arena, fn, arg, &err), &err);
	arena_free(&arena);
}

void
shop_read(struct shop *shop, txn_fn *fn, void *arg)
{
	struct err err;

	expect_ok(store_read(shop->store, &shop->arena, fn, arg, &err), &err);
}

void
shop_change(struct shop *shop, struct shop_change *changes, size_t count)
{
	struct job job = { shop, changes, count };

	shop_write(shop, change_all, &job);
}

void
shop_put(struct shop *shop, uint64_t id, const char *const *lines)
{
	struct shop_change change = { .id = id };

	for (; lines[change.now.count]; change.now.count++)
		change.now.lines[change.now.count] = strdup(lines[change.now.count]);
	shop_change(shop, &change, 1);
}

void
shop_put_one(struct shop *shop, uint64_t id, const char *line)
{
	const char *const lines[] = { line, NULL };

	shop_put(shop, id, lines);
}

static enum status
set_number(struct txn *txn, void *arg, struct err *err)
{
	struct index_writer *writer;

	TRY(index_writer_open(txn, &shop_schema, &writer, err));
	TRY(index_set_number(writer, arg, err));
	TRY(index_flush(writer, err));
	index_writer_close(writer);
	return ST_OK;
}

void
shop_set_stock(struct shop *shop, uint64_t id, size_t member, int64_t stock)
{
	struct index_number number = { id, member, SHOP_STOCK, stock };
	char *line = shop->groups[id].lines[member];
	size_t size = (size_t)(strrchr(line, '|') - line) + 1;
	char *changed = malloc(size + 24);

	assert_non_null(changed);
	snprintf(changed, size + 24, "%.*s%lld", (int)size, line, (long long)stock);
	free(line);
	shop->groups[id].lines[member] = changed;
	shop_write(shop, set_number, &number);
}

struct index_query
shop_query(const char *words)
{
	return (struct index_query){ .words = words,
		.sort_field = INDEX_SORT_RELEVANCE,
		.preferred_field = SHOP_STOCK,
		.other_percent = 100,
		.exact = true };
}

struct question {
	const struct index_query *query;
	struct index_result *result;
};

static enum status
ask(struct txn *txn, void *arg, struct err *err)
{
	const struct question *question = arg;

	return index_search(
		txn, &shop_schema, question->query, question->result, err);
}

enum status
shop_try(struct shop *shop, const struct index_query *query,
	struct index_result *result, struct err *err)
{
	struct question question = { query, result };

	return store_read(shop->store, &shop->arena, ask, &question, err);
}

struct index_result
shop_search(struct shop *shop, const struct index_query *query)
{
	struct index_result result;
	struct err err;

	expect_ok(shop_try(shop, query, &result, &err), &err);
	return result;
}

struct prover {
	struct shop *shop;
	size_t faults;
};

static void
count_fault(void *arg, uint64_t group, const char *message)
{
	struct prover *prover = arg;

	(void)group;
	assert_true(strlen(message) > 0);
	prover->faults++;
}

static enum status
prove(struct txn *txn, void *arg, struct err *err)
{
	struct prover *prover = arg;
	struct index_proof *proof;
	enum status status = ST_OK;

	TRY(index_proof_open(txn, &shop_schema, &proof, err));
	for (uint64_t id = 1; id < SHOP_GROUP_MAX && status == ST_OK; id++) {
		struct index_group group =
			shop_group(prover->shop, txn_arena(txn), id);

		status = index_proof_group(proof, &group, count_fault, prover, err);
	}
	if (status == ST_OK)
		return index_proof_end(proof, count_fault, prover, err);
	index_proof_abandon(proof);
	return status;
}

size_t
shop_faults(struct shop *shop)
{
	struct prover prover = { shop, 0 };
	struct arena arena = { NULL };
	struct err err;
	enum status status = store_read(shop->store, &arena, prove, &prover, &err);

	arena_free(&arena);
	if (status == ST_CORRUPT)
		return prover.faults + 1;
	expect_ok(status, &err);
	return prover.faults;
}

struct shop *
shop_open_small(void)
{
	static const char *const shirts[] = {
		"Basic T-shirt|soft cotton|TS-S|Acme|Clothing/Shirts|"
		"color=Red;size=S;width=10.5|1250|0",
		"Basic T-shirt|soft cotton|TS-M|Acme|Clothing/Shirts|"
		"Color=blue;size=M;width=20|1300|4",
		NULL,
	};
	struct shop *shop = shop_open(STORE_MEMORY);

	shop_put(shop, 1, shirts);
	shop_put_one(shop, 2,
		"Gardening gloves MX-5150|for the garden|G1|ACME|Home/Garden|"
		"color=red|900|7");
	shop_put_one(shop, 3,
		"Café Crème mug|holds 43.2 cl of coffee|MUG "
		"1|Émile|Home|width=9|499|1");
	shop_put_one(
		shop, 4, "Red shirt of wool|warm|W1|Other|Clothing|width=wide|9900|");
	return shop;
}

const char *
shop_ids(struct shop *shop, const struct index_query *query)
{
	struct index_result result = shop_search(shop, query);
	struct buffer text = { .arena = &shop->arena };
	struct err err;

	for (size_t i = 0; i < result.hit_count; i++) {
		const char *id;

		assert_int_equal(
			arena_format(&shop->arena, &id, &err, "%s%llu", i ? " " : "",
				(unsigned long long)result.hits[i].group),
			ST_OK);
		assert_int_equal(buffer_append_text(&text, id, &err), ST_OK);
	}
	assert_int_equal(buffer_append(&text, "", 1, &err), ST_OK);
	return (const char *)text.data;
}
