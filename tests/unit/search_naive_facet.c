#include <stdlib.h>
#include <string.h>

#include "index/layout.h"
#include "search_naive_parts.h"
#include "unit.h"

/* What a value or a name is counted by. */
struct counted {
	uint32_t value;
	uint64_t count;
	uint64_t group; /* counted last */
};

struct counting {
	struct naive_asked *asked;
	struct counted *items; /* by number of a value */
	unsigned field;
	uint32_t name; /* as of a value's; of what is counted */
	bool names;    /* are counted, not values */
};

static bool
is_counted(const struct counting *counting, uint32_t number)
{
	const struct naive_value *value =
		&counting->asked->naive->value_items[number];

	if (counting->names)
		return value->is_name;
	return !value->is_name && value->field == counting->field &&
	       value->name == counting->name;
}

static void
count_document(struct counting *counting, const struct naive_document *document)
{
	for (size_t i = 0; i < document->value_count; i++) {
		struct counted *counted = &counting->items[document->values[i]];

		if (!is_counted(counting, document->values[i]))
			continue;
		counted->value = document->values[i];
		counted->count += counted->group != document->group;
		counted->group = document->group;
	}
}

/* The more the better, then by key: of a long text the beginning, and its sum. */
static int
compare(const void *a, const void *b, void *arg)
{
	const struct naive *naive = arg;
	const struct counted *x = a;
	const struct counted *y = b;
	struct bytes s = naive->value_items[x->value].text;
	struct bytes t = naive->value_items[y->value].text;
	uint64_t sums[2] = { checksum(s, 0), checksum(t, 0) };
	size_t size[2] = { s.size, t.size };
	int order;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	s.size = s.size > KEY_TEXT_MAX ? KEY_TEXT_MAX : s.size;
	t.size = t.size > KEY_TEXT_MAX ? KEY_TEXT_MAX : t.size;
	order = bytes_compare(s, t);
	if (order != 0)
		return order;
	if (size[0] > KEY_TEXT_MAX && size[1] > KEY_TEXT_MAX)
		return sums[0] < sums[1] ? -1 : sums[0] > sums[1];
	return size[0] < size[1] ? -1 : size[0] > size[1];
}

/* Counts what matches now. */
static size_t
count_values(struct counting *counting)
{
	struct naive *naive = counting->asked->naive;
	size_t count = 0;

	counting->items = naive_take(counting->asked->arena, naive->values.count,
		sizeof(*counting->items));
	for (uint32_t i = 0; i < naive->count; i++)
		if (naive->live[i]->matches)
			count_document(counting, naive->live[i]);
	for (uint32_t i = 0; i < naive->values.count; i++)
		if (counting->items[i].count > 0)
			counting->items[count++] = counting->items[i];
	qsort_r(counting->items, count, sizeof(*counting->items), compare, naive);
	return count;
}

static void
list_values(struct naive_asked *asked, const struct index_facet_request *request,
	struct index_facet *facet)
{
	struct counting counting = { .asked = asked, .field = request->field };
	size_t count;

	if (request->name) {
		naive_name(asked, request->field, request->name, &counting.name);
		counting.name += 1;
	}
	count = count_values(&counting);
	if (request->limit > 0 && count > request->limit)
		count = request->limit;
	facet->values = naive_take(asked->arena, count, sizeof(*facet->values));
	facet->value_count = count;
	for (size_t i = 0; i < count; i++) {
		const struct counted *counted = &counting.items[i];

		facet->values[i].text =
			(const char *)asked->naive->value_items[counted->value]
				.text.data;
		facet->values[i].count = counted->count;
	}
}

static void
count_range(struct naive_asked *asked, const struct index_facet_request *request,
	size_t range, struct index_facet_value *value)
{
	struct naive *naive = asked->naive;
	uint64_t group = 0;

	value->text = "";
	value->number = request->bounds[range];
	for (uint32_t i = 0; i < naive->count; i++) {
		const struct naive_document *document = naive->live[i];
		int64_t number;

		if (!document->matches)
			continue;
		number = naive_number_of(document->given, request->field);
		if (number == INT64_MIN || number < request->bounds[range] ||
			number >= request->bounds[range + 1])
			continue;
		value->count += document->group != group;
		group = document->group;
	}
}

static void
count_facet(struct naive_asked *asked, const struct index_facet_request *request,
	struct index_facet *facet)
{
	naive_match(asked, request);
	if (asked->naive->schema->fields[request->field].kind != INDEX_NUMBER) {
		list_values(asked, request, facet);
		return;
	}
	facet->value_count = request->bound_count > 1 ? request->bound_count - 1 : 0;
	facet->values =
		naive_take(asked->arena, facet->value_count, sizeof(*facet->values));
	for (size_t i = 0; i < facet->value_count; i++)
		count_range(asked, request, i, &facet->values[i]);
}

static void
list_names(struct naive_asked *asked, struct texts *names)
{
	struct counting counting = { .asked = asked, .names = true };
	size_t count;

	naive_match(asked, NULL);
	count = count_values(&counting);
	names->items = naive_take(asked->arena, count, sizeof(*names->items));
	names->count = count;
	for (size_t i = 0; i < count; i++)
		names->items[i] = (const char *)asked->naive
					  ->value_items[counting.items[i].value]
					  .text.data;
}

void
naive_facets(struct naive_asked *asked, struct naive_answer *answer)
{
	const struct index_query *query = asked->query;
	struct index_facet *facets =
		naive_take(asked->arena, query->facet_count, sizeof(*facets));

	for (size_t i = 0; i < query->facet_count; i++)
		count_facet(asked, &query->facets[i], &facets[i]);
	answer->result.facets = facets;
	if (query->explain)
		list_names(asked, &answer->names);
}
