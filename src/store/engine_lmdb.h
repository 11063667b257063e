#ifndef SHOP_STORE_ENGINE_LMDB_H
#define SHOP_STORE_ENGINE_LMDB_H

#include <lmdb.h>

#include "store/engine.h"

/* What the two halves of the LMDB engine share: nobody else knows of lmdb.h. */
struct engine_cursor {
	struct engine_txn *txn;
	MDB_cursor *cursor; /* NULL as long as the table is missing */
	unsigned table;
	MDB_val key;
	MDB_val value;
	struct engine_cursor *next;
};

struct engine_txn {
	struct engine *engine;
	MDB_txn *txn; /* NULL between transactions */
	bool write;
	/* Handles that this transaction opened: they go with it if it is aborted. */
	bool opened[ENGINE_TABLES];
	bool missing[ENGINE_TABLES]; /* was looked for in vain */
	/* Tables in which something was put elsewhere than at the end. */
	bool unordered[ENGINE_TABLES];
	struct engine_cursor *cursors;
};

struct engine {
	MDB_env *env;
	int gate; /* -1 on a read-only file system */
	bool open[ENGINE_TABLES];
	MDB_dbi tables[ENGINE_TABLES];
	struct engine_txn txn; /* one at a time */
};

/* Everything that LMDB refuses is said here. Nothing has been changed by then, except
 * where commit says otherwise. */
enum status lmdb_refuse(int rc, struct err *err);

enum status lmdb_open(const struct engine_location *location, struct engine **engine,
	struct err *err);
void lmdb_close(struct engine *engine);

#endif
