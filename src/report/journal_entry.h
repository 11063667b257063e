#ifndef SHOP_REPORT_JOURNAL_ENTRY_H
#define SHOP_REPORT_JOURNAL_ENTRY_H

#include "base/bytes.h"
#include "books/posting.h"
#include "report/journal_text.h"

/*
 * A posting as a transaction of a journal, which balances because a posting's total
 * is the sum of its parts. What customers owe is an asset that a sale raises and a
 * payment lowers, whichever comes first.
 */
struct journal_entry {
	struct buffer out; /* the text, in an arena that is rewound behind it */
	const char *currency;
	unsigned decimals;
	struct account_names *accounts; /* those it uses are added */
};

/* note says more than the posting knows, or is "". */
enum status journal_entry_write(struct journal_entry *entry,
	const struct posting *posting, const char *note, struct err *err);

#endif
