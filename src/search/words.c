#include <stdlib.h>
#include <string.h>

#include "search/analysis.h"
#include "search/find.h"
#include "search/pack.h"
#include "search/rarity.h"

/* One piece of a query between blanks or quotes. */
struct piece {
	const char *at;
	size_t size;
	bool excluded;
	bool quoted;
};

static const char blanks[] = " \t\n\r\f\v";

static bool
next_piece(const char **at, struct piece *piece)
{
	const char *from = *at + strspn(*at, blanks);

	piece->excluded = from[0] == '-' && from[1] && !strchr(blanks, from[1]);
	from += piece->excluded;
	piece->quoted = from[0] == '"';
	from += piece->quoted;
	piece->at = from;
	piece->size = strcspn(from, piece->quoted ? "\"" : " \t\n\r\f\v\"");
	*at = from + piece->size;
	if (piece->quoted && **at == '"')
		*at += 1;
	return piece->size > 0 || **at != '\0';
}

static enum status
add_term(struct search *search, struct word *word, const struct term *term,
	struct err *err)
{
	struct word_term *added;

	if (word->count == word->capacity) {
		size_t capacity = word->capacity ? 2 * word->capacity : 4;
		struct word_term *terms;

		TRY(ARENA_NEW(search->arena, capacity, &terms, err));
		if (word->count > 0)
			memcpy(terms, word->terms, word->count * sizeof(*terms));
		word->terms = terms;
		word->capacity = capacity;
	}
	added = &word->terms[word->count++];
	added->term = *term;
	added->rarity = rarity(search->documents, term->count);
	if (term->contained)
		return ST_OK;
	TRY(ARENA_NEW(search->arena, term->count, &added->postings.documents, err));
	TRY(ARENA_NEW(search->arena, term->count, &added->postings.impacts, err));
	return postings_read_inline(term, &added->postings) ? ST_OK : fail_index(err);
}

/* Adds a term to a word; set is its documents. */
static enum status
find_word(struct search *search, struct bytes key, struct word *word, struct set *set,
	struct err *err)
{
	struct term term;
	bool there;

	*set = (struct set){ NULL, 0 };
	TRY(term_get(search->txn, key, &term, &there, err));
	if (!there)
		return ST_OK;
	TRY(add_term(search, word, &term, err));
	return set_of_term(search->txn, &term, search->arena, set, err);
}

/* Stems met while a word's beginning is looked up. */
struct stems {
	struct bytes *items;
	size_t count;
	size_t capacity;
};

static enum status
add_stem(
	struct search *search, struct stems *stems, struct bytes key, struct err *err)
{
	const char *copy;

	if (stems->count == stems->capacity) {
		size_t capacity = stems->capacity ? 2 * stems->capacity : 16;
		struct bytes *items;

		TRY(ARENA_NEW(search->arena, capacity, &items, err));
		if (stems->count > 0)
			memcpy(items, stems->items, stems->count * sizeof(*items));
		stems->items = items;
		stems->capacity = capacity;
	}
	TRY(arena_copy(search->arena, (const char *)key.data, key.size, &copy, err));
	stems->items[stems->count++] =
		(struct bytes){ (const uint8_t *)copy, key.size };
	return ST_OK;
}

/* The keys of the stems of all words in the index that begin so. */
static enum status
scan_beginning(struct search *search, uint8_t class, struct token beginning,
	struct stems *stems, struct err *err)
{
	struct term_key prefix = term_key_text(class, beginning.at, beginning.size);
	struct pack_scan scan;

	TRY(pack_scan_open_prefix(
		search->txn, TABLE_TERM, term_key_bytes(&prefix), &scan, err));
	for (;;) {
		struct bytes key;
		struct bytes value;
		struct form form;
		struct term_key stem;
		bool found;

		TRY(pack_scan_next(&scan, &key, &value, &found, err));
		if (!found)
			break;
		if (class == CLASS_FORM) {
			TRY(form_read(value, &form, err));
			stem = term_key_text(
				CLASS_WORD, form.stem.data, form.stem.size);
			key = term_key_bytes(&stem);
		}
		TRY(add_stem(search, stems, key, err));
	}
	pack_scan_close(&scan);
	return ST_OK;
}

