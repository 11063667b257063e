#ifndef SHOP_SANDBOX_LEDGER_H
#define SHOP_SANDBOX_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"

/*
 * What the sandbox did, in one file that is only appended to, in the folder where it
 * runs: a line an entry, its cells with blanks between:
 *
 *     TIME OPERATION STATUS KEY AMOUNT CURRENCY PARENT TOKEN
 *
 * The last line of a key is how it stands. Times are seconds, amounts minor units,
 * PARENT and TOKEN "-" where there is none.
 */
#define LEDGER_FILE "test.ledger"

struct entry {
	const char
		*operation; /* "charge", "authorize", "capture", "void", "refund" */
	const char *status; /* "tried", "pending", "approved", "declined" */
	const char *key;
	int64_t amount;
	const char *currency;
	const char *parent;
	const char *token;
};

struct ledger {
	int fd; /* locked as long as it is open */
	struct entry *entries;
	size_t count;
	const char *text; /* as it lies in the file */
};

/* Waits for who has it now. A last line that was not written whole is taken away. */
enum status ledger_open(struct ledger *ledger, struct arena *arena, struct err *err);
/* On disk when it returns. */
enum status ledger_append(
	struct ledger *ledger, const struct entry *entry, struct err *err);
void ledger_close(struct ledger *ledger);

/* The last entry of a key, NULL where there is none. */
const struct entry *ledger_find(const struct ledger *ledger, const char *key);
/* What keys with this parent and operation took of it, pending ones too. */
int64_t ledger_taken(
	const struct ledger *ledger, const char *parent, const char *operation);

#endif
