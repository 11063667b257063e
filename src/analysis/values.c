#include "analysis/values.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/analysis_parts.h"
#include "index/prefer.h"

#define LOOKUP_SIZE_MIN 512
#define SEEN_MIN 64

/* Values wait as words do. */
struct waiting {
	const struct index_value *value;
	struct bytes name; /* with its NUL */
	struct bytes text;
	uint64_t hash;
};

/* A keyword or path of the side that is being read. */
struct seen {
	unsigned field;
	uint32_t number;
};

struct values {
	struct analysis *analysis;
	struct arena *arena;
	struct arena scratch;
	struct analysis_options options;
	struct lookup sources;
	struct waiting waiting[WAITING_MAX];
	size_t waiting_count;
	struct seen *seen;
	size_t seen_count;
	size_t seen_capacity;
	bool any_several;
	uint32_t *numbers[SIDE_COUNT]; /* by field */
};

enum status
values_open(struct analysis *analysis, struct arena *arena,
	const struct analysis_options *options, struct values **values,
	struct err *err)
{
	struct values *opened;

	TRY(ARENA_NEW(arena, 1, &opened, err));
	opened->analysis = analysis;
	opened->arena = arena;
	opened->options = *options;
	TRY(lookup_init(&opened->sources, LOOKUP_SIZE_MIN, arena, err));
	for (size_t i = 0; i < SIDE_COUNT; i++)
		TRY(ARENA_NEW(arena, options->schema->field_count,
			&opened->numbers[i], err));
	*values = opened;
	return ST_OK;
}

void
values_close(struct values *values)
{
	if (values)
		arena_free(&values->scratch);
}

void
values_begin(struct values *values)
{
	size_t count = values->options.schema->field_count;

	for (size_t i = 0; i < SIDE_COUNT; i++)
		memset(values->numbers[i], 0, count * sizeof(*values->numbers[i]));
}

uint32_t
values_number(const struct values *values, unsigned field, enum side side)
{
	return values->numbers[side][field];
}

static enum index_field_kind
kind_of(const struct values *values, unsigned field)
{
	return values->options.schema->fields[field].kind;
}

/* The term of a key with its number. */
static enum status
find_numbered(struct values *values, const struct term_key *key,
	struct numbered *numbered, uint32_t *index, struct err *err)
{
	struct met *met;

	TRY(analysis_find(values->analysis, term_key_bytes(key), numbered->display,
		index, err));
	met = analysis_term(values->analysis, *index);
	if (met->text->number != 0)
		return ST_OK;
	numbered->key = met->text->key;
	return values->options.number(
		values->options.arg, numbered, &met->text->number, err);
}

static uint32_t
number_of_term(const struct values *values, uint32_t index)
{
	return analysis_term(values->analysis, index)->text->number;
}

/* Queries that name a keyword prefer it: its name is kept as a form is, and leads to
 * it. */
static enum status
add_name(struct values *values, unsigned field, struct token text,
	struct token folded, uint32_t keyword, struct err *err)
{
	struct met *met = analysis_term(values->analysis, keyword);
	struct token stems;
	struct term_key key;
	const char *copy;
	uint32_t index;

	if (values->options.schema->fields[field].weight == 0 || met->text->name != 0)
		return ST_OK;
	TRY(arena_copy(&values->scratch, text.at, text.size, &copy, err));
	TRY(prefer_stems(
		&values->scratch, values->analysis->stemmer, copy, &stems, err));
	if (stems.size == 0)
		return ST_OK;
	TRY(prefer_name_key(&values->scratch, stems, field, folded, &key, err));
	TRY(analysis_find(values->analysis, term_key_bytes(&key),
		(struct bytes){ (const uint8_t *)folded.at, folded.size }, &index,
		err));
	met->text->name = index;
	return ST_OK;
}

/* Where the part of a path ends that begins at from; 0 where there is none. */
static size_t
path_part(struct bytes path, size_t from)
{
	while (from < path.size && path.data[from] == '/')
		from++;
	if (from == path.size)
		return 0;
	while (from < path.size && path.data[from] != '/')
		from++;
	return from;
}

static struct token
last_part(const uint8_t *path, size_t end)
{
	size_t from = end;

	while (from > 0 && path[from - 1] != '/')
		from--;
	return (struct token){ (const char *)path + from, end - from };
}

/* What a path above shows: as much of the path's text, or the folded one where
 * folding changed how it is divided. */
static enum status
path_display(struct values *values, struct bytes given, struct bytes folded,
	struct bytes *display, struct err *err)
{
	const char *part;
	struct token again;

