#ifndef SHOP_ORDER_POSTING_PARTS_H
#define SHOP_ORDER_POSTING_PARTS_H

#include "order/posting.h"

/* What the modules of postings share. */

/* What is named and dated, and the rest still empty. */
struct posting posting_begin(
	const struct order *order, enum posting_kind kind, int64_t at, uint64_t fact);
/* What a line, and shipping, cost; of a credit what it gave back. */
struct posting_line posting_line_of(const struct order_line *line);
void posting_add_shipping(const struct order *order, struct posting *posting);

/* What of a line or of shipping is still sold. */
struct still_sold {
	int64_t net; /* without tax */
	int64_t tax;
	int64_t units;
};

/* Facts one after the other, and what of an order each takes back. */
struct taking {
	struct arena *arena; /* NULL where nothing is taken back */
	struct order order;  /* its lines count what was shipped and came back */
	struct still_sold *lines;
	struct still_sold shipping;
	int64_t total; /* what all lines and shipping came to */
	int64_t taken; /* back, of the total */
	int64_t captured;
	int64_t refunded;
	int64_t returned; /* what the pieces that came back are worth */
	bool cancelled;
};
enum status taking_begin(const struct order *order, struct arena *arena,
	struct taking *taking, struct err *err);
/* *any says whether the fact takes anything back. */
enum status taking_fact(struct taking *taking, const struct fact *fact,
	struct posting *posting, bool *any, struct err *err);

#endif
