#include <stdlib.h>
#include <string.h>

#include "search_naive_parts.h"
#include "unit.h"

/* A group that matches and what it is sorted by. */
struct ranked {
	struct index_hit hit;
	struct index_reason reason;
	const struct index_query *query;
	uint32_t first; /* of its documents */
	size_t tier;    /* the lower the better */
	int64_t number; /* INT64_MIN: none */
	struct bytes text;
	bool is_preferred;
};

static int
compare_u64(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static int
compare_i64(int64_t a, int64_t b)
{
	return a < b ? -1 : a > b;
}

/* What has no value comes last, whichever way. */
static int
compare_numbers(const struct ranked *x, const struct ranked *y)
{
	int order;

	if (x->number == INT64_MIN || y->number == INT64_MIN)
		return (x->number == INT64_MIN) - (y->number == INT64_MIN);
	order = compare_i64(x->number, y->number);
	return x->query->sort_descending ? -order : order;
}

static int
compare_texts(const struct ranked *x, const struct ranked *y)
{
	int order;

	if (x->text.size == 0 || y->text.size == 0)
		return (x->text.size == 0) - (y->text.size == 0);
	order = bytes_compare(x->text, y->text);
	return x->query->sort_descending ? -order : order;
}

static int
compare_scores(const struct ranked *x, const struct ranked *y)
{
	if (x->tier != y->tier)
		return x->tier < y->tier ? -1 : 1;
	return compare_u64(y->hit.score, x->hit.score);
}

static bool
is_text(const struct index_query *query, const struct index_schema *schema)
{
	return query->sort_field >= 0 &&
	       schema->fields[query->sort_field].kind == INDEX_SORT_TEXT;
}

static int
compare(const void *a, const void *b, void *arg)
{
	const struct naive *naive = arg;
	const struct ranked *x = a;
	const struct ranked *y = b;
	int order = 0;

	if (x->query->sort_field == INDEX_SORT_NEWEST)
		order = compare_u64(y->hit.group, x->hit.group);
	else if (x->query->sort_field == INDEX_SORT_RELEVANCE)
		order = compare_scores(x, y);
	else if (is_text(x->query, naive->schema))
		order = compare_texts(x, y);
	else
		order = compare_numbers(x, y);
	return order != 0 ? order : compare_u64(x->first, y->first);
}

/* The first text of a field among a group's documents. */
static struct bytes
sort_text(struct naive_asked *asked, uint64_t id)
{
	struct index_group group = naive_group(asked->naive, id);

	for (size_t i = 0; i < group.document_count; i++)
		for (size_t j = 0; j < group.documents[i].value_count; j++) {
			const struct index_value *value =
				&group.documents[i].values[j];

			if ((int)value->field == asked->query->sort_field &&
				value->text)
				return naive_fold(asked->arena, value->text, false);
		}
	return (struct bytes){ NULL, 0 };
}

/* The group's best document among those of its best tier counts. */
static void
take_score(struct naive_asked *asked, const struct naive_document *document,
	struct ranked *ranked)
{
	const struct index_query *query = asked->query;
	size_t tier = document->is_picked ? 0 : 1 + document->lot;
	uint64_t score = document->score;
	bool first;

	if (asked->plan.count == 0 && !asked->plan.wanted)
		tier = !document->is_picked;
	first = ranked->hit.matching_count == 0 || tier < ranked->tier;
	if (query->preferred_field >= 0 &&
		naive_number_of(document->given, (unsigned)query->preferred_field) <=
			0)
		score = score * query->other_percent / 100;
	if (!first && (tier > ranked->tier || score <= ranked->hit.score))
		return;
	ranked->tier = tier;
	ranked->hit.score = score;
	ranked->reason.score = document->score;
}

static void
take_number(struct naive_asked *asked, const struct naive_document *document,
	struct ranked *ranked)
{
	int64_t number =
		naive_number_of(document->given, (unsigned)asked->query->sort_field);

	if (number != INT64_MIN &&
		(ranked->number == INT64_MIN || number < ranked->number))
		ranked->number = number;
}

static void
take_document(struct naive_asked *asked, const struct naive_document *document,
	struct ranked *ranked)
{
	const struct index_query *query = asked->query;
	int64_t preferred = INT64_MIN;

	if (query->preferred_field >= 0)
		preferred = naive_number_of(
			document->given, (unsigned)query->preferred_field);
	if (query->sort_field == INDEX_SORT_RELEVANCE)
		take_score(asked, document, ranked);
	else if (query->sort_field >= 0)
		take_number(asked, document, ranked);
	if (ranked->hit.matching_count++ == 0 ||
		(preferred > 0 && !ranked->is_preferred)) {
		ranked->hit.member = document->member;
		ranked->hit.preferred = preferred;
	}
	ranked->is_preferred |= preferred > 0;
}

static size_t
list_groups(struct naive_asked *asked, struct ranked *items)
{
	struct naive *naive = asked->naive;
	struct ranked *last = NULL;
	size_t count = 0;

	for (uint32_t i = 0; i < naive->count; i++) {
		const struct naive_document *document = naive->live[i];

		if (!document->matches)
			continue;
		if (!last || last->hit.group != document->group) {
			last = &items[count++];
			last->hit.group = document->group;
			last->query = asked->query;
			last->first = document->number;
			last->number = INT64_MIN;
			if (is_text(asked->query, naive->schema))
				last->text = sort_text(asked, document->group);
		}
		take_document(asked, document, last);
	}
	return count;
}

void
naive_rank(struct naive_asked *asked, struct naive_answer *answer)
{
	const struct index_query *query = asked->query;
	struct index_result *result = &answer->result;
	struct ranked *items =
		naive_take(asked->arena, result->count, sizeof(*items));
	size_t count = list_groups(asked, items);

	assert_int_equal(count, result->count);
	qsort_r(items, count, sizeof(*items), compare, asked->naive);
	result->hits = naive_take(asked->arena, count, sizeof(*result->hits));
	for (size_t i = query->offset;
		i < count && (query->limit == 0 || i < query->offset + query->limit);
		i++) {
		struct index_hit *hit = &result->hits[result->hit_count++];

		*hit = items[i].hit;
		hit->reasons = &items[i].reason;
		hit->reason_count = 1;
	}
}
