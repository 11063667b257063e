#ifndef SHOP_ORDER_INVOICE_PARTS_H
#define SHOP_ORDER_INVOICE_PARTS_H

#include "order/invoice.h"

/* What the modules of invoices share. */

/* Units of an order's line, one after the other. */
struct charged_units {
	int64_t from;
	int64_t count;
};

/* What a document charges or credits. */
struct charge {
	struct charged_units *units; /* as many as the order has lines */
	bool with_shipping;
	int64_t other; /* neither for units nor for shipping */
	int64_t total;
	struct invoice_tax *taxes; /* as many as the ledger has rates */
};

/* An order's documents, worked out from its facts. */
struct ledger {
	struct arena *arena;
	const struct order *order;
	size_t rate_count;
	const struct fact *invoice; /* NULL before there is one */
	int64_t paid;               /* before the invoice */
	int64_t captured;           /* before the invoice, whatever was refunded */
	int64_t *returned;          /* of each line, up to now */
	bool shipping_refunded;
	struct charge charged;
	struct charge credited; /* by the credit notes up to now */
};

/* Reads facts up to the credit note of the number until, which is worked out in *note
 * and given in *found; 0: all of them. */
struct ledger_request {
	struct txn *txn;
	const struct order *order;
	struct list facts;
	uint64_t until;
};
enum status ledger_read(const struct ledger_request *request, struct ledger *ledger,
	struct charge *note, const struct fact **found, struct err *err);

/* What of the invoice is not credited. */
int64_t ledger_left(const struct ledger *ledger);

#endif
