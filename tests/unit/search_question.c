#include "search_question.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "search_naive_parts.h"
#include "unit.h"

#define PIECE_MAX 60
#define FILTERS_MAX 3
#define FACETS_MAX 6

/* One chance in so many. */
static bool
once_in(const struct asker *asker, size_t times)
{
	return draw(asker->chance, times) == 0;
}

const struct index_document *
asker_document(const struct asker *asker, uint64_t *id)
{
	size_t count = naive_group_count(asker->naive);

	for (size_t tries = 0; count > 0 && tries < 100; tries++) {
		struct index_group group = naive_group(asker->naive,
			naive_group_id(asker->naive, draw(asker->chance, count)));

		*id = group.id;
		if (group.document_count > 0)
			return &group.documents[draw(
				asker->chance, group.document_count)];
	}
	return NULL;
}

const struct index_value *
asker_value(const struct asker *asker, const struct index_document *document,
	enum index_field_kind kind)
{
	size_t count = document ? document->value_count : 0;
	size_t from = count > 0 ? draw(asker->chance, count) : 0;

	for (size_t i = 0; i < count; i++) {
		const struct index_value *value =
			&document->values[(from + i) % count];

		if (asker->schema->fields[value->field].kind == kind &&
			(value->text != NULL) == (kind != INDEX_NUMBER))
			return value;
	}
	return NULL;
}

/* A text's beginning, of whole characters. */
static const char *
cut(struct arena *arena, const char *text, size_t size)
{
	size_t length = strlen(text);

	if (size > length)
		size = length;
	while (size > 0 && ((unsigned char)text[size] & 0xC0) == 0x80)
		size--;
	return (const char *)naive_copy(arena, text, size).data;
}

/* So many words that stand behind each other in a text; fewer at its end. */
static const char *
words_of_text(const struct asker *asker, const char *text, size_t count,
	struct arena *arena)
{
	size_t from = draw(asker->chance, strlen(text) + 1);
	size_t size = 0;

	while (from > 0 && text[from - 1] != ' ')
		from--;
	for (; size < PIECE_MAX && text[from + size]; size++)
		if (text[from + size] == ' ' && --count == 0)
			break;
	return cut(arena, text + from, size);
}

/* A word or several, as a rule of the document. */
static const char *
some_words(const struct asker *asker, const struct index_document *document,
	size_t count, struct arena *arena)
{
	const struct index_value *value = asker_value(asker, document, INDEX_TEXT);
	size_t known = naive_word_count(asker->naive);
	size_t way = draw(asker->chance, 12);

	if (way == 0 && asker->word_count > 0)
		return asker->words[draw(asker->chance, asker->word_count)];
	if (way == 1 && known > 0)
		return cut(arena,
			naive_word(asker->naive, draw(asker->chance, known)),
			PIECE_MAX / 2);
	if (way == 2 && asker->synonym_count > 0)
		return asker->synonyms[draw(asker->chance, asker->synonym_count)].key;
	return value ? words_of_text(asker, value->text, count, arena) : "nothing";
}

static void
append(struct buffer *text, const char *more)
{
	struct err err;

	naive_must(buffer_append_text(text, more, &err), &err);
}

static const char *
finished(struct buffer *text)
{
	struct err err;

	naive_must(buffer_append(text, "", 1, &err), &err);
	return (const char *)text->data;
}

static void
append_quoted(const struct asker *asker, const struct index_document *document,
	struct buffer *text)
{
	const char *words =
		some_words(asker, document, 1 + draw(asker->chance, 3), text->arena);

	append(text, "\"");
	for (; *words; words++)
		if (*words != '"')
			append(text, cut(text->arena, words, 1));
	append(text, "\"");
}

/* Takes some of the last word away, so that it may be the beginning of one. */
static void
shorten(const struct asker *asker, struct buffer *text)
{
	size_t size = 0;
	bool plain = true;

	while (size < text->size && text->data[text->size - size - 1] != ' ')
		plain &= text->data[text->size - ++size] < 0x80;
	if (size > 1 && plain)
		text->size -= draw(asker->chance, size);
}

