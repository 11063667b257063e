#ifndef SHOP_PLAN_TYPO_H
#define SHOP_PLAN_TYPO_H

#include "plan/plan.h"
#include "words/tokens.h"

/* Words that look like another. */

/* A folded word as code points. */
#define TYPO_LETTERS_MAX 40
struct letters {
	uint32_t items[TYPO_LETTERS_MAX];
	size_t count;
};

/* How many bytes the letter at the beginning of a word has; 0 where there is none. */
size_t letter_size(struct token word);

/* False where a word has a digit, too many letters, or is no UTF-8. */
bool letters_read(struct token word, struct letters *letters);

/*
 * Edits between what was typed and many words, in order: a letter put in, left out or
 * replaced, or two neighbours swapped, no letter edited twice (optimal string
 * alignment). The table of edits has a row for each letter of a word, and those of
 * the letters that the next word has, too, stay.
 */
#define TYPO_EDITS_MAX 4
#define TYPO_FAR 200 /* more than there can be */
struct typo_step {
	uint32_t letter;
	size_t end;     /* of the letter, in bytes of the word */
	size_t begun;   /* the fewest edits to a beginning of the word so far */
	uint8_t lowest; /* of the row */
	uint8_t row[TYPO_LETTERS_MAX + 2];
};
struct typo_walk {
	const struct letters *typed;
	size_t limit; /* may be lowered between two words */
	size_t count; /* of letters; steps[0] is before the first */
	bool is_dead; /* no word that begins with these letters is near enough */
	bool again;   /* it was so before this word */
	struct typo_step steps[TYPO_LETTERS_MAX + TYPO_EDITS_MAX + 2];
	char word[4 * (TYPO_LETTERS_MAX + TYPO_EDITS_MAX + 2)];
};
void typo_begin(struct typo_walk *walk, const struct letters *typed, size_t limit);

/* The edits to the next word: limit + 1 where there are more, or a digit. */
size_t typo_edits(struct typo_walk *walk, struct token word);
/* The fewest edits to a beginning of that word; of a dead one to a beginning that is
 * shorter than typo_dead. */
size_t typo_begun(const struct typo_walk *walk);
/* How much of that word makes all that begin so have more edits, and their longer
 * beginnings, too; 0 where some may have fewer. */
size_t typo_dead(const struct typo_walk *walk);

/* How many edits a word of so many letters may be off: none below 4, 1 below 8, 2
 * above. */
size_t typo_limit(size_t letters);

/*
 * The word nearest to one, among those with the same first letter and no digit that
 * a document has: with the fewest edits, among these the one that most documents
 * have, then the first in order. beginning: what is looked for is a word that begins
 * so. Every word with that letter is looked at.
 */
struct typo {
	const char *word; /* NULL: none is near */
	size_t edits;
};
enum status typo_nearest(const struct plan_reader *reader, struct token word,
	bool beginning, struct typo *nearest, struct err *err);

#endif
