#include "search/analysis.h"

#include <string.h>

#include "search/lookup.h"

#define TERMS_BLOCK 256
#define LOOKUP_SIZE_MIN 512

/* IMPACT: a word's first place in a field counts the field's weight, each further
 * one half as much as the one before, so that saying it often is no use; the sum
 * over the fields is scaled so that the most there can be is 255. */
#define WEIGHT_UNIT 16

/* Words and values wait until there are some, for each costs a look at memory far
 * away: all are asked for before the first is looked at. */
#define WAITING_MAX 64
struct waiting_word {
	struct token word;
	uint64_t hash;
	unsigned field;
};
struct waiting_value {
	const struct index_value *value;
	struct bytes name; /* with its NUL */
	struct bytes text;
	uint64_t hash;
};

struct analysis {
	struct arena *arena;
	struct arena scratch;
	struct analysis_options options;
	struct stemmer *stemmer;
	uint32_t scale;
	struct met **blocks;
	size_t block_count;
	uint32_t count;
	uint32_t all;
	struct lookup sources;
	struct lookup keys;
	uint32_t stamp;
	uint32_t *terms;
	size_t term_count;
	size_t term_capacity;
	enum side side; /* of what waits */
	struct waiting_word words[WAITING_MAX];
	size_t word_count;
	struct waiting_value values[WAITING_MAX];
	size_t value_count;
};

static unsigned
weight_of(const struct index_field *field)
{
	return field->weight > 0 ? field->weight : 1;
}

static uint32_t
scale_of(const struct index_schema *schema)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < schema->field_count; i++)
		if (schema->fields[i].kind == INDEX_TEXT)
			sum += weight_of(&schema->fields[i]);
	return 2 * WEIGHT_UNIT * (sum > 0 ? sum : 1);
}

struct met *
analysis_term(struct analysis *analysis, uint32_t index)
{
	return &analysis->blocks[index / TERMS_BLOCK][index % TERMS_BLOCK];
}

static enum status
copy_bytes(struct analysis *analysis, struct bytes from, struct bytes *to,
	struct err *err)
{
	const char *copy;

	TRY(arena_copy(
		analysis->arena, (const char *)from.data, from.size, &copy, err));
	*to = (struct bytes){ (const uint8_t *)copy, from.size };
	return ST_OK;
}

/* Terms stay where they are; only the list of their blocks moves when it grows. */
static enum status
reserve_met(struct analysis *analysis, size_t block, struct err *err)
{
	struct met **blocks;
	size_t count = analysis->block_count ? 2 * analysis->block_count : 16;

	if (block >= analysis->block_count) {
		TRY(ARENA_NEW(analysis->arena, count, &blocks, err));
		if (block > 0)
			memcpy(blocks, analysis->blocks, block * sizeof(*blocks));
		analysis->blocks = blocks;
		analysis->block_count = count;
	}
	if (analysis->blocks[block])
		return ST_OK;
	return ARENA_NEW(analysis->arena, TERMS_BLOCK, &analysis->blocks[block], err);
}

/* The term of a key, made where it is new; display is what it would then show. */
static enum status
find_term(struct analysis *analysis, const struct term_key *key, struct bytes display,
	uint32_t *index, struct err *err)
{
	struct bytes bytes = term_key_bytes(key);
	struct known source = { checksum(bytes, 0), NULL, (uint32_t)key->size, 0 };
	struct known *slot = lookup_find(
		&analysis->keys, source.hash, bytes, (struct bytes){ bytes.data, 0 });
	struct met *met;

	if (slot->term != 0) {
		*index = slot->term;
		return ST_OK;
	}
	source.term = analysis->count + 1;
	TRY(reserve_met(analysis, source.term / TERMS_BLOCK, err));
	met = analysis_term(analysis, source.term);
	TRY(copy_bytes(analysis, bytes, &met->key, err));
	TRY(copy_bytes(analysis, display, &met->display, err));
	met->class = key->data[0];
	analysis->count++;
	source.bytes = met->key.data;
	*index = source.term;
	return lookup_add(&analysis->keys, &source, analysis->arena, err);
}