static const char *
make_words(struct asker *asker, struct index_query *query, struct arena *arena)
{
	struct buffer text = { .arena = arena };
	const struct index_document *document = NULL;
	size_t count = once_in(asker, 8) ? 0 : 1 + draw(asker->chance, 4);
	uint64_t id;

	for (size_t i = 0; i < count; i++) {
		size_t way = draw(asker->chance, 12);

		if (!document || once_in(asker, 3))
			document = asker_document(asker, &id);
		append(&text, i > 0 ? " " : "");
		if (way == 0 || way == 1)
			append(&text, "-");
		if (way == 1 || way == 2)
			append_quoted(asker, document, &text);
		else
			append(&text, some_words(asker, document, 1, arena));
	}
	query->prefix = once_in(asker, 3);
	if (query->prefix && once_in(asker, 2))
		shorten(asker, &text);
	return finished(&text);
}

static struct texts
make_unwanted(struct asker *asker, struct arena *arena)
{
	struct texts texts = { NULL, once_in(asker, 12) ? 1 : 0 };
	uint64_t id;

	texts.items = naive_take(arena, 1, sizeof(*texts.items));
	for (size_t i = 0; i < texts.count; i++)
		texts.items[i] = some_words(asker, asker_document(asker, &id),
			1 + draw(asker->chance, 2), arena);
	return texts;
}

/* A value to filter by, as somebody may write it: another's case, a place above. */
static const char *
spelled(struct asker *asker, const struct index_value *value, struct arena *arena)
{
	bool is_path = asker->schema->fields[value->field].kind == INDEX_PATH;
	const char *slash = strrchr(value->text, '/');

	if (once_in(asker, 4))
		return (const char *)naive_fold(arena, value->text, true).data;
	if (is_path && slash && once_in(asker, 2))
		return cut(arena, value->text,
			(size_t)(slash - value->text) + draw(asker->chance, 2));
	return value->text;
}

static int64_t
number_near(struct asker *asker, const struct index_value *value)
{
	return value->number + (int64_t)draw(asker->chance, 3) - 1;
}

static void
make_numbers(struct asker *asker, struct index_filter *filter, struct arena *arena)
{
	struct index_bounds *ranges = naive_take(arena, 2, sizeof(*ranges));
	uint64_t id;

	filter->field = once_in(asker, 3) ? asker->stock : asker->price;
	filter->ranges = ranges;
	filter->range_count = 1 + (draw(asker->chance, 4) == 0);
	for (size_t i = 0; i < filter->range_count; i++) {
		struct index_value none = { .number = 1 };
		const struct index_value *a =
			asker_value(asker, asker_document(asker, &id), INDEX_NUMBER);
		const struct index_value *b =
			asker_value(asker, asker_document(asker, &id), INDEX_NUMBER);

		ranges[i].min = number_near(asker, a ? a : &none);
		ranges[i].max = number_near(asker, b ? b : &none);
		if (once_in(asker, 4))
			ranges[i].min = INT64_MIN;
		else if (filter->field == asker->stock || once_in(asker, 4))
			ranges[i].max = INT64_MAX;
	}
}

static void
make_values(struct asker *asker, enum index_field_kind kind,
	struct index_filter *filter, struct arena *arena)
{
	size_t count = 1 + draw(asker->chance, 3);
	uint64_t id;

	filter->values.items = naive_take(arena, count, sizeof(const char *));
	for (size_t tries = 0; tries < 20 && filter->values.count < count; tries++) {
		const struct index_value *value =
			asker_value(asker, asker_document(asker, &id), kind);

		if (!value ||
			(filter->values.count > 0 && value->field != filter->field))
			continue;
		filter->field = value->field;
		filter->values.items[filter->values.count++] =
			spelled(asker, value, arena);
	}
}

