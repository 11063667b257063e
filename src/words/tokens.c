#include "words/tokens.h"

#include <endian.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"

#define RIGHT_QUOTE "\xE2\x80\x99"
#define HYPHEN "\xE2\x80\x90"
#define PIECES_MAX 4
/* Shorter names say more than their pieces, "ps4" than "ps" and "4". */
#define SUM_SIZE_MIN 4

enum joint {
	JOINT_NONE,
	JOINT_DROPPED, /* mx-5150 */
	JOINT_POINT,   /* 43.2 */
};

struct runs {
	struct token items[CHAIN_RUNS_MAX];
	size_t count;
	size_t size;
	bool has_point;
};

enum status
tokens_fold(
	struct arena *arena, const char *text, struct token *folded, struct err *err)
{
	const char *out;

	TRY(text_fold(arena, text, strlen(text), &out, err));
	*folded = (struct token){ out, strlen(out) };
	return ST_OK;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || is_digit(c);
}

/* Most words are ASCII and need no table of characters. */
static bool
run_next(const char **at, const char *end, struct token *run)
{
	const char *from = *at;
	const char *behind;
	struct text_word word;

	while (from < end && !is_plain(*from) && (unsigned char)*from < 0x80)
		from++;
	for (behind = from; behind < end && is_plain(*behind);)
		behind++;
	if (behind > from && (behind == end || (unsigned char)*behind < 0x80)) {
		*run = (struct token){ from, (size_t)(behind - from) };
		*at = behind;
		return true;
	}
	if (!text_next_word(&from, end, &word)) {
		*at = end;
		return false;
	}
	*run = (struct token){ word.at, word.size };
	*at = from;
	return true;
}

/* What stands between one run and the next, if they belong to one chain. */
static enum joint
joint_between(struct token before, struct token behind)
{
	const char *gap = before.at + before.size;
	size_t size = (size_t)(behind.at - gap);

	if (size == 3 &&
		(memcmp(gap, RIGHT_QUOTE, 3) == 0 || memcmp(gap, HYPHEN, 3) == 0))
		return JOINT_DROPPED;
	if (size != 1)
		return JOINT_NONE;
	if (*gap == '-' || *gap == '_' || *gap == '\'')
		return JOINT_DROPPED;
	if ((*gap == '.' || *gap == ',') && is_digit(gap[-1]) && is_digit(*behind.at))
		return JOINT_POINT;
	return JOINT_NONE;
}

static void
add_part(struct chain *chain, struct token part)
{
	if (chain->part_count < CHAIN_PARTS_MAX)
		chain->parts[chain->part_count++] = part;
}

static void
add_instead(struct chain *chain, struct token part)
{
	if (chain->instead_count < CHAIN_PARTS_MAX)
		chain->instead[chain->instead_count++] = part;
}

/* Cuts a run where digits begin or end. Runs with many cuts are keys and sums, not
 * names: they stay whole. */
static size_t
cut_run(struct token run, struct token pieces[PIECES_MAX])
{
	size_t count = 0;
	size_t from = 0;

	for (size_t i = 1; i <= run.size; i++) {
		if (i < run.size && is_digit(run.at[i]) == is_digit(run.at[i - 1]))
			continue;
		if (count == PIECES_MAX)
			return 0;
		pieces[count++] = (struct token){ run.at + from, i - from };
		from = i;
	}
	return count;
}

static bool
is_letter_alone(struct token piece)
{
	return piece.size == 1 && !is_digit(*piece.at);
}

static void
add_pieces(struct chain *chain, struct token run)
{
	struct token pieces[PIECES_MAX];
	size_t count = cut_run(run, pieces);
	bool weak = count < 2 || (run.size < SUM_SIZE_MIN && !is_digit(*run.at));

	for (size_t i = 0; i < count && count > 1; i++) {
		if (is_letter_alone(pieces[i]))
			weak = true;
		else
			add_part(chain, pieces[i]);
	}
	if (weak)
		add_instead(chain, run);
	for (size_t i = 0; i < count && !weak; i++)
		add_instead(chain, pieces[i]);
}

static void
append(char *to, size_t *size, struct token run, bool point)
{
	if (point)
		to[(*size)++] = '.';
	memcpy(to + *size, run.at, run.size);
	*size += run.size;
}

