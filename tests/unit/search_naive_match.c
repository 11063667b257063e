#include <stdlib.h>
#include <string.h>

#include "base/money.h"
#include "search_naive_parts.h"
#include "unit.h"

#define FEW 5 /* groups with all words */
#define PLACES_AFTER_POINT 6

/*
 * What a document has of the words.
 */
/* The first of a document's terms that is not before a stem. */
static size_t
seek_term(const struct naive_document *document, size_t from, uint32_t stem)
{
	size_t until = document->term_count;

	while (from < until) {
		size_t middle = from + (until - from) / 2;

		if (document->terms[middle].stem < stem)
			from = middle + 1;
		else
			until = middle;
	}
	return from;
}

static uint64_t
token_score(const struct naive_token *token, const struct naive_document *document)
{
	uint64_t most = 0;
	size_t at = 0;

	for (size_t i = 0; i < token->count; i++) {
		const struct naive_term *term;
		uint64_t score;

		at = seek_term(document, at, token->stems[i]);
		if (at == document->term_count)
			return most;
		term = &document->terms[at];
		score = term->stem == token->stems[i]
				? token->weights[i] * term->impact
				: 0;
		most = score > most ? score : most;
	}
	return most;
}

/* A way counts as a whole: 0 where one of its tokens is missing. */
static uint64_t
way_score(const struct naive_way *way, const struct naive_document *document)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < way->count; i++) {
		uint64_t score = token_score(&way->tokens[i], document);

		if (score == 0)
			return 0;
		sum += score;
	}
	return sum;
}

static uint64_t
word_score(const struct naive_said *word, const struct naive_document *document)
{
	uint64_t most = 0;

	for (size_t i = 0; i < word->count; i++) {
		uint64_t score = way_score(&word->ways[i], document);

		most = score > most ? score : most;
	}
	return most;
}

static void
score_piece(struct naive_asked *asked, const struct naive_piece *piece,
	struct naive_document *document)
{
	bool has_all = true;

	for (size_t i = 0; i < piece->count; i++) {
		uint64_t score = word_score(&piece->words[i], document);

		has_all &= score > 0;
		if (piece->excluded)
			continue;
		document->had += score > 0;
		document->score += score;
	}
	if (has_all && piece->phrase && asked->query->source)
		has_all = naive_stands_in(asked, piece->phrase, document->given);
	if (piece->excluded)
		document->is_gone |= has_all;
	else
		document->has_all &= has_all;
}

static bool
has_value(const struct naive_document *document, uint32_t value)
{
	for (size_t i = 0; i < document->value_count; i++)
		if (document->values[i] == value)
			return true;
	return false;
}

static bool
is_picked(const struct index_query *query, const struct naive_document *document)
{
	for (size_t i = 0; i < query->pick_count; i++)
		if (query->picks[i].group == document->group &&
			(query->picks[i].member == INDEX_ALL_MEMBERS ||
				query->picks[i].member == document->member))
			return true;
	return false;
}

static void
score_document(struct naive_asked *asked, struct naive_document *document)
{
	const struct naive_plan *plan = &asked->plan;

	document->has_all = asked->wanted_pieces > 0 || !plan->wanted;
	document->is_gone = false;
	document->had = 0;
	document->score = 0;
	for (size_t i = 0; i < plan->count; i++)
		score_piece(asked, &plan->pieces[i], document);
	for (size_t i = 0; i < plan->preferred_count; i++)
		if (has_value(document, plan->preferred[i].value))
			document->score += plan->preferred[i].weight;
	document->is_picked = is_picked(asked->query, document);
}

/* Lot 0 has all words or was picked; lot 1 lacks one of them, and so on. */
static void
find_lot(const struct naive_asked *asked, struct naive_document *document)
{
	document->lot = SIZE_MAX;
	if (document->is_gone)
		return;
	if (document->has_all || document->is_picked)
		document->lot = 0;
	else if (document->had > 0)
		document->lot = document->had < asked->wanted_words
					? asked->wanted_words - document->had
					: 1;
}

static void
count_wanted(struct naive_asked *asked)
{
	const struct naive_plan *plan = &asked->plan;

	for (size_t i = 0; i < plan->count; i++) {
		if (plan->pieces[i].excluded)
			continue;
		asked->wanted_pieces++;
		asked->wanted_words += plan->pieces[i].count;
		asked->has_quotes |= plan->pieces[i].quoted;
	}
}

static uint64_t
count_groups(const struct naive *naive)
{
	uint64_t group = 0;
	uint64_t count = 0;

	for (uint32_t i = 0; i < naive->count; i++) {
		const struct naive_document *document = naive->live[i];

		if (!document->matches)
			continue;
		count += document->group != group;
		group = document->group;
	}
	return count;
}

