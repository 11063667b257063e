#include <string.h>

#include "search_naive_parts.h"
#include "unit.h"

/* A text as a graph: from node to node by a word's stem. A chain leads from one node
 * to the next by its whole, or over nodes of its own by what may be said instead. */
struct edge {
	size_t from;
	size_t to;
	uint32_t stem;
};
struct graph {
	struct edge *edges;
	size_t count;
	size_t last; /* node */
};

const char *
naive_stems(struct naive *naive, struct arena *arena, const char *text)
{
	struct bytes folded = naive_fold(arena, text, false);
	const char *at = (const char *)folded.data;
	const char *end = at + folded.size;
	const char *all = NULL;
	struct chain chain;
	struct err err;

	while (chain_next(&at, end, &chain)) {
		uint32_t stem = naive_stem(naive, chain.whole);

		naive_must(arena_format(arena, &all, &err, "%s%s%s", all ? all : "",
				   all ? " " : "", naive_word(naive, stem)),
			&err);
	}
	return all;
}

static struct graph
graph_of(struct naive_asked *asked, const char *text)
{
	struct bytes folded = naive_fold(asked->arena, text, false);
	const char *at = (const char *)folded.data;
	const char *end = at + folded.size;
	struct edge *edges =
		naive_take(asked->arena, 2 * folded.size + 2, sizeof(*edges));
	struct graph graph = { edges, 0, 0 };
	struct chain chain;

	while (chain_next(&at, end, &chain)) {
		size_t first = graph.last;
		size_t count = chain.instead_count;

		graph.last += count > 0 ? count : 1;
		graph.edges[graph.count++] = (struct edge){ first, graph.last,
			naive_stem(asked->naive, chain.whole) };
		for (size_t i = 0; i < count; i++)
			graph.edges[graph.count++] =
				(struct edge){ first + i, first + i + 1,
					naive_stem(asked->naive, chain.instead[i]) };
	}
	return graph;
}

/* Whether words lead from a node of the phrase to its end that also lead on from a
 * node of the text. */
static bool
goes_on(const struct graph *phrase, size_t at, const struct graph *text, size_t place)
{
	if (at == phrase->last)
		return true;
	for (size_t i = 0; i < phrase->count; i++) {
		const struct edge *wanted = &phrase->edges[i];

		if (wanted->from != at)
			continue;
		for (size_t j = 0; j < text->count; j++)
			if (text->edges[j].from == place &&
				text->edges[j].stem == wanted->stem &&
				goes_on(phrase, wanted->to, text, text->edges[j].to))
				return true;
	}
	return false;
}

static bool
stands_in_text(const struct graph *phrase, const struct graph *text)
{
	for (size_t place = 0; place < text->last; place++)
		if (goes_on(phrase, 0, text, place))
			return true;
	return false;
}

bool
naive_is_phrase(struct naive_asked *asked, const char *text)
{
	return graph_of(asked, text).count > 1;
}

bool
naive_stands_in(struct naive_asked *asked, const char *phrase,
	const struct index_document *document)
{
	struct arena_mark mark = arena_mark(asked->arena);
	struct graph wanted = graph_of(asked, phrase);
	bool stands = false;

	for (size_t i = 0; i < document->value_count && !stands; i++) {
		const struct index_value *value = &document->values[i];
		struct graph text;

		if (asked->naive->schema->fields[value->field].kind != INDEX_TEXT ||
			!value->text)
			continue;
		text = graph_of(asked, value->text);
		stands = stands_in_text(&wanted, &text);
	}
	arena_rewind(asked->arena, mark);
	return stands;
}