enum status
analysis_open(struct arena *arena, const struct analysis_options *options,
	struct analysis **analysis, struct err *err)
{
	struct term_key all = term_key_of_class(CLASS_ALL);
	struct analysis *opened;

	invariant(options->schema->field_count < FIELD_MAX);
	TRY(ARENA_NEW(arena, 1, &opened, err));
	opened->arena = arena;
	opened->options = *options;
	opened->scale = scale_of(options->schema);
	TRY(lookup_init(&opened->sources, LOOKUP_SIZE_MIN, arena, err));
	TRY(lookup_init(&opened->keys, LOOKUP_SIZE_MIN, arena, err));
	TRY(find_term(
		opened, &all, (struct bytes){ all.data, 0 }, &opened->all, err));
	TRY(stemmer_open(options->schema->language, arena, &opened->stemmer, err));
	*analysis = opened;
	return ST_OK;
}

void
analysis_close(struct analysis *analysis)
{
	if (!analysis)
		return;
	stemmer_close(analysis->stemmer);
	arena_free(&analysis->scratch);
}

void
analysis_begin(struct analysis *analysis)
{
	analysis->stamp++;
	analysis->term_count = 0;
}

/* Twice the space whenever it is full; only the new one is used from then on. */
static enum status
reserve_term(struct analysis *analysis, struct err *err)
{
	uint32_t *terms;
	size_t capacity =
		analysis->term_capacity ? 2 * analysis->term_capacity : 1024;

	if (analysis->term_count < analysis->term_capacity)
		return ST_OK;
	TRY(ARENA_NEW(analysis->arena, capacity, &terms, err));
	if (analysis->term_count > 0)
		memcpy(terms, analysis->terms, analysis->term_count * sizeof(*terms));
	analysis->terms = terms;
	analysis->term_capacity = capacity;
	return ST_OK;
}

static enum status
touch(struct analysis *analysis, uint32_t index, struct met **met, struct err *err)
{
	struct met *touched = analysis_term(analysis, index);

	*met = touched;
	if (touched->stamp == analysis->stamp)
		return ST_OK;
	TRY(reserve_term(analysis, err));
	touched->stamp = analysis->stamp;
	touched->place = UINT32_MAX;
	touched->weight[SIDE_OLD] = 0;
	touched->weight[SIDE_NOW] = 0;
	analysis->terms[analysis->term_count++] = index;
	return ST_OK;
}

/* Marks a term and what stands above it as there. */
static enum status
touch_present(
	struct analysis *analysis, uint32_t index, enum side side, struct err *err)
{
	while (index != 0) {
		struct met *met;

		TRY(touch(analysis, index, &met, err));
		if (met->weight[side] != 0)
			return ST_OK;
		met->weight[side] = 1;
		index = met->parent;
	}
	return ST_OK;
}

static enum status
touch_word(struct analysis *analysis, uint32_t index, unsigned field, enum side side,
	struct err *err)
{
	uint32_t place = field << 1 | (unsigned)side;
	struct met *met;

	TRY(touch(analysis, index, &met, err));
	if (met->class == CLASS_FORM) {
		met->weight[side] = 1;
		TRY(touch(analysis, met->parent, &met, err));
	}
	if (met->place != place) {
		met->place = place;
		met->step = WEIGHT_UNIT *
			    weight_of(&analysis->options.schema->fields[field]);
	}
	met->weight[side] += met->step;
	met->step /= 2;
	return ST_OK;
}

uint8_t
analysis_impact(
	const struct analysis *analysis, const struct met *met, enum side side)
{
	uint64_t impact = met->weight[side];

	if (met->class != CLASS_WORD || impact == 0)
		return (uint8_t)impact;
	impact = impact * 255 / analysis->scale;
	return impact == 0 ? 1 : impact > 255 ? 255 : (uint8_t)impact;
}

