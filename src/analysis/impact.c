#include "analysis/impact.h"

#include <string.h>

#include "base/bytes.h"
#include "base/text.h"

#define SUM_UNIT 64
#define SUM_HALF 1024 /* makes half of the highest impact */
#define SUM_MAX (UINT32_C(1) << 24)

#define REGISTERED "\xC2\xAE"

uint32_t
impact_add(
	uint32_t sum, const struct index_field *field, uint32_t said, uint32_t words)
{
	uint64_t all = (uint64_t)said * field->weight * SUM_UNIT;
	uint64_t length = (uint64_t)field->length + words;
	/* Narrow numbers are divided in less time. */
	uint64_t added = (all | length) > UINT32_MAX
				 ? all / length
				 : (uint32_t)all / (uint32_t)length;

	if (added == 0)
		added = 1;
	return added > SUM_MAX - sum ? SUM_MAX : sum + (uint32_t)added;
}

uint8_t
impact_of(uint32_t sum)
{
	uint32_t impact = 255 * sum / (sum + SUM_HALF);

	return impact > 0 ? (uint8_t)impact : 1;
}

/* Words behind which a name says what a thing is for, or comes with. */
static const struct habit {
	const char *language;
	bool qualifier_first;
	const char *words;
} habits[] = {
	{ "english", true, " for with without w " },
	{ "porter", true, " for with without w " },
	{ "german", true, " fur mit ohne " },
	{ "dutch", true, " voor met zonder " },
	{ "danish", true, " til med uden " },
	{ "norwegian", true, " til med uten " },
	{ "swedish", true, " for till med utan " },
	{ "finnish", true, " " },
	{ "hungarian", true, " " },
	{ "turkish", true, " " },
	{ "french", false, " pour avec sans de d du " },
	{ "spanish", false, " para con sin de del " },
	{ "catalan", false, " per amb sense de d del " },
	{ "italian", false, " per con senza di da del " },
	{ "portuguese", false, " para com sem de do da " },
	{ "romanian", false, " pentru cu fara de " },
};
static const struct habit no_habit = { "", false, " " };

static const struct habit *
habit_of(const char *language)
{
	for (size_t i = 0; i < sizeof(habits) / sizeof(*habits); i++)
		if (strcmp(habits[i].language, language) == 0)
			return &habits[i];
	return &no_habit;
}

#define LINK_SIZE_MAX 7

/* What a language's words are found in, between blanks. */
static bool
is_link(const struct habit *habit, struct token word)
{
	const char *at = habit->words;
	size_t size;

	if (word.size > LINK_SIZE_MAX)
		return false;

	for (at += 1; *at; at += size + 1) {
		size = strcspn(at, " ");
		if (size == word.size && memcmp(at, word.at, size) == 0)
			return true;
	}
	return false;
}

/* What stands before a word of a title. */
enum gap {
	GAP_OPEN,  /* nothing that parts it from the word before */
	GAP_SLASH, /* a bare "/" */
	GAP_HARD,  /* something that parts them */
	GAP_END,   /* and that ends what is said behind a word such as "for" */
};

struct title_word {
	struct token whole;
	enum gap gap;     /* before it */
	uint8_t capitals; /* 0 none, 1 first, 2 all */
	bool has_digit;
};

/* A blank-separated piece of a title as it was given, and where its folded form ends
 * in the folded title. */
struct piece {
	struct token given;
	size_t from;
	size_t end;
};

struct reading {
	struct arena *arena;
	const struct habit *habit;
	struct piece *pieces;
	size_t piece_count;
	struct title_word *words;
	size_t word_count;
	size_t lead_count; /* words that are a keyword */
};

static const char blanks[] = " \t\n\r\f\v";

/* Folding a printable ASCII text moves nothing: it is one piece. */
static bool
is_plain(const char *text)
{
	while (*text >= ' ' && *text <= '~')
		text++;
	return !*text;
}

