#ifndef SHOP_ANALYSIS_IMPACT_H
#define SHOP_ANALYSIS_IMPACT_H

#include <stdint.h>

#include "index/index.h"
#include "words/tokens.h"

/*
 * How much a word says of a document: its impact, 1 to 255, made when the document is
 * indexed. With the rarity of the word (rarity.h) it makes the word's score; what a
 * query prefers is added to that (prefer.h).
 *
 *   said    the sum over the word's places in a field of their shares, in 16ths
 *   sum     the sum over the fields of said * weight * 64 / (length + words),
 *           each rounded down, at least 1; words is how many chains (tokens.h)
 *           stand in all texts of the field, weight and length are the field's
 *   impact  255 * sum / (sum + 1024), rounded down, at least 1
 *
 * It is BM25F: a word said often, or in a short text, counts more, but less and less
 * so. Lengths are compared with a constant instead of the catalogue's mean, so that
 * an impact never changes unless its document does. A word and each part of its chain
 * are places of their own; what stems to the same counts together.
 *
 * A place's share is IMPACT_SHARE_WHOLE but in a field that is a title: there it is
 * IMPACT_SHARE_QUALIFIER for a word that qualifies the next ("camera" in "camera bag
 * black"), or that stands behind a word such as "for", for the thing itself comes
 * before its accessory; and half of that, from the title's word TITLE_HEAD_MAX on,
 * for the head of a name counts more than its tail. All parts of a chain have its
 * share.
 *
 *   A word qualifies the next if nothing but blanks and "®" is between them, and
 *   the next has no digit, is no word such as "for", and does not begin with more
 *   capitals: names that mix them give what a thing is in small letters and then
 *   its properties ("keyboard USB Black"). Before "/" a word qualifies what the word
 *   behind it does. The title's first words are no qualifiers if they are one of the
 *   document's keywords (its brand); they are not counted among the TITLE_HEAD_MAX
 *   either. In languages in which what qualifies comes second (French), no word
 *   qualifies the next, and there are more words such as "for" ("de"); in others
 *   whose habits are not known (impact.c) there are none of either.
 *   What stands behind such a word ends with ",", ";", "(" or a dash or bar behind
 *   a blank.
 *
 *   A word's capitals: none if folding changes nothing of it; all if it has no small
 *   letter of ASCII; else its first letter's. Where folding moves bytes of what
 *   stands between blanks, this is asked of all of that, with its marks.
 *
 * What each rule is worth: prefer.h.
 */
#define IMPACT_SHARE_WHOLE 16
#define IMPACT_SHARE_QUALIFIER 6
#define TITLE_HEAD_MAX 8

/* sum with what a field adds. */
uint32_t impact_add(
	uint32_t sum, const struct index_field *field, uint32_t said, uint32_t words);
/* The impact of a sum above 0. */
uint8_t impact_of(uint32_t sum);

/* A title's text, folded, and the share of each of its chains. */
struct title {
	struct token folded;
	const uint8_t *shares;
	size_t count;
};
enum status title_read(struct arena *arena, const struct index_schema *schema,
	const struct index_document *document, const char *text, struct title *title,
	struct err *err);

#endif
