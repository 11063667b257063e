#ifndef SHOP_REPORT_JOURNAL_H
#define SHOP_REPORT_JOURNAL_H

#include "report/report.h"

/*
 * The books as a journal of hledger and ledger (hledger.org/hledger.html, "journal"):
 * what is needed to read it, then a transaction for each posting of the days asked
 * for, in the order of days, and of orders and facts within one. Each balances to the
 * last minor unit. shop-admin-report-journal(1) says which account is what.
 */
struct journal_request {
	struct report_days days;
	const char *shop; /* its name */
	const char *zone;
	const char *currency;
	unsigned decimals;
};

typedef enum status journal_take_fn(
	void *arg, const void *data, size_t size, struct err *err);

/* Goes through all orders: their number makes it slow, but not large. What it writes
 * has no control character but newlines. */
enum status journal_write(struct txn *txn, const struct journal_request *request,
	journal_take_fn *take, void *arg, struct err *err);

#endif
