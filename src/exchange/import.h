#ifndef SHOP_EXCHANGE_IMPORT_H
#define SHOP_EXCHANGE_IMPORT_H

#include "base/record.h"
#include "base/secret.h"
#include "store/store.h"

/*
 * Importing a catalogue file (shop-catalog(5)): upsert by SKU or handle, all or
 * nothing, or with keep_going the good rows. A row is an item of a section, a
 * product with its variants, a category, a synonym, a rule of prices, a customer or
 * an order of the past.
 */
#define IMPORT_ERRORS_MAX 100

struct import_error {
	const char *file;
	int64_t line;
	int64_t column;
	const char *sku; /* or handle, category, synonym, rule; "" where it is not
			    known */
	const char *message;
};
extern const struct record_type import_error_record;

/* What a dry run lists. field is "" in what is unchanged; of what is new there are
 * only its name and prices. */
struct import_change {
	/* or handle, category, a synonym's first text, a rule, a customer's id, an
	 * order's number */
	const char *sku;
	const char *kind; /* "new", "changed", "unchanged" */
	const char *field;
	const char *old;
	const char *new;
};
extern const struct record_type import_change_record;

struct import_scope {
	const char *category;
	const char *brand;
	bool force; /* however much that is */
};

struct import_request {
	struct store *store;
	struct arena *arena;
	/* Runs a transaction that changes the shop: what is due before it, and where
	 * dry_run, taken back at its end. */
	enum status (*write)(void *arg, txn_fn *fn, void *fn_arg, struct err *err);
	bool dry_run;
	const char *path; /* shown in messages; fd is read */
	int fd;           /* a regular file: it may be read more than once */
	bool keep_going;
	/* Customers and orders are the owner's to import: they need the shop's key.
	 */
	bool as_owner;
	const struct secret *shop_key;
	/* What is not in the file is archived: of all products, or of a category and
	 * what lies below it, of a brand. "" for any. */
	bool archive_missing;
	struct import_scope scope;
	/* -1: none. An empty regular file, emptied again at each call: rejected rows
	 * as they stood, errors as comments. */
	int rejects_fd;
	/* All that on_change was told is to be forgotten. */
	enum status (*on_restart)(void *arg, struct err *err);
	/* Called for each change where not NULL. */
	enum status (*on_change)(
		void *arg, const struct import_change *change, struct err *err);
	/* Called now and then with rows and bytes read, where not NULL. */
	void (*on_progress)(void *arg, uint64_t rows, uint64_t bytes);
	void *arg;
};

struct import_result {
	int64_t new_count;
	int64_t changed;
	int64_t unchanged;
	int64_t rejected;    /* all of them */
	int64_t error_count; /* all of them: a row may have several */
	int64_t warning_count;
	struct list errors; /* of struct import_error, the first IMPORT_ERRORS_MAX */
	/* of struct import_error: SKUs that differ only in case */
	struct list warnings;
};

/*
 * A small file is one transaction. A larger one is first compared with what is
 * stored, while the shop goes on; what changes something is then stored by one short
 * transaction, or, where that is much, put into a new generation of the catalogue
 * (store/stage.h), which one short transaction names. Either way the file is imported
 * whole or not at all, as if at the moment of that last transaction.
 *
 * ST_BAD_DATA where rows were rejected and not keep_going, or where the file cannot
 * be read to its end: result says which (it is filled then, too) and nothing was
 * changed; err is the error itself where there is only one. ST_REFUSED where more
 * than 20 % of the SKUs in scope are missing, and not force. Appends one event of the
 * import with the file's hash and its counts; the old-to-new list is kept in
 * TABLE_IMPORT.
 */
enum status import_run(const struct import_request *request,
	struct import_result *result, struct err *err);

#endif