void
naive_score(struct naive_asked *asked, struct naive_answer *answer)
{
	struct naive *naive = asked->naive;

	count_wanted(asked);
	answer->may_correct = asked->plan.count > 0 && !asked->query->exact;
	for (uint32_t i = 0; i < naive->count; i++) {
		struct naive_document *document = naive->live[i];

		score_document(asked, document);
		find_lot(asked, document);
		answer->may_correct &= !document->has_all && !document->is_picked;
	}
	naive_match(asked, NULL);
	while (!asked->query->exact && !asked->has_quotes &&
		asked->lots < asked->wanted_words && count_groups(naive) < FEW) {
		asked->lots++;
		naive_match(asked, NULL);
	}
	answer->result.count = count_groups(naive);
	answer->result.fewer_words = asked->lots > 1;
}

/*
 * Filters.
 */
bool
naive_name(
	struct naive_asked *asked, unsigned field, const char *name, uint32_t *number)
{
	struct bytes folded = naive_fold(asked->arena, name, true);

	*number = naive_value_number(asked->naive, field, folded, NULL);
	return asked->naive->value_items[*number].with > 0;
}

static bool
is_in(const struct index_filter *filter, int64_t number)
{
	for (size_t i = 0; i < filter->range_count; i++)
		if (number >= filter->ranges[i].min &&
			number <= filter->ranges[i].max)
			return true;
	return false;
}

/* A value that is a plain number, in millionths. */
static bool
is_number_in(const struct index_filter *filter, struct bytes text)
{
	struct decimal decimal;
	const char *reason;
	int64_t number;

	return filter->range_count > 0 &&
	       decimal_parse((const char *)text.data, &decimal, &reason) &&
	       decimal_to_minor(decimal, PLACES_AFTER_POINT, &number) &&
	       is_in(filter, number);
}

static void
want_values(struct naive_asked *asked, struct naive_filter *filter)
{
	struct naive *naive = asked->naive;
	const struct index_filter *from = filter->from;
	bool is_path = naive->schema->fields[from->field].kind == INDEX_PATH;

	for (size_t i = 0; i < from->values.count; i++) {
		size_t size = strlen(from->values.items[i]);
		struct bytes text;

		while (is_path && size > 0 && from->values.items[i][size - 1] == '/')
			size--;
		text = naive_copy(asked->arena, from->values.items[i], size);
		text = naive_fold(asked->arena, (const char *)text.data, true);
		for (uint32_t j = 0; j < filter->count; j++)
			if (naive->value_items[j].field == from->field &&
				naive->value_items[j].name == filter->name &&
				bytes_equal(naive->value_items[j].text, text))
				filter->wanted[j] = true;
	}
	for (uint32_t j = 0; j < filter->count; j++)
		if (naive->value_items[j].field == from->field &&
			naive->value_items[j].name == filter->name &&
			is_number_in(from, naive->value_items[j].text))
			filter->wanted[j] = true;
}

bool
naive_filters(struct naive_asked *asked)
{
	const struct index_query *query = asked->query;
	struct naive *naive = asked->naive;

	asked->filters = naive_take(
		asked->arena, query->filter_count, sizeof(*asked->filters));
	for (size_t i = 0; i < query->filter_count; i++) {
		struct naive_filter *filter = &asked->filters[i];
		const struct index_filter *from = &query->filters[i];

		filter->from = from;
		if (naive->schema->fields[from->field].kind == INDEX_NUMBER)
			continue;
		if (from->name) {
			if (!naive_name(
				    asked, from->field, from->name, &filter->name))
				return false;
			filter->name += 1;
		}
		filter->count = naive->values.count;
		filter->wanted =
			naive_take(asked->arena, filter->count, sizeof(bool));
		want_values(asked, filter);
	}
	return true;
}

static bool
passes(const struct naive_filter *filter, const struct naive_document *document)
{
	int64_t number;

	if (!filter->wanted) {
		number = naive_number_of(document->given, filter->from->field);
		return number != INT64_MIN && is_in(filter->from, number);
	}
	for (size_t i = 0; i < document->value_count; i++)
		if (document->values[i] < filter->count &&
			filter->wanted[document->values[i]])
			return true;
	return false;
}

static bool
is_lifted(struct naive_asked *asked, const struct naive_filter *filter,
	const struct index_facet_request *lifted)
{
	uint32_t name;

	if (!lifted || lifted->field != filter->from->field)
		return false;
	return !lifted->name ||
	       (naive_name(asked, lifted->field, lifted->name, &name) &&
		       name + 1 == filter->name);
}

void
naive_match(struct naive_asked *asked, const struct index_facet_request *lifted)
{
	struct naive *naive = asked->naive;
	bool has_text = asked->plan.wanted || asked->plan.count > 0;

	for (uint32_t i = 0; i < naive->count; i++)
		naive->live[i]->matches =
			!has_text || naive->live[i]->lot < asked->lots;
	for (size_t j = 0; j < asked->query->filter_count; j++) {
		const struct naive_filter *filter = &asked->filters[j];

		if (is_lifted(asked, filter, lifted))
			continue;
		for (uint32_t i = 0; i < naive->count; i++)
			if (naive->live[i]->matches)
				naive->live[i]->matches =
					passes(filter, naive->live[i]);
	}
}