static enum status
read_whole(struct reading *reading, const char *text, struct token *folded,
	struct err *err)
{
	TRY(tokens_fold(reading->arena, text, folded, err));
	TRY(ARENA_NEW(reading->arena, 1, &reading->pieces, err));
	reading->pieces[0] =
		(struct piece){ { text, folded->size }, 0, folded->size };
	reading->piece_count = 1;
	return ST_OK;
}

static enum status
read_pieces(struct reading *reading, const char *text, struct token *folded,
	struct err *err)
{
	struct buffer whole = { .arena = reading->arena };

	TRY(ARENA_NEW(reading->arena, strlen(text) / 2 + 1, &reading->pieces, err));
	for (text += strspn(text, blanks); *text; text += strspn(text, blanks)) {
		struct piece *piece = &reading->pieces[reading->piece_count++];
		const char *out;

		piece->given = (struct token){ text, strcspn(text, blanks) };
		piece->from = whole.size;
		TRY(text_fold(reading->arena, text, piece->given.size, &out, err));
		TRY(buffer_append_text(&whole, out, err));
		piece->end = whole.size;
		TRY(buffer_append_text(&whole, " ", err));
		text += piece->given.size;
	}
	*folded = (struct token){ whole.size > 0 ? (const char *)whole.data : "",
		whole.size };
	return ST_OK;
}

/* A letter is a capital if folding changes it. */
static uint8_t
count_capitals(struct token given, struct token folded)
{
	bool any_small = false;

	if (given.size == folded.size && memcmp(given.at, folded.at, given.size) == 0)
		return 0;
	for (size_t i = 0; i < given.size; i++)
		any_small |= given.at[i] >= 'a' && given.at[i] <= 'z';
	return !any_small ? 2 : given.at[0] != folded.at[0];
}

/* Where folding kept every byte's place, the word itself is looked at, else its
 * piece, folded in a way that keeps marks. */
static enum status
read_capitals(struct reading *reading, const struct piece *piece, const char *folded,
	struct token word, uint8_t *capitals, struct err *err)
{
	struct token given = piece->given;
	size_t from = (size_t)(word.at - folded) - piece->from;
	struct token small;

	if (piece->end - piece->from == given.size) {
		given = (struct token){ given.at + from, word.size };
		*capitals = count_capitals(given, word);
		return ST_OK;
	}
	TRY(text_fold_case(reading->arena, given.at, given.size, &small.at, err));
	small.size = strlen(small.at);
	*capitals = count_capitals(given, small);
	return ST_OK;
}

static bool
ends_aside(const char *gap, size_t size)
{
	static const char *const dashes[] = { "-", "|", "\xE2\x80\x93",
		"\xE2\x80\x94" };

	for (size_t i = 0; i < size; i++) {
		if (strchr(",;(", gap[i]))
			return true;
		for (size_t j = 0; gap[i] == ' ' && j < 4; j++)
			if (strncmp(gap + i + 1, dashes[j], strlen(dashes[j])) == 0)
				return true;
	}
	return false;
}

static enum gap
gap_of(const char *gap, size_t size)
{
	if (size == 1 && *gap == '/')
		return GAP_SLASH;
	if (ends_aside(gap, size))
		return GAP_END;
	for (size_t i = 0; i < size; i++) {
		if (size - i >= 2 && memcmp(gap + i, REGISTERED, 2) == 0)
			i++;
		else if (gap[i] != ' ')
			return GAP_HARD;
	}
	return GAP_OPEN;
}

static bool
has_digit(struct token word)
{
	for (size_t i = 0; i < word.size; i++)
		if (word.at[i] >= '0' && word.at[i] <= '9')
			return true;
	return false;
}