	*display = folded;
	if (given.size == 0)
		return ST_OK;
	TRY(arena_copy(
		&values->scratch, (const char *)given.data, given.size, &part, err));
	TRY(analysis_fold(&values->scratch, part, &again, err));
	if (bytes_equal(
		    (struct bytes){ (const uint8_t *)again.at, again.size }, folded))
		*display = given;
	return ST_OK;
}

/* A path's place is every path above it, too; each is known by its folded text
 * alone, so that the same one always lies below the same ones. */
static enum status
find_path(struct values *values, const struct index_value *value, uint32_t *index,
	struct err *err)
{
	struct bytes given = bytes_of_text(value->text);
	struct bytes whole;
	struct token folded;
	size_t given_end = 0;
	uint32_t above = 0;

	TRY(analysis_fold(&values->scratch, value->text, &folded, err));
	whole = (struct bytes){ (const uint8_t *)folded.at, folded.size };
	*index = 0;
	for (size_t end = path_part(whole, 0); end > 0; end = path_part(whole, end)) {
		struct term_key key =
			term_key_field(CLASS_KEYWORD, value->field, whole.data, end);
		struct numbered numbered = { .above = 0 };

		given_end = path_part(given, given_end);
		TRY(path_display(values, (struct bytes){ given.data, given_end },
			(struct bytes){ whole.data, end }, &numbered.display, err));
		if (above != 0)
			numbered.above = number_of_term(values, above);
		TRY(find_numbered(values, &key, &numbered, index, err));
		analysis_term(values->analysis, *index)->parent = above;
		TRY(add_name(values, value->field, last_part(whole.data, end),
			(struct token){ (const char *)whole.data, end }, *index,
			err));
		above = *index;
		given_end = given_end == 0 ? given.size : given_end;
	}
	return ST_OK;
}

static enum status
find_named(struct values *values, const struct index_value *value, uint32_t *index,
	struct err *err)
{
	struct numbered numbered = { .display = bytes_of_text(value->name) };
	struct token folded;
	struct term_key key;
	uint32_t name;

	TRY(analysis_fold(&values->scratch, value->name, &folded, err));
	key = term_key_field(CLASS_NAME, value->field, folded.at, folded.size);
	TRY(find_numbered(values, &key, &numbered, &name, err));
	TRY(analysis_fold(&values->scratch, value->text, &folded, err));
	key = term_key_value(
		value->field, number_of_term(values, name), folded.at, folded.size);
	TRY(analysis_find(values->analysis, term_key_bytes(&key),
		bytes_of_text(value->text), index, err));
	analysis_term(values->analysis, *index)->parent = name;
	return ST_OK;
}

static enum status
find_keyword(struct values *values, const struct index_value *value, uint32_t *index,
	struct err *err)
{
	struct numbered numbered = { .display = bytes_of_text(value->text) };
	struct token folded;
	struct term_key key;

	TRY(analysis_fold(&values->scratch, value->text, &folded, err));
	key = term_key_field(CLASS_KEYWORD, value->field, folded.at, folded.size);
	TRY(find_numbered(values, &key, &numbered, index, err));
	return add_name(values, value->field, folded, folded, *index, err);
}

static enum status
find_value(struct values *values, const struct index_value *value, uint32_t *index,
	struct err *err)
{
	switch (kind_of(values, value->field)) {
	case INDEX_PATH:
		return find_path(values, value, index, err);
	case INDEX_NAMED:
		return find_named(values, value, index, err);
	default:
		return find_keyword(values, value, index, err);
	}
}

static enum status
add_source(struct values *values, const struct waiting *waiting, uint32_t *index,
	struct err *err)
{
	struct bytes name = waiting->name;
	struct bytes text = waiting->text;
	struct known source = { .hash = waiting->hash,
		.size = (uint32_t)(name.size + text.size) };
	uint8_t *bytes;

	TRY(find_value(values, waiting->value, index, err));
	if (*index == 0)
		return ST_OK;
	TRY(ARENA_NEW(values->arena, source.size, &bytes, err));
	memcpy(bytes, name.data, name.size);
	memcpy(bytes + name.size, text.data, text.size);
	source.bytes = bytes;
	source.term = *index;
	return lookup_add(&values->sources, &source, values->arena, err);
}

static enum status
note_seen(struct values *values, unsigned field, uint32_t number, struct err *err)
{
	struct seen *seen;
	size_t capacity =
		values->seen_capacity ? 2 * values->seen_capacity : SEEN_MIN;

	if (values->seen_count == values->seen_capacity) {
		TRY(ARENA_NEW(values->arena, capacity, &seen, err));
		if (values->seen_count > 0)
			memcpy(seen, values->seen,
				values->seen_count * sizeof(*seen));
		values->seen = seen;
		values->seen_capacity = capacity;
	}
	values->seen[values->seen_count++] = (struct seen){ field, number };
	return ST_OK;
}