/* "4.5mm" is found by "4.5" and "mm", too; a number is no sum of its digits. */
static void
read_number(struct chain *chain, const struct runs *runs)
{
	struct token pieces[PIECES_MAX];
	struct token last = runs->items[runs->count - 1];
	size_t count = cut_run(last, pieces);
	size_t unit = chain->whole.size - last.size;

	chain->instead_count = 0;
	if (count < 2 || !is_digit(*last.at))
		return;
	unit += pieces[0].size;
	memcpy(chain->number, chain->joined, unit);
	add_part(chain, (struct token){ chain->number, unit });
	if (count == 2 && !is_letter_alone(pieces[1])) {
		add_instead(chain, (struct token){ chain->number, unit });
		add_instead(chain, pieces[1]);
	}
}

static void
describe(struct chain *chain, const struct runs *runs)
{
	size_t size = 0;

	chain->part_count = 0;
	chain->instead_count = 0;
	chain->whole = runs->items[0];
	for (size_t i = 0; i < runs->count; i++) {
		struct token run = runs->items[i];

		if (runs->count > 1)
			add_part(chain, run);
		if (run.size <= CHAIN_WHOLE_MAX)
			add_pieces(chain, run);
	}
	if (runs->count == 1) {
		if (chain->instead_count == 1)
			chain->instead_count = 0;
		return;
	}
	for (size_t i = 0; i < runs->count; i++)
		append(chain->joined, &size, runs->items[i],
			i > 0 && joint_between(runs->items[i - 1], runs->items[i]) ==
					 JOINT_POINT);
	chain->whole = (struct token){ chain->joined, size };
	if (runs->has_point)
		read_number(chain, runs);
}

/* Eight bytes at once: ONES * c is c in each of them. */
#define ONES UINT64_C(0x0101010101010101)
#define TOPS (ONES * 0x80)

/* Top bits: of bytes that are no letter. Only those up to the first are right. */
static uint64_t
no_letters(uint64_t bytes)
{
	uint64_t below = ~((bytes | TOPS) - ONES * 'a');
	uint64_t above = bytes + ONES * (0x7F - 'z');

	return (below | above | bytes) & TOPS;
}

/* Where letters end. */
static const char *
letters_end(const char *at, const char *end)
{
	uint64_t others = 0;

	while (end - at >= 8) {
		memcpy(&others, at, 8);
		others = no_letters(le64toh(others));
		if (others != 0)
			return at + __builtin_ctzll(others) / 8;
		at += 8;
	}
	while (at < end && *at >= 'a' && *at <= 'z')
		at++;
	return at;
}

/* Most words are letters alone, or digits alone, with blanks around them. */
static bool
next_plain(const char **at, const char *end, struct token *word)
{
	const char *from = *at;
	const char *behind;

	while (from < end && *from == ' ')
		from++;
	behind = letters_end(from, end);
	if (behind == from)
		while (behind < end && is_digit(*behind))
			behind++;
	if (behind == from || (behind < end && *behind != ' '))
		return false;
	*word = (struct token){ from, (size_t)(behind - from) };
	*at = behind;
	return true;
}

bool
chain_next(const char **at, const char *end, struct chain *chain)
{
	struct runs runs;
	struct token run;

	if (next_plain(at, end, &chain->whole)) {
		chain->part_count = 0;
		chain->instead_count = 0;
		return true;
	}
	if (!run_next(at, end, &run))
		return false;
	runs.items[0] = run;
	runs.count = 1;
	runs.size = run.size;
	runs.has_point = false;
	while (runs.count < CHAIN_RUNS_MAX) {
		const char *ahead = *at;
		enum joint joint;

		if (ahead == end || *ahead == ' ' || !run_next(&ahead, end, &run))
			break;
		joint = joint_between(runs.items[runs.count - 1], run);
		if (joint == JOINT_NONE || runs.size + run.size + 1 > CHAIN_WHOLE_MAX)
			break;
		runs.has_point |= joint == JOINT_POINT;
		runs.items[runs.count++] = run;
		runs.size += run.size + 1;
		*at = ahead;
	}
	describe(chain, &runs);
	return true;
}