static enum status
read_words(struct reading *reading, struct token folded, struct err *err)
{
	const struct piece *piece = reading->pieces;
	const char *at = folded.at;
	const char *end = folded.at + folded.size;
	const char *behind = at; /* the word before */
	struct chain chain;

	TRY(ARENA_NEW(reading->arena, folded.size / 2 + 1, &reading->words, err));
	while (chain_next(&at, end, &chain)) {
		struct title_word *word = &reading->words[reading->word_count++];
		bool joined = chain.whole.at == chain.joined;
		struct token given = { joined ? chain.parts[0].at : chain.whole.at,
			0 };

		given.size = (size_t)(at - given.at);
		while (folded.at + piece->end <= given.at)
			piece++;
		word->gap = gap_of(behind, (size_t)(given.at - behind));
		word->has_digit = has_digit(given);
		word->whole = chain.whole;
		if (joined)
			TRY(arena_copy(reading->arena, chain.whole.at,
				chain.whole.size, &word->whole.at, err));
		TRY(read_capitals(
			reading, piece, folded.at, given, &word->capitals, err));
		behind = at;
	}
	return ST_OK;
}

/* How many of the title's first words are the words of a text: all of these, or
 * 0. */
static enum status
count_lead(struct reading *reading, const char *text, size_t *count, struct err *err)
{
	struct token folded;
	struct chain chain;
	const char *at;
	size_t same = 0;

	*count = 0;
	TRY(tokens_fold(reading->arena, text, &folded, err));
	for (at = folded.at; chain_next(&at, folded.at + folded.size, &chain);
		same++) {
		const struct token *word = &reading->words[same].whole;

		if (same == reading->word_count || word->size != chain.whole.size ||
			memcmp(word->at, chain.whole.at, word->size) != 0)
			return ST_OK;
	}
	*count = same;
	return ST_OK;
}

static enum status
read_lead(struct reading *reading, const struct index_schema *schema,
	const struct index_document *document, struct err *err)
{
	for (size_t i = 0; i < document->value_count; i++) {
		const struct index_value *value = &document->values[i];
		size_t count;

		if (schema->fields[value->field].kind != INDEX_KEYWORD)
			continue;
		TRY(count_lead(reading, value->text, &count, err));
		if (count > reading->lead_count)
			reading->lead_count = count;
	}
	return ST_OK;
}

/* Whether the word before this one qualifies it; next says whether this one does so
 * with the one behind it. */
static bool
is_qualified(const struct reading *reading, size_t i, bool next)
{
	const struct title_word *word = &reading->words[i];

	if (!reading->habit->qualifier_first)
		return false;
	if (word->gap == GAP_SLASH)
		return next;
	return word->gap == GAP_OPEN && !word->has_digit && i > reading->lead_count &&
	       !is_link(reading->habit, word->whole) &&
	       word->capitals <= reading->words[i - 1].capitals;
}

static void
share_out(const struct reading *reading, uint8_t *shares)
{
	bool qualifies = false;
	bool aside = false;

	for (size_t i = reading->word_count; i-- > 0;) {
		shares[i] = qualifies ? IMPACT_SHARE_QUALIFIER : IMPACT_SHARE_WHOLE;
		qualifies = i > 0 && is_qualified(reading, i, qualifies);
	}
	for (size_t i = 0; i < reading->word_count; i++) {
		if (reading->words[i].gap == GAP_END)
			aside = false;
		if (is_link(reading->habit, reading->words[i].whole))
			aside = true;
		else if (aside)
			shares[i] = IMPACT_SHARE_QUALIFIER;
		if (i >= reading->lead_count + TITLE_HEAD_MAX)
			shares[i] /= 2;
	}
}

enum status
title_read(struct arena *arena, const struct index_schema *schema,
	const struct index_document *document, const char *text, struct title *title,
	struct err *err)
{
	struct reading reading = { .arena = arena,
		.habit = habit_of(schema->language) };
	uint8_t *shares;

	if (is_plain(text))
		TRY(read_whole(&reading, text, &title->folded, err));
	else
		TRY(read_pieces(&reading, text, &title->folded, err));
	TRY(read_words(&reading, title->folded, err));
	TRY(read_lead(&reading, schema, document, err));
	TRY(ARENA_NEW(arena, reading.word_count, &shares, err));
	share_out(&reading, shares);
	title->shares = shares;
	title->count = reading.word_count;
	return ST_OK;
}