/* What is filtered by: found by what was given, before it is folded. Of paths the
 * first counts. */
static enum status
take_value(struct values *values, const struct waiting *waiting, enum side side,
	struct err *err)
{
	unsigned field = waiting->value->field;
	enum index_field_kind kind = kind_of(values, field);
	uint32_t *kept = &values->numbers[side][field];
	uint32_t index = lookup_find(
		&values->sources, waiting->hash, waiting->name, waiting->text)
				 ->term;

	if (kind == INDEX_PATH && *kept != 0)
		return ST_OK;
	if (index == 0)
		TRY(add_source(values, waiting, &index, err));
	if (index == 0)
		return ST_OK;
	if (kind != INDEX_NAMED) {
		uint32_t number = number_of_term(values, index);

		values->any_several |= *kept != 0 && *kept != number;
		*kept = *kept == 0 ? number : *kept;
		TRY(note_seen(values, field, number, err));
	}
	return analysis_touch(values->analysis, index, side, err);
}

/* What a look-up will read, as far as the slots tell by now. */
static void
ask_for(const struct values *values, uint64_t hash)
{
	const struct known *slot = lookup_slot(&values->sources, hash);

	if (slot->term == 0)
		return;
	__builtin_prefetch(slot->bytes);
	__builtin_prefetch(analysis_term(values->analysis, slot->term));
}

static enum status
take_values(struct values *values, enum side side, struct err *err)
{
	for (size_t i = 0; i < values->waiting_count; i++)
		ask_for(values, values->waiting[i].hash);
	for (size_t i = 0; i < values->waiting_count; i++)
		TRY(take_value(values, &values->waiting[i], side, err));
	values->waiting_count = 0;
	return ST_OK;
}

enum status
values_add(struct values *values, const struct index_value *value, enum side side,
	struct err *err)
{
	struct waiting waiting = { .value = value };

	waiting.name = bytes_of_text(
		kind_of(values, value->field) == INDEX_NAMED ? value->name : "");
	waiting.name.size += 1;
	waiting.text = bytes_of_text(value->text);
	waiting.hash =
		checksum(waiting.text, checksum(waiting.name, value->field + 1));
	if (values->waiting_count == WAITING_MAX)
		TRY(take_values(values, side, err));
	__builtin_prefetch(lookup_slot(&values->sources, waiting.hash));
	values->waiting[values->waiting_count++] = waiting;
	return ST_OK;
}

static int
compare_seen(const void *a, const void *b)
{
	const struct seen *x = a;
	const struct seen *y = b;

	if (x->field != y->field)
		return x->field < y->field ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

/* Several keywords of one field are a term of their own. */
static enum status
add_several(struct values *values, unsigned field, const uint32_t *members,
	size_t count, enum side side, struct err *err)
{
	struct numbered numbered = { .members = members, .member_count = count };
	struct term_key key;
	uint8_t *bytes;
	uint32_t index;

	TRY(ARENA_NEW(&values->scratch, 4 * count, &bytes, err));
	for (size_t i = 0; i < count; i++)
		put_u32(bytes + 4 * i, members[i]);
	key = term_key_field(CLASS_SEVERAL, field, bytes, 4 * count);
	numbered.display = (struct bytes){ bytes, 0 };
	TRY(find_numbered(values, &key, &numbered, &index, err));
	values->numbers[side][field] = number_of_term(values, index);
	return analysis_touch(values->analysis, index, side, err);
}

static enum status
find_several(struct values *values, enum side side, struct err *err)
{
	const struct seen *seen = values->seen;
	uint32_t *members;
	size_t i = 0;

	qsort(values->seen, values->seen_count, sizeof(*values->seen), compare_seen);
	TRY(ARENA_NEW(&values->scratch, values->seen_count, &members, err));
	while (i < values->seen_count) {
		unsigned field = seen[i].field;
		size_t count = 0;

		for (; i < values->seen_count && seen[i].field == field; i++)
			if (count == 0 || members[count - 1] != seen[i].number)
				members[count++] = seen[i].number;
		if (count > 1)
			TRY(add_several(values, field, members, count, side, err));
	}
	return ST_OK;
}

enum status
values_end(struct values *values, enum side side, struct err *err)
{
	struct arena_mark mark;

	if (!values->scratch.newest) {
		void *first;

		TRY(arena_take(&values->scratch, 1, 1, &first, err));
	}
	mark = arena_mark(&values->scratch);
	TRY(take_values(values, side, err));
	if (values->any_several)
		TRY(find_several(values, side, err));
	values->seen_count = 0;
	values->any_several = false;
	arena_rewind(&values->scratch, mark);
	return ST_OK;
}
