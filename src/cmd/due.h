#ifndef SHOP_CMD_DUE_H
#define SHOP_CMD_DUE_H

#include "cmd/context.h"

/*
 * What changes by the clock alone is applied by whoever comes first: each write does
 * so before its own work, and a read that finds something due has it done before it
 * begins. The actor is "system".
 *
 * A row whose record is damaged must not stop every command of the shop: it is put
 * off by DUE_PUT_OFF, and is taken again then. Meanwhile the record's fault, and that
 * it lacks its row, are told by admin check, whose --repair notes all rows anew.
 */
#define DUE_ROWS_MAX 100                   /* applied by one transaction */
#define DUE_PUT_OFF (60 * MINUTE)          /* of what cannot be applied */
#define DUE_READ_TIME (50 * SECOND / 1000) /* that a read takes for it */

/* store_write or store_rehearse. */
typedef enum status due_store_fn(struct store *store, struct arena *arena, txn_fn *fn,
	void *arg, struct err *err);
/* Runs fn in a transaction of a store that may be written, after what is due; without
 * that where the shop's keys are not there, as nothing could be logged. */
enum status due_write(struct context *context, due_store_fn *store, txn_fn *fn,
	void *arg, struct err *err);

/* For a read: applies what is due, for so long at most. That it cannot be done, as
 * in a folder that may only be read, spoils no read. The shop's keys are loaded. */
void due_apply_for_read(struct context *context);
/* Applies all that is due, in many transactions, where a command has just made many
 * products due for their price. Harmless where nothing is. */
enum status due_apply_all(struct context *context, struct err *err);

#endif
