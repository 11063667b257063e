#include "base/text.h"

#include <string.h>

/* Commands, options and attribute names are shorter; longer words are never meant
 * for one another unless they are the same. */
#define WORD_MAX 63

bool
text_read_digits(const char **at, int count, int *value)
{
	int number = 0;

	invariant(count > 0 && count <= 9);
	for (int i = 0; i < count; i++) {
		char c = (*at)[i];

		if (c < '0' || c > '9')
			return false;
		number = number * 10 + (c - '0');
	}
	*at += count;
	*value = number;
	return true;
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* One row of the table of optimal string alignment: before is the row above, older
 * the one above that. Returns the least number in it. */
static size_t
fill_row(const char *a, size_t i, const char *b, size_t *row[3])
{
	size_t lowest = row[0][0] = i;

	for (size_t j = 1; b[j - 1]; j++) {
		bool same = a[i - 1] == b[j - 1];
		size_t edits = least(row[1][j], row[0][j - 1]) + 1;

		edits = least(edits, row[1][j - 1] + !same);
		if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
			edits = least(edits, row[2][j - 2] + 1);
		row[0][j] = edits;
		lowest = least(lowest, edits);
	}
	return lowest;
}

size_t
text_distance(const char *a, const char *b, size_t limit)
{
	size_t rows[3][WORD_MAX + 1];
	size_t *row[3] = { rows[0], rows[1], rows[2] };
	size_t a_size = strlen(a);
	size_t b_size = strlen(b);
	size_t apart = a_size > b_size ? a_size - b_size : b_size - a_size;

	if (strcmp(a, b) == 0)
		return 0;
	if (a_size > WORD_MAX || b_size > WORD_MAX || apart > limit)
		return limit + 1;
	for (size_t j = 0; j <= b_size; j++)
		row[0][j] = j;
	for (size_t i = 1; i <= a_size; i++) {
		size_t *oldest = row[2];

		row[2] = row[1];
		row[1] = row[0];
		row[0] = oldest;
		/* A swap reaches back two rows, but costs what an edit of the
		 * row between does, so no later row can be below this one. */
		if (fill_row(a, i, b, row) > limit)
			return limit + 1;
	}
	return least(row[0][b_size], limit + 1);
}

/* Half of a word and more must be right. */
static size_t
edits_meant(size_t size)
{
	if (size < 2)
		return 0;
	if (size < 5)
		return 1;
	return size < 9 ? 2 : 3;
}

const char *
text_nearest(const char *word, const char *const *candidates)
{
	size_t limit = edits_meant(strlen(word));
	const char *nearest = NULL;

	for (; *candidates; candidates++) {
		size_t edits = text_distance(word, *candidates, limit);

		if (edits > limit)
			continue;
		nearest = *candidates;
		if (edits == 0)
			break;
		/* From here on only what is nearer still. */
		limit = edits - 1;
	}
	return nearest;
}