static enum status
add_word(struct analysis *analysis, struct token word, uint64_t hash, uint32_t *index,
	struct err *err)
{
	struct known source = { .hash = hash, .size = (uint32_t)word.size };
	struct bytes bytes = { (const uint8_t *)word.at, word.size };
	struct term_key key;
	struct bytes stem;
	const char *stemmed;
	size_t size;

	TRY(stemmer_stem(
		analysis->stemmer, word.at, word.size, &stemmed, &size, err));
	stem = (struct bytes){ (const uint8_t *)stemmed, size };
	key = term_key_text(CLASS_WORD, stem.data, stem.size);
	TRY(find_term(analysis, &key, (struct bytes){ key.data, 0 }, index, err));
	if (!bytes_equal(stem, bytes)) {
		uint32_t parent = *index;

		key = term_key_text(CLASS_FORM, bytes.data, bytes.size);
		TRY(find_term(analysis, &key, stem, index, err));
		analysis_term(analysis, *index)->parent = parent;
	}
	TRY(copy_bytes(analysis, bytes, &bytes, err));
	source.bytes = bytes.data;
	source.term = *index;
	return lookup_add(&analysis->sources, &source, analysis->arena, err);
}

/* What a look-up will read, as far as the slots tell by now. */
static void
ask_for(const struct analysis *analysis, uint64_t hash)
{
	const struct known *slot = lookup_slot(&analysis->sources, hash);

	if (slot->term == 0)
		return;
	__builtin_prefetch(slot->bytes);
	__builtin_prefetch(&analysis->blocks[slot->term / TERMS_BLOCK]
					    [slot->term % TERMS_BLOCK]);
}

static enum status
take_word(struct analysis *analysis, const struct waiting_word *waiting,
	struct err *err)
{
	struct bytes bytes = { (const uint8_t *)waiting->word.at,
		waiting->word.size };
	uint32_t index = lookup_find(&analysis->sources, waiting->hash, bytes,
		(struct bytes){ bytes.data, 0 })
				 ->term;

	if (index == 0)
		TRY(add_word(analysis, waiting->word, waiting->hash, &index, err));
	return touch_word(analysis, index, waiting->field, analysis->side, err);
}

static enum status
take_words(struct analysis *analysis, struct err *err)
{
	for (size_t i = 0; i < analysis->word_count; i++)
		ask_for(analysis, analysis->words[i].hash);
	for (size_t i = 0; i < analysis->word_count; i++)
		TRY(take_word(analysis, &analysis->words[i], err));
	analysis->word_count = 0;
	return ST_OK;
}

/* A word must stay where it is until it is taken. */
static enum status
add_token(
	struct analysis *analysis, struct token word, unsigned field, struct err *err)
{
	struct bytes bytes = { (const uint8_t *)word.at, word.size };
	uint64_t hash = checksum(bytes, 0);

	if (analysis->word_count == WAITING_MAX)
		TRY(take_words(analysis, err));
	__builtin_prefetch(lookup_slot(&analysis->sources, hash));
	analysis->words[analysis->word_count++] =
		(struct waiting_word){ word, hash, field };
	return ST_OK;
}

/* What lies in the chain itself is gone with the next one. */
static enum status
add_of_chain(struct analysis *analysis, const struct chain *chain, struct token word,
	unsigned field, struct err *err)
{
	uintptr_t begin = (uintptr_t)chain;
	uintptr_t at = (uintptr_t)word.at;

	if (at >= begin && at < begin + sizeof(*chain))
		TRY(arena_copy(
			&analysis->scratch, word.at, word.size, &word.at, err));
	return add_token(analysis, word, field, err);
}

static enum status
add_chain(struct analysis *analysis, const struct chain *chain, unsigned field,
	struct err *err)
{
	TRY(add_of_chain(analysis, chain, chain->whole, field, err));
	for (size_t i = 0; i < chain->part_count; i++)
		TRY(add_of_chain(analysis, chain, chain->parts[i], field, err));
	return ST_OK;
}