/* One name, and values of it from several documents. */
static void
make_named(struct asker *asker, struct index_filter *filter, struct arena *arena)
{
	static const struct index_bounds ranges[] = { { 0, 10000000 },
		{ 7500000, 250000000 }, { 10000000, 10500000 },
		{ INT64_MIN, 99000000 } };
	const struct index_value *value;
	uint64_t id;

	filter->values.items = naive_take(arena, 3, sizeof(const char *));
	for (size_t tries = 0; tries < 60 && filter->values.count < 3; tries++) {
		value = asker_value(asker, asker_document(asker, &id), INDEX_NAMED);
		if (!value ||
			(filter->name && strcmp(filter->name, value->name) != 0))
			continue;
		filter->field = value->field;
		filter->name = value->name;
		filter->values.items[filter->values.count++] =
			spelled(asker, value, arena);
	}
	filter->values.count = draw(asker->chance, filter->values.count + 1);
	filter->range_count = draw(asker->chance, 2);
	filter->ranges = naive_take(arena, 1, sizeof(*filter->ranges));
	*filter->ranges = PICK(asker->chance, ranges);
}

/* A name that documents have, had, or never had. */
static const char *
any_name(struct asker *asker, const char *name)
{
	if (!name || !once_in(asker, 12))
		return name;
	if (asker->name_count > 0 && !once_in(asker, 8))
		return asker->names[draw(asker->chance, asker->name_count)];
	return "nobody's";
}

static void
make_filters(struct asker *asker, struct index_query *query, struct arena *arena)
{
	struct index_filter *filters =
		naive_take(arena, FILTERS_MAX, sizeof(*filters));
	size_t count = once_in(asker, 2) ? 0 : 1 + draw(asker->chance, FILTERS_MAX);

	query->filters = filters;
	for (size_t i = 0; i < count; i++) {
		struct index_filter *filter = &filters[query->filter_count];
		size_t way = draw(asker->chance, 5);

		if (way == 0)
			make_named(asker, filter, arena);
		else if (way < 3)
			make_values(asker, way == 1 ? INDEX_KEYWORD : INDEX_PATH,
				filter, arena);
		else
			make_numbers(asker, filter, arena);
		/* Nobody has a keyword or a name at all. */
		if (way == 0 ? filter->name != NULL
			     : way > 2 || filter->values.count > 0)
			query->filter_count++;
		filter->name = any_name(asker, filter->name);
	}
}

static void
add_price_facet(
	struct asker *asker, struct index_facet_request *facet, struct arena *arena)
{
	int64_t *bounds = naive_take(arena, 6, sizeof(*bounds));
	uint64_t id;
	int64_t at = (int64_t)draw(asker->chance, 3);

	for (size_t i = 0; i < 6; i++) {
		const struct index_value *value =
			asker_value(asker, asker_document(asker, &id), INDEX_NUMBER);

		bounds[i] = at;
		at += 1 + (value && value->number > 0 ? value->number / 2 : 0);
	}
	*facet = (struct index_facet_request){ .field = asker->price,
		.bounds = bounds,
		.bound_count = draw(asker->chance, 7) };
}

static void
make_facets(struct asker *asker, struct index_query *query, struct arena *arena)
{
	static const enum index_field_kind kinds[] = { INDEX_KEYWORD, INDEX_KEYWORD,
		INDEX_PATH, INDEX_NAMED };
	static const size_t limits[] = { 0, 0, 1, 3, 10 };
	struct index_facet_request *facets =
		naive_take(arena, FACETS_MAX, sizeof(*facets));
	uint64_t id;

	query->facets = facets;
	if (once_in(asker, 3))
		add_price_facet(asker, &facets[query->facet_count++], arena);
	for (size_t i = 0; i < 4; i++) {
		const struct index_value *value =
			asker_value(asker, asker_document(asker, &id), kinds[i]);

		if (!value || once_in(asker, 2))
			continue;
		facets[query->facet_count++] =
			(struct index_facet_request){ .field = value->field,
				.name = any_name(asker, value->name),
				.limit = PICK(asker->chance, limits) };
	}
}