static int
compare_stems(const void *a, const void *b)
{
	const struct bytes *x = a;
	const struct bytes *y = b;

	return bytes_compare(*x, *y);
}

/* A token's terms: its stem's, and where it is the beginning of a word those of all
 * words that begin so. */
static enum status
find_token(struct search *search, struct token token, bool prefix, struct word *word,
	struct set *set, struct err *err)
{
	struct set_builder found = { .arena = search->arena };
	struct stems stems = { 0 };
	const char *stem;
	size_t size;
	struct term_key key;

	TRY(stemmer_stem(search->stemmer, token.at, token.size, &stem, &size, err));
	key = term_key_text(CLASS_WORD, stem, size);
	TRY(add_stem(search, &stems, term_key_bytes(&key), err));
	if (!prefix)
		return find_word(search, stems.items[0], word, set, err);
	TRY(scan_beginning(search, CLASS_WORD, token, &stems, err));
	TRY(scan_beginning(search, CLASS_FORM, token, &stems, err));
	qsort(stems.items, stems.count, sizeof(*stems.items), compare_stems);
	for (size_t i = 0; i < stems.count; i++) {
		if (i > 0 && bytes_equal(stems.items[i], stems.items[i - 1]))
			continue;
		TRY(find_word(search, stems.items[i], word, set, err));
		TRY(set_builder_add_set(&found, set, err));
	}
	return set_builder_finish(&found, set, err);
}

/* A chain matches as a whole, or by all that may be said instead. */
static enum status
find_chain(struct search *search, const struct chain *chain, bool prefix,
	struct word *word, struct err *err)
{
	struct set_builder found = { .arena = search->arena };
	struct set instead = { NULL, 0 };

	TRY(find_token(search, chain->whole, prefix, word, &word->set, err));
	if (chain->instead_count == 0)
		return ST_OK;
	for (size_t i = 0; i < chain->instead_count; i++) {
		bool last = i + 1 == chain->instead_count;
		struct set set;

		TRY(find_token(
			search, chain->instead[i], prefix && last, word, &set, err));
		if (i == 0)
			instead = set;
		else
			TRY(set_and(&instead, &set, search->arena, &instead, err));
	}
	TRY(set_builder_add_set(&found, &word->set, err));
	TRY(set_builder_add_set(&found, &instead, err));
	return set_builder_finish(&found, &word->set, err);
}

static enum status
new_word(struct search *search, struct word **word, struct err *err)
{
	if (search->word_count == search->word_capacity) {
		size_t capacity =
			search->word_capacity ? 2 * search->word_capacity : 8;
		struct word *words;

		TRY(ARENA_NEW(search->arena, capacity, &words, err));
		if (search->word_count > 0)
			memcpy(words, search->words,
				search->word_count * sizeof(*words));
		search->words = words;
		search->word_capacity = capacity;
	}
	*word = &search->words[search->word_count++];
	**word = (struct word){ 0 };
	return ST_OK;
}

static enum status
fold_piece(struct search *search, struct token piece, struct token *folded,
	struct err *err)
{
	const char *text;

	TRY(arena_copy(search->arena, piece.at, piece.size, &text, err));
	return tokens_fold(search->arena, text, folded, err);
}

/* Adds the words of a piece; the last of them may be the beginning of one. */
static enum status
read_wanted(struct search *search, struct token piece, bool prefix, struct err *err)
{
	struct token folded;
	struct chain chain;
	const char *at;

	TRY(fold_piece(search, piece, &folded, err));
	at = folded.at;
	while (chain_next(&at, folded.at + folded.size, &chain)) {
		const char *behind = at;
		struct chain next;
		bool last = !chain_next(&behind, folded.at + folded.size, &next);
		struct word *word;

		TRY(new_word(search, &word, err));
		TRY(find_chain(search, &chain, prefix && last, word, err));
	}
	return ST_OK;
}