static enum status
add_text(struct analysis *analysis, const struct index_value *value, struct err *err)
{
	struct token folded;
	struct chain chain;
	const char *at;

	TRY(tokens_fold(&analysis->scratch, value->text, &folded, err));
	at = folded.at;
	while (chain_next(&at, folded.at + folded.size, &chain))
		TRY(add_chain(analysis, &chain, value->field, err));
	return ST_OK;
}

enum status
analysis_fold(
	struct arena *arena, const char *text, struct token *folded, struct err *err)
{
	TRY(tokens_fold(arena, text, folded, err));
	if (folded->size == 0)
		*folded = (struct token){ text, strlen(text) };
	return ST_OK;
}

/* A path's place is every path above it, too, from the whole to the first part. */
static enum status
add_path(struct analysis *analysis, const struct index_value *value, uint32_t *index,
	struct err *err)
{
	size_t size = strlen(value->text);
	uint32_t below = 0;

	*index = 0;
	while (size > 0 && value->text[size - 1] == '/')
		size--;
	while (size > 0) {
		struct bytes display = { (const uint8_t *)value->text, size };
		struct term_key key;
		struct token folded;
		const char *part;
		uint32_t found;

		TRY(arena_copy(&analysis->scratch, value->text, size, &part, err));
		TRY(analysis_fold(&analysis->scratch, part, &folded, err));
		key = term_key_field(
			CLASS_KEYWORD, value->field, folded.at, folded.size);
		TRY(find_term(analysis, &key, display, &found, err));
		if (below != 0 && below != found)
			analysis_term(analysis, below)->parent = found;
		else
			*index = *index == 0 ? found : *index;
		below = found;
		while (size > 0 && value->text[size - 1] != '/')
			size--;
		while (size > 0 && value->text[size - 1] == '/')
			size--;
	}
	return ST_OK;
}

static enum status
add_name(struct analysis *analysis, const struct index_value *value, uint32_t *index,
	struct err *err)
{
	struct term_key key;
	struct token folded;
	struct met *met;

	TRY(analysis_fold(&analysis->scratch, value->name, &folded, err));
	key = term_key_field(CLASS_NAME, value->field, folded.at, folded.size);
	TRY(find_term(analysis, &key, bytes_of_text(value->name), index, err));
	met = analysis_term(analysis, *index);
	if (met->number != 0)
		return ST_OK;
	return analysis->options.name_number(
		analysis->options.arg, met->key, &met->number, err);
}

static enum status
add_named(struct analysis *analysis, const struct index_value *value, uint32_t *index,
	struct err *err)
{
	struct term_key key;
	struct token folded;
	uint32_t name;

	TRY(add_name(analysis, value, &name, err));
	TRY(analysis_fold(&analysis->scratch, value->text, &folded, err));
	key = term_key_value(value->field, analysis_term(analysis, name)->number,
		folded.at, folded.size);
	TRY(find_term(analysis, &key, bytes_of_text(value->text), index, err));
	analysis_term(analysis, *index)->parent = name;
	return ST_OK;
}

static enum status
add_keyword(struct analysis *analysis, const struct index_value *value,
	uint32_t *index, struct err *err)
{
	bool is_code =
		analysis->options.schema->fields[value->field].kind == INDEX_EXACT;
	struct term_key key;
	struct token folded;

	TRY(analysis_fold(&analysis->scratch, value->text, &folded, err));
	key = term_key_field(is_code ? CLASS_EXACT : CLASS_KEYWORD, value->field,
		folded.at, folded.size);
	return find_term(analysis, &key,
		is_code ? (struct bytes){ key.data, 0 } : bytes_of_text(value->text),
		index, err);
}

