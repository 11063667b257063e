#ifndef SHOP_CATALOG_SYNONYM_H
#define SHOP_CATALOG_SYNONYM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/record.h"
#include "base/status.h"
#include "catalog/product.h"

/*
 * Other words for the same, for the whole shop: rules by which who looks for one text
 * finds what another says, too. Texts are one word or up to SYNONYM_WORDS_MAX, and
 * are the same where their stems are: "laptops" meets "laptop".
 */
#define SYNONYM_WORDS_MAX 4
#define SYNONYM_TEXT_SIZE_MAX 200
#define SYNONYM_TEXTS_MAX 20 /* on either side of a rule */
#define SYNONYM_RULES_MAX 10000
#define SYNONYM_SAME_MAX 10 /* rules that one text leads to */

/* Either both, texts of which each stands for all the others, or from and to. */
struct synonym {
	uint64_t number;
	struct texts both;
	const char *from;
	struct texts to;
};

extern const struct record_type synonym_record;

/* What a rule is called in messages: the first of its texts. */
const char *synonym_subject(const struct synonym *rule);

/* What tells a rule from others: the stems of the text it leads from, or of all its
 * texts in order. */
enum status synonym_identity(struct catalog *catalog, const struct synonym *rule,
	const char **identity, struct err *err);

/* ST_BAD_DATA where a text can be in no rule: too long, with control characters,
 * without a word, or with too many. */
enum status synonym_check_text(
	struct catalog *catalog, const char *text, struct err *err);

/*
 * Stores a rule; its number is given here. There is one rule from a text, whose other
 * side is replaced, or with adds grows. Of two-way rules, one whose texts another has
 * all is said by that one already; one that has all texts of others takes their
 * place, under the lowest of their numbers.
 *
 * Refused with ST_BAD_DATA: neither or both of the two shapes, fewer than two texts,
 * more than SYNONYM_TEXTS_MAX, two that are the same, a text as above. ST_REFUSED:
 * more rules than there may be, or than may be of one text.
 */
struct synonym_put {
	bool said;            /* nothing was changed; now is the rule that says it */
	struct list replaced; /* of struct synonym: now has the first one's number */
	struct synonym now;
};
enum status synonym_put(struct catalog *catalog, const struct synonym *rule,
	bool adds, struct synonym_put *put, struct err *err);

/* The rule that a person means: by its number, else by one of its texts that it is
 * found by. ST_NOT_FOUND; ST_REFUSED names the numbers where there are several. */
enum status synonym_find(struct catalog *catalog, const char *number_or_text,
	struct synonym *rule, struct err *err);
enum status synonym_remove(
	struct catalog *catalog, const struct synonym *rule, struct err *err);
/* All of them, by number. */
enum status synonym_list(struct txn *txn, struct list *rules, struct err *err);
/* Whether there is any. */
enum status synonym_any(struct txn *txn, bool *any, struct err *err);

/* Adds what a query may say instead of a text with this key (index_phrase_key). */
enum status synonym_instead(struct catalog *catalog, const char *key,
	struct texts *instead, struct err *err);

/* Rules are found by the stems of their texts, in rows that follow from them and
 * from the language. This makes all rows anew, and says how many rules there are. */
enum status synonym_rebuild(
	struct catalog *catalog, uint64_t *count, struct err *err);
/* The proof that the rows are those of the rules, and no others. */
typedef void synonym_fault_fn(
	void *arg, const char *kind, const char *subject, const char *message);
enum status synonym_prove(struct catalog *catalog, synonym_fault_fn *fault, void *arg,
	uint64_t *count, struct err *err);

#endif
