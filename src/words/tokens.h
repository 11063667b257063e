#ifndef SHOP_WORDS_TOKENS_H
#define SHOP_WORDS_TOKENS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/status.h"

/*
 * Words of a text. A chain is what was written as one: runs of letters and digits
 * joined by "-", "_" or an apostrophe, or digits by "." or "," ("MX-5150", "t-shirt",
 * "43.2", "802.11b"). It has a whole, the runs without what joins them (digits keep
 * a "."), and parts: its runs, and pieces of a run where letters and digits meet
 * ("mx5150" is "mx" and "5150").
 */
#define CHAIN_RUNS_MAX 8
#define CHAIN_PARTS_MAX 40
#define CHAIN_WHOLE_MAX 64

struct token {
	const char *at;
	size_t size;
};

struct chain {
	struct token whole;
	/* What a document with this chain is found by, besides the whole; no piece
	 * is a single letter. */
	struct token parts[CHAIN_PARTS_MAX];
	size_t part_count;
	/* What a query may say instead of the whole, all of it: none where a piece
	 * would say too little. */
	struct token instead[CHAIN_PARTS_MAX];
	size_t instead_count;
	char joined[CHAIN_WHOLE_MAX + 1];
	char number[CHAIN_WHOLE_MAX + 1];
};

/* A folded copy of a text, its size in *size; in the arena. */
enum status tokens_fold(
	struct arena *arena, const char *text, struct token *folded, struct err *err);

/* The first chain at or after *at of a folded text; false at the end. Moves *at
 * behind it. The chain's tokens lie in the text and in the chain. */
bool chain_next(const char **at, const char *end, struct chain *chain);

#endif
