#include "search_naive_parts.h"

#include <string.h>

#include "base/text.h"
#include "words/tokens.h"
#include "unit.h"

#define TITLE_MAX 250 /* bytes */
#define PIECE_MAX 60  /* bytes between blanks */
#define GAP_MAX 256

/* A word of a title, with what stands before it as it was given. */
struct word {
	char whole[CHAIN_WHOLE_MAX + 1];
	char gap[GAP_MAX];
	int capitals;
	bool digit;
};

static const char *
fold(struct arena *arena, const char *text, bool marks)
{
	enum status (*folding)(struct arena *, const char *, size_t, const char **,
		struct err *) = marks ? text_fold_case : text_fold;
	const char *out;
	struct err err;

	assert_int_equal(folding(arena, text, strlen(text), &out, &err), ST_OK);
	return out;
}

static void
append(char *gap, const char *part, size_t size)
{
	size_t at = strlen(gap);

	assert_true(at + size < GAP_MAX);
	memcpy(gap + at, part, size);
	gap[at + size] = '\0';
}

static int
capitals_of(const char *given, const char *small, size_t size)
{
	bool changed = strncmp(given, small, size) != 0;

	for (size_t i = 0; i < size; i++)
		if (given[i] >= 'a' && given[i] <= 'z')
			return given[0] != small[0];
	return changed ? 2 : 0;
}

/* Adds the words of what stands between blanks. */
static size_t
add_piece(struct arena *arena, const char *given, struct word *words, size_t count)
{
	const char *folded = fold(arena, given, false);
	const char *at = folded;
	const char *small = fold(arena, given, true);
	const char *end = folded + strlen(folded);
	const char *behind = at;
	struct chain chain;

	append(words[count].gap, " ", 1);
	for (; chain_next(&at, end, &chain); count++) {
		const char *from = at;
		size_t size;

		/* The chain ends at at, and begins with its first run. */
		from = chain.whole.at == chain.joined ? chain.parts[0].at
						      : chain.whole.at;
		size = (size_t)(at - from);
		memcpy(words[count].whole, chain.whole.at, chain.whole.size);
		append(words[count].gap, behind, (size_t)(from - behind));
		words[count].capitals =
			strlen(folded) == strlen(given)
				? capitals_of(given + (from - folded), from, size)
				: capitals_of(given, small, strlen(given));
		for (size_t i = 0; i < size; i++)
			words[count].digit |= from[i] >= '0' && from[i] <= '9';
		behind = at;
	}
	append(words[count].gap, behind, (size_t)(end - behind));
	return count;
}

static bool
is_link(const struct word *word)
{
	static const char *const links[] = { "for", "with", "without", "w" };

	for (size_t i = 0; i < 4; i++)
		if (strcmp(word->whole, links[i]) == 0)
			return true;
	return false;
}

/* How many words of the title a brand is at its beginning. */
static size_t
count_brand(struct arena *arena, const char *brand, const struct word *words)
{
	const char *at = fold(arena, brand, false);
	const char *end = at + strlen(at);
	struct chain chain;
	size_t count = 0;

	for (; chain_next(&at, end, &chain); count++)
		if (strlen(words[count].whole) != chain.whole.size ||
			memcmp(words[count].whole, chain.whole.at,
				chain.whole.size) != 0)
			return 0;
	return count;
}

static size_t
count_brands(struct naive *naive, const struct index_document *document,
	const struct word *words)
{
	size_t most = 0;

	for (size_t i = 0; i < document->value_count; i++) {
		const struct index_value *value = &document->values[i];
		size_t count;

		if (naive->schema->fields[value->field].kind != INDEX_KEYWORD)
			continue;
		count = count_brand(&naive->arena, value->text, words);
		most = count > most ? count : most;
	}
	return most;
}

/* What is said behind a word such as "for" ends. */
static bool
ends_aside(const char *gap)
{
	return strpbrk(gap, ",;(") || strstr(gap, " -") || strstr(gap, " |") ||
	       strstr(gap, " –") || strstr(gap, " —");
}

/* Nothing but blanks, and signs of what is registered. */
static bool
is_open(const char *gap)
{
	while (*gap == ' ' || strncmp(gap, "®", strlen("®")) == 0)
		gap += *gap == ' ' ? 1 : strlen("®");
	return *gap == '\0';
}

static bool
qualifies(const struct word *words, size_t i, size_t count, size_t brand)
{
	while (i + 1 < count && strcmp(words[i + 1].gap, "/") == 0)
		i++;
	return i + 1 < count && i >= brand && is_open(words[i + 1].gap) &&
	       !words[i + 1].digit && !is_link(&words[i + 1]) &&
	       words[i + 1].capitals <= words[i].capitals;
}

static bool
is_short(const char *text)
{
	size_t size;

	if (strlen(text) >= TITLE_MAX)
		return false;
	for (; *text; text += size + (text[size] == ' ')) {
		size = strcspn(text, " ");
		if (size > PIECE_MAX)
			return false;
	}
	return true;
}

static void
share_out(const struct word *words, size_t count, size_t brand, uint32_t *shares)
{
	bool aside = false;

	for (size_t i = 0; i < count; i++) {
		bool lowered = qualifies(words, i, count, brand);

		if (ends_aside(words[i].gap))
			aside = false;
		lowered |= aside && !is_link(&words[i]);
		aside |= is_link(&words[i]);
		shares[i] = (lowered ? 6U : 16U) / (i >= brand + 8 ? 2 : 1);
	}
}

bool
naive_title(struct naive *naive, const struct index_document *document,
	const char *text, uint32_t *shares)
{
	struct word words[NAIVE_TITLE_MAX] = { { .capitals = 0 } };
	char copy[TITLE_MAX];
	char *rest = copy;
	size_t count = 0;

	if (strcmp(naive->schema->language, "english") != 0 || !is_short(text))
		return false;
	memcpy(copy, text, strlen(text) + 1);
	while (rest)
		count = add_piece(&naive->arena, strsep(&rest, " "), words, count);
	share_out(words, count, count_brands(naive, document, words), shares);
	return true;
}