static enum status
find_value(struct analysis *analysis, const struct index_value *value,
	uint32_t *index, struct err *err)
{
	switch (analysis->options.schema->fields[value->field].kind) {
	case INDEX_PATH:
		return add_path(analysis, value, index, err);
	case INDEX_NAMED:
		return add_named(analysis, value, index, err);
	default:
		return add_keyword(analysis, value, index, err);
	}
}

/* What is filtered by: found by what was given, before it is folded. */
static enum status
take_value(struct analysis *analysis, const struct waiting_value *waiting,
	struct err *err)
{
	struct bytes name = waiting->name;
	struct bytes text = waiting->text;
	struct known source = { .hash = waiting->hash };
	const struct known *slot =
		lookup_find(&analysis->sources, source.hash, name, text);
	char *bytes;

	if (slot->term != 0)
		return touch_present(analysis, slot->term, analysis->side, err);
	TRY(find_value(analysis, waiting->value, &source.term, err));
	if (source.term == 0)
		return ST_OK;
	TRY(ARENA_NEW(analysis->arena, name.size + text.size, &bytes, err));
	memcpy(bytes, name.data, name.size);
	memcpy(bytes + name.size, text.data, text.size);
	source.bytes = (const uint8_t *)bytes;
	source.size = (uint32_t)(name.size + text.size);
	TRY(lookup_add(&analysis->sources, &source, analysis->arena, err));
	return touch_present(analysis, source.term, analysis->side, err);
}

static enum status
take_values(struct analysis *analysis, struct err *err)
{
	for (size_t i = 0; i < analysis->value_count; i++)
		ask_for(analysis, analysis->values[i].hash);
	for (size_t i = 0; i < analysis->value_count; i++)
		TRY(take_value(analysis, &analysis->values[i], err));
	analysis->value_count = 0;
	return ST_OK;
}

static enum status
add_value(struct analysis *analysis, const struct index_value *value, struct err *err)
{
	bool named =
		analysis->options.schema->fields[value->field].kind == INDEX_NAMED;
	struct waiting_value waiting = { .value = value };

	waiting.name = bytes_of_text(named ? value->name : "");
	waiting.name.size += 1;
	waiting.text = bytes_of_text(value->text);
	waiting.hash =
		checksum(waiting.text, checksum(waiting.name, value->field + 1));
	if (analysis->value_count == WAITING_MAX)
		TRY(take_values(analysis, err));
	__builtin_prefetch(lookup_slot(&analysis->sources, waiting.hash));
	analysis->values[analysis->value_count++] = waiting;
	return ST_OK;
}

static enum status
add_one(struct analysis *analysis, const struct index_value *value, struct err *err)
{
	invariant(value->field < analysis->options.schema->field_count);
	if (!value->text || !*value->text)
		return ST_OK;
	switch (analysis->options.schema->fields[value->field].kind) {
	case INDEX_NUMBER:
	case INDEX_SORT_TEXT:
		return ST_OK;
	case INDEX_TEXT:
		return add_text(analysis, value, err);
	default:
		return add_value(analysis, value, err);
	}
}

enum status
analysis_add(struct analysis *analysis, const struct index_document *document,
	enum side side, struct err *err)
{
	struct arena_mark mark;

	if (!analysis->scratch.newest) {
		void *first;

		TRY(arena_take(&analysis->scratch, 1, 1, &first, err));
	}
	mark = arena_mark(&analysis->scratch);
	analysis->side = side;
	TRY(touch_present(analysis, analysis->all, side, err));
	for (size_t i = 0; i < document->value_count; i++)
		TRY(add_one(analysis, &document->values[i], err));
	TRY(take_words(analysis, err));
	TRY(take_values(analysis, err));
	arena_rewind(&analysis->scratch, mark);
	return ST_OK;
}

const uint32_t *
analysis_terms(const struct analysis *analysis, size_t *count)
{
	*count = analysis->term_count;
	return analysis->terms;
}

uint32_t
analysis_count(const struct analysis *analysis)
{
	return analysis->count;
}
