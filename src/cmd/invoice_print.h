#ifndef SHOP_CMD_INVOICE_PRINT_H
#define SHOP_CMD_INVOICE_PRINT_H

#include "base/bytes.h"
#include "order/invoice.h"

/* An invoice or a credit note for people: for a terminal or a printer of text, and as
 * one page of HTML that needs nothing else. The same document gives the same bytes.
 */
enum status invoice_text(
	const struct invoice *invoice, struct buffer *out, struct err *err);
enum status invoice_html(
	const struct invoice *invoice, struct buffer *out, struct err *err);

/* What the sums below the lines are, from goods to what is due; those that say
 * nothing are left out. */
#define INVOICE_SUMS_MAX 12
struct invoice_sum {
	const char
		*label; /* not escaped: a shipping method has the shop's own name */
	int64_t amount;
	bool strong;
};
enum status invoice_sums(const struct invoice *invoice, struct arena *arena,
	struct list *sums, struct err *err);

#endif
