#include "search_twin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "search_naive_parts.h"
#include "unit.h"

struct twin_change {
	struct index_group old;
	struct index_group now;
	struct index_number number; /* where group is not 0, instead of the groups */
	bool flush;                 /* behind it */
};

struct twin {
	struct store *store;
	struct naive *naive;
	const struct index_schema *schema;
	char folder[64];
	struct twin_change *changes;
	uint32_t count;
	uint32_t capacity;
};

struct twin *
twin_open(enum store_kind kind, const struct index_schema *schema)
{
	struct twin *twin = calloc(1, sizeof(*twin));
	struct store_options options = {
		.kind = kind, .access = STORE_CREATE, .wait = 10000000
	};
	struct err err;

	assert_non_null(twin);
	snprintf(twin->folder, sizeof(twin->folder), "/tmp/shop-twin-XXXXXX");
	assert_non_null(mkdtemp(twin->folder));
	options.folder = twin->folder;
	naive_must(store_open(&options, &twin->store, &err), &err);
	twin->schema = schema;
	twin->naive = naive_open(schema);
	return twin;
}

void
twin_close(struct twin *twin)
{
	static const char *const names[] = { "data.mdb", "lock.mdb", "gate.lock",
		"write.lock" };
	char path[128];

	store_close(twin->store);
	for (size_t i = 0; i < 4; i++) {
		snprintf(path, sizeof(path), "%s/%s", twin->folder, names[i]);
		unlink(path);
	}
	rmdir(twin->folder);
	naive_close(twin->naive);
	free(twin->changes);
	free(twin);
}

struct naive *
twin_naive(const struct twin *twin)
{
	return twin->naive;
}

static struct twin_change *
new_change(struct twin *twin)
{
	twin->changes = naive_grow(
		twin->changes, &twin->capacity, twin->count, sizeof(*twin->changes));
	twin->changes[twin->count] = (struct twin_change){ .flush = false };
	return &twin->changes[twin->count++];
}

void
twin_put(struct twin *twin, const struct index_group *now)
{
	struct twin_change *change = new_change(twin);

	change->old = naive_group(twin->naive, now->id);
	naive_change(twin->naive, now);
	change->now = naive_group(twin->naive, now->id);
}

void
twin_set_number(struct twin *twin, const struct index_number *number)
{
	new_change(twin)->number = *number;
	naive_set_number(twin->naive, number);
}

void
twin_flush(struct twin *twin)
{
	if (twin->count > 0)
		twin->changes[twin->count - 1].flush = true;
}

static enum status
write_change(struct index_writer *writer, const struct twin_change *change,
	struct err *err)
{
	if (change->number.group != 0)
		TRY(index_set_number(writer, &change->number, err));
	else
		TRY(index_change(writer,
			change->old.document_count > 0 ? &change->old : NULL,
			change->now.document_count > 0 ? &change->now : NULL, err));
	return change->flush ? index_flush(writer, err) : ST_OK;
}

static enum status
write_all(struct txn *txn, void *arg, struct err *err)
{
	const struct twin *twin = arg;
	struct index_writer *writer;

	TRY(index_writer_open(txn, twin->schema, &writer, err));
	for (uint32_t i = 0; i < twin->count; i++)
		TRY(write_change(writer, &twin->changes[i], err));
	TRY(index_flush(writer, err));
	index_writer_close(writer);
	return ST_OK;
}

void
twin_write(struct twin *twin)
{
	struct arena arena = { NULL };
	struct err err;

	naive_must(store_write(twin->store, &arena, write_all, twin, &err), &err);
	arena_free(&arena);
	twin->count = 0;
}

static void
show_fault(void *arg, uint64_t group, const char *message)
{
	size_t *faults = arg;

	if (++*faults < 10)
		print_error("group %llu: %s\n", (unsigned long long)group, message);
}

struct proving {
	struct twin *twin;
	size_t faults;
};

static enum status
prove(struct txn *txn, void *arg, struct err *err)
{
	struct proving *proving = arg;
	const struct naive *naive = proving->twin->naive;
	struct index_proof *proof;

	TRY(index_proof_open(txn, proving->twin->schema, &proof, err));
	for (size_t i = 0; i < naive_group_count(naive); i++) {
		struct index_group group =
			naive_group(naive, naive_group_id(naive, i));

		if (group.document_count > 0)
			TRY(index_proof_group(
				proof, &group, show_fault, &proving->faults, err));
	}
	return index_proof_end(proof, show_fault, &proving->faults, err);
}

void
twin_prove(struct twin *twin)
{
	struct proving proving = { twin, 0 };
	struct arena arena = { NULL };
	struct err err;

	naive_must(store_read(twin->store, &arena, prove, &proving, &err), &err);
	arena_free(&arena);
	assert_int_equal(proving.faults, 0);
}

/*
 * Comparing.
 */
struct comparing {
	struct twin *twin;
	const struct index_query *query;
	struct arena *arena;
	enum status status;
	struct index_result result;
	struct texts names;
};

static enum status
ask(struct txn *txn, void *arg, struct err *err)
{
	struct comparing *comparing = arg;
	const struct index_schema *schema = comparing->twin->schema;

	comparing->status =
		index_search(txn, schema, comparing->query, &comparing->result, err);
	if (comparing->status == ST_USAGE)
		return ST_OK;
	TRY(comparing->status);
	if (!comparing->query->explain)
		return ST_OK;
	return index_common_names(
		txn, schema, comparing->query, SIZE_MAX, &comparing->names, err);
}

static void
show_texts(const char *what, const struct texts *texts)
{
	for (size_t i = 0; i < texts->count; i++)
		print_error(" %s '%s'", what, texts->items[i]);
}