static void
make_picks(struct asker *asker, struct index_query *query, struct arena *arena)
{
	struct index_pick *picks = naive_take(arena, 2, sizeof(*picks));

	query->picks = picks;
	query->pick_count = once_in(asker, 8) ? 1 + draw(asker->chance, 2) : 0;
	for (size_t i = 0; i < query->pick_count; i++) {
		picks[i].group = 999999999;
		asker_document(asker, &picks[i].group);
		picks[i].member = once_in(asker, 2) ? INDEX_ALL_MEMBERS
						    : draw(asker->chance, 3);
	}
}

static enum status
find_group(void *arg, uint64_t id, struct index_group *group, struct err *err)
{
	const struct asker *asker = arg;

	(void)err;
	*group = naive_group(asker->naive, id);
	return ST_OK;
}

static enum status
find_synonyms(void *arg, const char *key, struct texts *instead, struct err *err)
{
	struct asker *asker = arg;

	(void)err;
	for (size_t i = 0; i < asker->synonym_count; i++)
		if (strcmp(asker->synonyms[i].key, key) == 0)
			*instead = (struct texts){ asker->synonyms[i].instead,
				asker->synonyms[i].count };
	return ST_OK;
}

static void
make_order(struct asker *asker, struct index_query *query)
{
	static const unsigned percents[] = { 100, 100, 70, 70, 50, 0 };
	const int sorts[] = { INDEX_SORT_NEWEST, (int)asker->price, (int)asker->stock,
		(int)asker->order };

	query->sort_field =
		once_in(asker, 3) ? PICK(asker->chance, sorts) : INDEX_SORT_RELEVANCE;
	query->sort_descending = once_in(asker, 2);
	query->preferred_field = once_in(asker, 6) ? -1 : (int)asker->stock;
	query->other_percent = PICK(asker->chance, percents);
	query->limit = once_in(asker, 4) ? 0 : draw(asker->chance, 30);
	query->offset = draw(asker->chance, 3) * 5;
	query->explain = once_in(asker, 4);
}

/* Somebody looks at a place, at some prices, in their order. */
static void
make_browsing(struct asker *asker, struct index_query *query, struct arena *arena)
{
	struct index_filter *filters = naive_take(arena, 2, sizeof(*filters));

	query->words = "";
	query->not_words.count = 0;
	query->sort_field = (int)asker->price;
	query->filters = filters;
	query->filter_count = 1;
	make_numbers(asker, &filters[0], arena);
	filters[0].field = asker->price;
	if (once_in(asker, 3))
		return;
	make_values(asker, INDEX_PATH, &filters[1], arena);
	query->filter_count += filters[1].values.count > 0;
}

struct index_query
asker_query(struct asker *asker, struct arena *arena)
{
	struct index_query query = { .arg = asker, .source = find_group };

	query.words = make_words(asker, &query, arena);
	query.not_words = make_unwanted(asker, arena);
	query.exact = once_in(asker, 3);
	if (once_in(asker, 2))
		query.synonyms = find_synonyms;
	make_filters(asker, &query, arena);
	make_facets(asker, &query, arena);
	make_picks(asker, &query, arena);
	make_order(asker, &query);
	if (once_in(asker, 12))
		make_browsing(asker, &query, arena);
	if (query.sort_field != (int)asker->order && once_in(asker, 20))
		query.source = NULL;
	return query;
}

void
asker_make_synonyms(struct asker *asker, struct arena *arena)
{
	uint64_t id;

	asker->synonym_count = 0;
	for (size_t i = 0; i < SYNONYMS_MAX; i++) {
		struct synonym *synonym = &asker->synonyms[asker->synonym_count];
		const struct index_document *document = asker_document(asker, &id);

		synonym->key = naive_stems(asker->naive, arena,
			some_words(
				asker, document, 1 + draw(asker->chance, 3), arena));
		synonym->count = 1 + draw(asker->chance, 2);
		for (size_t j = 0; j < synonym->count; j++)
			synonym->instead[j] =
				some_words(asker, asker_document(asker, &id),
					1 + draw(asker->chance, 2), arena);
		asker->synonym_count += synonym->key != NULL;
	}
}
