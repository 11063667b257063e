#ifndef SHOP_INDEX_FACET_H
#define SHOP_INDEX_FACET_H

#include "index/terms.h"

/* A term with a number: of class 'k', 's' or 'n'. */
struct numbered {
	struct bytes key;
	struct bytes display;
	uint32_t above;          /* of a path: the number of the path above, or 0 */
	const uint32_t *members; /* of several keywords, rising */
	size_t member_count;
};

/* The table FACET: what the numbers of keywords, of paths and of several keywords
 * together stand for. */
struct facet_row {
	uint8_t class;
	uint32_t above;       /* of a path: the number of the path above, or 0 */
	struct bytes display; /* as first given */
	struct bytes key;     /* of the term */
	struct reader members;
	uint32_t member_count; /* of several keywords */
};
/* ST_CORRUPT where the bytes are not well formed. */
enum status facet_read(struct bytes value, struct facet_row *row, struct err *err);
enum status facet_get(struct txn *txn, uint32_t number, struct facet_row *row,
	bool *found, struct err *err);
/* The next of several keywords' numbers, member_count times. */
bool facet_next_member(struct facet_row *row, uint32_t *number);
/* Appends what the row of a term's number has. */
enum status facet_append(
	const struct numbered *term, struct buffer *value, struct err *err);
enum status facet_put(struct txn *txn, uint32_t number, const struct numbered *term,
	struct err *err);

#endif