static void
show_filter(const struct index_schema *schema, const struct index_filter *filter)
{
	print_error("filter %s %s:", schema->fields[filter->field].name,
		filter->name ? filter->name : "");
	show_texts("value", &filter->values);
	for (size_t i = 0; i < filter->range_count; i++)
		print_error(" %lld..%lld", (long long)filter->ranges[i].min,
			(long long)filter->ranges[i].max);
	print_error("\n");
}

/* The query that is answered otherwise. */
static void
show_query(const struct comparing *comparing)
{
	const struct index_query *query = comparing->query;

	print_error("words '%s'%s%s%s", query->words, query->prefix ? " prefix" : "",
		query->exact ? " exact" : "", query->source ? "" : " no source");
	show_texts("not", &query->not_words);
	print_error(" sort %d%s offset %zu limit %zu preferred %d other %u%%\n",
		query->sort_field, query->sort_descending ? " down" : "",
		query->offset, query->limit, query->preferred_field,
		query->other_percent);
	for (size_t i = 0; i < query->pick_count; i++)
		print_error("pick %llu %zd\n",
			(unsigned long long)query->picks[i].group,
			(ssize_t)query->picks[i].member);
	for (size_t i = 0; i < query->filter_count; i++)
		show_filter(comparing->twin->schema, &query->filters[i]);
	for (size_t i = 0; i < query->facet_count; i++)
		print_error("facet %zu %s %s\n", i,
			comparing->twin->schema->fields[query->facets[i].field].name,
			query->facets[i].name ? query->facets[i].name : "");
}

static void
expect(const struct comparing *comparing, const char *what, size_t place,
	uint64_t found, uint64_t expected)
{
	if (found == expected)
		return;
	show_query(comparing);
	fail_msg("%s %zu: %lld instead of %lld", what, place, (long long)found,
		(long long)expected);
}

static void
expect_text(struct comparing *comparing, const char *what, const char *found,
	const char *expected)
{
	struct bytes folded = naive_fold(comparing->arena, found, true);

	if (strcmp((const char *)folded.data, expected) == 0)
		return;
	show_query(comparing);
	fail_msg("%s: '%s' instead of '%s'", what, found, expected);
}

static uint64_t
sum_of_reasons(const struct index_hit *hit)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < hit->reason_count; i++)
		sum += hit->reasons[i].score;
	return sum;
}

static void
compare_hits(const struct comparing *comparing, const struct index_result *expected)
{
	const struct index_query *query = comparing->query;
	const struct index_result *found = &comparing->result;
	bool explained = query->explain && query->sort_field == INDEX_SORT_RELEVANCE;

	expect(comparing, "count", 0, found->count, expected->count);
	expect(comparing, "fewer words", 0, found->fewer_words,
		expected->fewer_words);
	expect(comparing, "hits", 0, found->hit_count, expected->hit_count);
	for (size_t i = 0; i < found->hit_count; i++) {
		const struct index_hit *a = &found->hits[i];
		const struct index_hit *b = &expected->hits[i];

		expect(comparing, "score of hit", i, a->score, b->score);
		expect(comparing, "group of hit", i, a->group, b->group);
		expect(comparing, "member of hit", i, a->member, b->member);
		expect(comparing, "preferred of hit", i, (uint64_t)a->preferred,
			(uint64_t)b->preferred);
		expect(comparing, "documents of hit", i, a->matching_count,
			b->matching_count);
		if (explained)
			expect(comparing, "reasons of hit", i, sum_of_reasons(a),
				sum_of_reasons(b));
	}
}

static void
compare_facet(struct comparing *comparing, size_t place,
	const struct index_facet *found, const struct index_facet *expected)
{
	for (size_t i = 0; i < found->value_count && i < expected->value_count; i++) {
		const struct index_facet_value *a = &found->values[i];
		const struct index_facet_value *b = &expected->values[i];

		expect(comparing, "count of facet", place, a->count, b->count);
		expect(comparing, "number of facet", place, (uint64_t)a->number,
			(uint64_t)b->number);
		expect_text(comparing, "value of facet", a->text, b->text);
	}
	expect(comparing, "values of facet", place, found->value_count,
		expected->value_count);
}

static void
compare(struct comparing *comparing, const struct naive_answer *answer)
{
	const struct index_result *found = &comparing->result;

	expect(comparing, "refused", 0, comparing->status == ST_USAGE,
		answer->is_refused);
	if (answer->is_refused)
		return;
	compare_hits(comparing, &answer->result);
	for (size_t i = 0; i < comparing->query->facet_count; i++)
		compare_facet(
			comparing, i, &found->facets[i], &answer->result.facets[i]);
	if (!comparing->query->explain)
		return;
	expect(comparing, "names", 0, comparing->names.count, answer->names.count);
	for (size_t i = 0; i < answer->names.count; i++)
		expect_text(comparing, "name", comparing->names.items[i],
			answer->names.items[i]);
}

bool
twin_compare(struct twin *twin, const struct index_query *query)
{
	struct arena arena = { NULL };
	struct comparing comparing = { twin, query, &arena, ST_OK, { 0 },
		{ NULL, 0 } };
	struct naive_answer answer;
	struct err err;
	bool corrected;

	if (store_read(twin->store, &arena, ask, &comparing, &err) != ST_OK) {
		show_query(&comparing);
		fail_msg("%s", err.message);
	}
	naive_search(twin->naive, query, &arena, &answer);
	corrected = comparing.result.corrected.count > 0;
	if (corrected)
		expect(&comparing, "corrected", 0, corrected, answer.may_correct);
	else
		compare(&comparing, &answer);
	arena_free(&arena);
	return !corrected;
}