/* Adds what has all words of a piece to gone. */
static enum status
read_excluded(struct search *search, struct token piece, struct set_builder *gone,
	bool *any, struct err *err)
{
	struct token folded;
	struct chain chain;
	const char *at;
	struct set all = { NULL, 0 };
	bool first = true;

	TRY(fold_piece(search, piece, &folded, err));
	at = folded.at;
	while (chain_next(&at, folded.at + folded.size, &chain)) {
		struct word word = { 0 };

		TRY(find_chain(search, &chain, false, &word, err));
		if (first)
			all = word.set;
		else
			TRY(set_and(&all, &word.set, search->arena, &all, err));
		first = false;
		*any = true;
	}
	return set_builder_add_set(gone, &all, err);
}

/* The documents whose code is the whole query. */
static enum status
find_codes(struct search *search, struct err *err)
{
	const struct index_schema *schema = search->schema;
	struct set_builder found = { .arena = search->arena };
	const char *text =
		search->query->words + strspn(search->query->words, blanks);
	size_t size = strlen(text);
	struct token folded;
	const char *code;

	while (size > 0 && strchr(blanks, text[size - 1]))
		size--;
	TRY(arena_copy(search->arena, text, size, &code, err));
	TRY(analysis_fold(search->arena, code, &folded, err));
	for (unsigned i = 0; size > 0 && i < schema->field_count; i++) {
		struct term_key key;
		struct set set;

		if (schema->fields[i].kind != INDEX_EXACT)
			continue;
		key = term_key_field(CLASS_EXACT, i, folded.at, folded.size);
		TRY(search_find_term(search, &key, &set, err));
		TRY(set_builder_add_set(&found, &set, err));
	}
	return set_builder_finish(&found, &search->codes, err);
}

static enum status
all_documents(struct search *search, struct set *set, struct err *err)
{
	struct term_key key = term_key_of_class(CLASS_ALL);

	return search_find_term(search, &key, set, err);
}

/* All words, or the code, and nothing of what is excluded. */
static enum status
join_words(struct search *search, const struct set *gone, bool any_wanted,
	struct err *err)
{
	struct set_builder found = { .arena = search->arena };
	struct set set = { NULL, 0 };

	if (search->word_count > 0)
		set = search->words[0].set;
	else if (!any_wanted)
		TRY(all_documents(search, &set, err));
	for (size_t i = 1; i < search->word_count; i++)
		TRY(set_and(&set, &search->words[i].set, search->arena, &set, err));
	if (search->codes.count > 0) {
		TRY(set_builder_add_set(&found, &set, err));
		TRY(set_builder_add_set(&found, &search->codes, err));
		TRY(set_builder_finish(&found, &set, err));
	}
	return set_minus(&set, gone, search->arena, &search->textual, err);
}

static enum status
count_documents(struct search *search, struct err *err)
{
	struct term_key key = term_key_of_class(CLASS_ALL);
	struct term term;
	bool found;

	TRY(term_get(search->txn, term_key_bytes(&key), &term, &found, err));
	search->documents = found ? term.count : 0;
	return ST_OK;
}

enum status
search_read_words(struct search *search, struct err *err)
{
	const struct index_query *query = search->query;
	struct set_builder builder = { .arena = search->arena };
	const char *at = query->words;
	bool any_wanted = false;
	bool any_excluded = false;
	struct piece piece;
	struct set gone;

	TRY(count_documents(search, err));
	while (next_piece(&at, &piece)) {
		struct token token = { piece.at, piece.size };
		bool last = at[strspn(at, blanks)] == '\0';

		if (piece.excluded) {
			TRY(read_excluded(
				search, token, &builder, &any_excluded, err));
			continue;
		}
		any_wanted |= piece.size > 0;
		TRY(read_wanted(
			search, token, query->prefix && last && !piece.quoted, err));
	}
	for (size_t i = 0; i < query->not_words.count; i++) {
		struct token token = { query->not_words.items[i],
			strlen(query->not_words.items[i]) };

		TRY(read_excluded(search, token, &builder, &any_excluded, err));
	}
	search->has_text = any_wanted || any_excluded;
	TRY(set_builder_finish(&builder, &gone, err));
	TRY(find_codes(search, err));
	return join_words(search, &gone, any_wanted, err);
}
