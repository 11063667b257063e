#include <stdlib.h>
#include <string.h>

#include "index/prefer.h"
#include "search_naive_parts.h"
#include "unit.h"

static int
compare_values(const void *a, const void *b, void *arg)
{
	const struct naive *naive = arg;
	const struct naive_value *x = &naive->value_items[*(const uint32_t *)a];
	const struct naive_value *y = &naive->value_items[*(const uint32_t *)b];

	if (x->field != y->field)
		return x->field < y->field ? -1 : 1;
	return bytes_compare(x->text, y->text);
}

/* What a run of words names, in order. */
static void
add_preferred(struct naive_asked *asked, const char *run)
{
	struct naive *naive = asked->naive;
	struct naive_plan *plan = &asked->plan;
	uint32_t *named =
		naive_take(asked->arena, naive->values.count, sizeof(*named));
	size_t count = 0;

	for (uint32_t i = 0; i < naive->values.count; i++) {
		const struct naive_value *value = &naive->value_items[i];

		if (value->with > 0 && value->called &&
			naive->schema->fields[value->field].weight > 0 &&
			strcmp(value->called, run) == 0)
			named[count++] = i;
	}
	qsort_r(named, count, sizeof(*named), compare_values, naive);
	for (size_t i = 0; i < count; i++) {
		size_t j = 0;

		while (j < plan->preferred_count &&
			plan->preferred[j].value != named[i])
			j++;
		if (j < plan->preferred_count || j == NAIVE_PREFERRED_MAX)
			continue;
		plan->preferred[j].value = named[i];
		plan->preferred[j].weight =
			255 *
			naive->schema->fields[naive->value_items[named[i]].field]
				.weight;
		plan->preferred_count++;
	}
}

void
naive_prefer(struct naive_asked *asked)
{
	const struct naive_plan *plan = &asked->plan;
	const char *keys[PREFER_WORDS_MAX];
	size_t count = 0;
	struct err err;

	for (size_t i = 0; i < plan->count; i++)
		for (size_t j = 0; j < plan->pieces[i].count; j++)
			if (!plan->pieces[i].excluded && count < PREFER_WORDS_MAX)
				keys[count++] = plan->pieces[i].words[j].key;
	for (size_t size = PREFER_RUN_MAX; size > 0; size--)
		for (size_t i = 0; i + size <= count; i++) {
			const char *run = keys[i];

			for (size_t j = i + 1; j < i + size; j++)
				naive_must(arena_format(asked->arena, &run, &err,
						   "%s %s", run, keys[j]),
					&err);
			add_preferred(asked, run);
		}
}
