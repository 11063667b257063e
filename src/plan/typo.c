#include "plan/typo.h"

#include <string.h>

size_t
letter_size(struct token word)
{
	unsigned char first = word.size > 0 ? (unsigned char)*word.at : 0x80;
	size_t size = first < 0x80   ? 1
		      : first < 0xC0 ? 0
		      : first < 0xE0 ? 2
		      : first < 0xF0 ? 3
				     : 4;

	return size <= word.size ? size : 0;
}

static uint32_t
letter_at(const char *at, size_t size)
{
	uint32_t letter = (unsigned char)*at;

	if (size == 1)
		return letter;
	letter &= 0x7FU >> size;
	for (size_t i = 1; i < size; i++)
		letter = letter << 6 | ((unsigned char)at[i] & 0x3FU);
	return letter;
}

static bool
is_digit(uint32_t letter)
{
	return letter >= '0' && letter <= '9';
}

bool
letters_read(struct token word, struct letters *letters)
{
	letters->count = 0;
	while (word.size > 0) {
		size_t size = letter_size(word);

		if (size == 0 || letters->count == TYPO_LETTERS_MAX)
			return false;
		letters->items[letters->count] = letter_at(word.at, size);
		if (is_digit(letters->items[letters->count++]))
			return false;
		word.at += size;
		word.size -= size;
	}
	return true;
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

void
typo_begin(struct typo_walk *walk, const struct letters *typed, size_t limit)
{
	invariant(limit <= TYPO_EDITS_MAX);
	walk->typed = typed;
	walk->limit = limit;
	walk->count = 0;
	walk->is_dead = false;
	walk->steps[0] = (struct typo_step){ .begun = typed->count };
	for (size_t j = 0; j <= typed->count; j++)
		walk->steps[0].row[j] = (uint8_t)j;
	walk->steps[0].row[typed->count + 1] = TYPO_FAR;
}

/* Fills the row of the letter with this number, as far as it is near the diagonal. */
static void
fill_row(struct typo_walk *walk, size_t i)
{
	size_t from = i > walk->limit ? i - walk->limit : 1;
	size_t to = least(walk->typed->count, i + walk->limit);
	struct typo_step *now = &walk->steps[i];
	const struct typo_step *above = now - 1;
	const uint32_t *typed = walk->typed->items;

	now->row[from - 1] = from == 1 ? (uint8_t)i : TYPO_FAR;
	now->lowest = now->row[from - 1];
	for (size_t j = from; j <= to; j++) {
		size_t edits = above->row[j - 1];

		edits += typed[j - 1] != now->letter;
		edits = least(edits, least(above->row[j], now->row[j - 1]) + 1U);
		if (i > 1 && j > 1 && typed[j - 1] == above->letter &&
			typed[j - 2] == now->letter)
			edits = least(edits, walk->steps[i - 2].row[j - 2] + 1U);
		now->row[j] = (uint8_t)edits;
		now->lowest = (uint8_t)least(now->lowest, edits);
	}
	now->row[to + 1] = TYPO_FAR;
}

/* How many edits the first letters of a word are from all that was typed. */
static size_t
edits_at(const struct typo_walk *walk, size_t i)
{
	size_t count = walk->typed->count;

	if (i + walk->limit < count || i > count + walk->limit)
		return walk->limit + 1;
	return least(walk->steps[i].row[count], walk->limit + 1);
}

/* Adds a letter. A swap reaches back two rows, but costs what an edit of the row
 * between does, so no later row can be below one that is above the limit. */
static void
add_letter(struct typo_walk *walk, const char *at, size_t size)
{
	size_t i = ++walk->count;
	struct typo_step *step = &walk->steps[i];

	step->letter = letter_at(at, size);
	step->end = walk->steps[i - 1].end + size;
	step->begun = walk->steps[i - 1].begun;
	memcpy(walk->word + step->end - size, at, size);
	walk->is_dead =
		is_digit(step->letter) || i > walk->typed->count + walk->limit;
	if (walk->is_dead)
		return;
	fill_row(walk, i);
	step->begun = least(step->begun, edits_at(walk, i));
	walk->is_dead = step->lowest > walk->limit;
}

/* Goes back to the last letter that a word has, too. */
static void
go_back(struct typo_walk *walk, struct token word)
{
	size_t most = least(walk->steps[walk->count].end, word.size);
	size_t same = 0;

	while (same < most && walk->word[same] == word.at[same])
		same++;
	while (walk->steps[walk->count].end > same)
		walk->count--;
}

size_t
typo_edits(struct typo_walk *walk, struct token word)
{
	size_t before = walk->count;
	const struct typo_step *last;

	go_back(walk, word);
	walk->again = walk->is_dead && walk->count == before;
	if (walk->again)
		return walk->limit + 1;
	walk->is_dead = walk->steps[walk->count].lowest > walk->limit;
	last = &walk->steps[walk->count];
	while (!walk->is_dead && last->end < word.size) {
		struct token left = { word.at + last->end, word.size - last->end };
		size_t size = letter_size(left);

		if (size == 0)
			return walk->limit + 1;
		add_letter(walk, left.at, size);
		last = &walk->steps[walk->count];
	}
	return walk->is_dead ? walk->limit + 1 : edits_at(walk, walk->count);
}

size_t
typo_begun(const struct typo_walk *walk)
{
	return least(walk->steps[walk->count].begun, walk->limit + 1);
}

size_t
typo_dead(const struct typo_walk *walk)
{
	return walk->is_dead ? walk->steps[walk->count].end : 0;
}

size_t
typo_limit(size_t letters)
{
	return letters < 4 ? 0 : letters < 8 ? 1 : 2;
}
