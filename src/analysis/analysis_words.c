#include "analysis/analysis_parts.h"

#include "analysis/impact.h"

/* There is room for all of it. */
static void
touch_word(struct analysis *analysis, uint32_t index, uint32_t share)
{
	struct met *met = analysis_meet(analysis, index);

	if (met->class == CLASS_FORM) {
		met->weight[analysis->side] = 1;
		index = met->parent;
		met = analysis_meet(analysis, index);
	}
	if (met->place != analysis->place) {
		met->place = analysis->place;
		met->said = 0;
		analysis->said.items[analysis->said.count++] = index;
	}
	met->said += share;
}

static enum status
add_word(struct analysis *analysis, const struct waiting_word *waiting,
	uint32_t *index, struct err *err)
{
	struct token word = waiting->word;
	struct word_key known = waiting->key;
	struct bytes bytes = { (const uint8_t *)word.at, word.size };
	struct term_key key;
	struct bytes stem;
	const char *stemmed;
	size_t size;

	TRY(stemmer_stem(
		analysis->stemmer, word.at, word.size, &stemmed, &size, err));
	stem = (struct bytes){ (const uint8_t *)stemmed, size };
	key = term_key_text(CLASS_WORD, stem.data, stem.size);
	TRY(analysis_find(analysis, term_key_bytes(&key),
		(struct bytes){ key.data, 0 }, index, err));
	if (!bytes_equal(stem, bytes)) {
		uint32_t parent = *index;

		key = term_key_text(CLASS_FORM, bytes.data, bytes.size);
		TRY(analysis_find(analysis, term_key_bytes(&key), stem, index, err));
		analysis_term(analysis, *index)->parent = parent;
	}
	if (word.size > WORD_SHORT) {
		TRY(analysis_copy(analysis, bytes, &bytes, err));
		known.tail = (uint64_t)(uintptr_t)bytes.data;
	}
	return word_add(&analysis->words, &known, *index, analysis->arena, err);
}

/* Each look at memory far away is asked for before the first is needed. */
static enum status
take_words(struct analysis *analysis, struct err *err)
{
	size_t count = analysis->waiting_count;

	TRY(analysis_reserve(analysis, &analysis->terms, 2 * count, err));
	TRY(analysis_reserve(analysis, &analysis->said, count, err));
	for (size_t i = 0; i < count; i++) {
		struct waiting_word *waiting = &analysis->waiting[i];

		waiting->term = word_find(&analysis->words, &waiting->key)->term;
		if (waiting->term == 0)
			TRY(add_word(analysis, waiting, &waiting->term, err));
		__builtin_prefetch(analysis_met(analysis, waiting->term), 1);
	}
	for (size_t i = 0; i < count; i++)
		touch_word(analysis, analysis->waiting[i].term,
			analysis->waiting[i].share);
	analysis->waiting_count = 0;
	return ST_OK;
}

/* A word must stay where it is until it is taken. */
static enum status
add_token(
	struct analysis *analysis, struct token word, uint8_t share, struct err *err)
{
	struct waiting_word *waiting;

	if (analysis->waiting_count == WAITING_MAX)
		TRY(take_words(analysis, err));
	waiting = &analysis->waiting[analysis->waiting_count++];
	waiting->word = word;
	waiting->key = word_key(word);
	waiting->share = share;
	__builtin_prefetch(word_slot(&analysis->words, &waiting->key));
	return ST_OK;
}

/* What lies in the chain itself is gone with the next one. */
static enum status
add_of_chain(struct analysis *analysis, const struct chain *chain, struct token word,
	uint8_t share, struct err *err)
{
	uintptr_t begin = (uintptr_t)chain;
	uintptr_t at = (uintptr_t)word.at;

	if (at >= begin && at < begin + sizeof(*chain))
		TRY(arena_copy(
			&analysis->scratch, word.at, word.size, &word.at, err));
	return add_token(analysis, word, share, err);
}

static enum status
add_chain(struct analysis *analysis, const struct chain *chain, uint8_t share,
	struct err *err)
{
	if (chain->part_count == 0)
		return add_token(analysis, chain->whole, share, err);
	TRY(add_of_chain(analysis, chain, chain->whole, share, err));
	for (size_t i = 0; i < chain->part_count; i++)
		TRY(add_of_chain(analysis, chain, chain->parts[i], share, err));
	return ST_OK;
}

static enum status
add_text(struct analysis *analysis, const char *text, struct err *err)
{
	struct token folded;
	struct chain chain;
	const char *at;

	TRY(tokens_fold(&analysis->scratch, text, &folded, err));
	at = folded.at;
	while (chain_next(&at, folded.at + folded.size, &chain)) {
		TRY(add_chain(analysis, &chain, IMPACT_SHARE_WHOLE, err));
		analysis->chain_count++;
	}
	return ST_OK;
}

static enum status
add_title(struct analysis *analysis, const struct index_document *document,
	const char *text, struct err *err)
{
	struct title title;
	struct chain chain;
	const char *at;
	const char *end;
	uint32_t i = 0;

	TRY(title_read(&analysis->scratch, analysis->options.schema, document, text,
		&title, err));
	end = title.folded.at + title.folded.size;
	for (at = title.folded.at; chain_next(&at, end, &chain); i++)
		TRY(add_chain(analysis, &chain, title.shares[i], err));
	analysis->chain_count += i;
	return ST_OK;
}

/* What was said in the field becomes weight once its length is known. */
static enum status
end_field(struct analysis *analysis, const struct index_field *field, struct err *err)
{
	TRY(take_words(analysis, err));
	for (size_t i = 0; i < analysis->said.count; i++) {
		struct met *met = analysis_term(analysis, analysis->said.items[i]);
		uint32_t *weight = &met->weight[analysis->side];

		*weight =
			impact_add(*weight, field, met->said, analysis->chain_count);
	}
	return ST_OK;
}

enum status
analysis_add_words(struct analysis *analysis, const struct index_document *document,
	struct err *err)
{
	const struct index_schema *schema = analysis->options.schema;

	for (unsigned i = 0; i < schema->field_count; i++) {
		const struct index_field *field = &schema->fields[i];

		if (field->kind != INDEX_TEXT)
			continue;
		analysis->place = (uint16_t)(i << 1 | (unsigned)analysis->side);
		analysis->chain_count = 0;
		analysis->said.count = 0;
		for (size_t j = 0; j < document->value_count; j++) {
			const char *text = document->values[j].text;

			if (document->values[j].field != i || !text)
				continue;
			if (field->is_title)
				TRY(add_title(analysis, document, text, err));
			else
				TRY(add_text(analysis, text, err));
		}
		TRY(end_field(analysis, field, err));
	}
	return ST_OK;
}
