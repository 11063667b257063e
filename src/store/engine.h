#ifndef SHOP_STORE_ENGINE_H
#define SHOP_STORE_ENGINE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/status.h"
#include "store/tables.h"

/*
 * The seam below the store: ordered tables of bytes, and nothing else. Private to
 * store/. Everything here can be said to PostgreSQL, too: keys are ordered by
 * memcmp and serializable, values die with their transaction (and on its next
 * write), "not found" leaves the transaction usable, and a commit whose outcome is
 * unknown is never retried.
 *
 * Keys are 1 to ENGINE_KEY_MAX bytes. The same conformance test runs over every
 * engine.
 *
 * An engine runs one transaction at a time; cursors still open at its end are closed
 * with it.
 */
#define ENGINE_KEY_MAX 500

/* A table's number in an engine: its own, or ENGINE_SECOND more for the second of
 * those that are there twice. */
#define ENGINE_SECOND TABLE_COUNT
#define ENGINE_TABLES (2 * TABLE_COUNT)

struct engine;        /* an open store of one kind */
struct engine_txn;    /* one transaction of it */
struct engine_cursor; /* a place in one table, in one transaction */

enum engine_mode {
	ENGINE_READ,
	ENGINE_WRITE,
	ENGINE_CREATE, /* as write, but there must be no store yet */
};

struct engine_location {
	const char *folder;
	/* Of ENGINE_READ: a copy, to be read in place of the folder's data, that
	 * nobody changes; or NULL. */
	const char *file;
	const char *file_name; /* as messages call it */
	enum engine_mode mode;
	uint32_t file_mode; /* 0600 or 0660 */
};

struct engine_stat {
	uint64_t entries;
	uint64_t bytes; /* pages in use */
};

struct engine_type {
	const char *name;
	/* Refusals: ST_CONFIG where there is no store or it cannot be one (with the
	 * reason), ST_EXISTS for ENGINE_CREATE, ST_SYSTEM, ST_IO. */
	enum status (*open)(const struct engine_location *location,
		struct engine **engine, struct err *err);
	void (*close)(struct engine *engine);
	enum status (*begin)(struct engine *engine, bool write,
		struct engine_txn **txn, struct err *err);
	/* ST_OK only when it is on disk. Whatever it returns, the transaction is
	 * over. *retry is set when the engine says that nothing was done and the
	 * same may succeed if run again. */
	enum status (*commit)(struct engine_txn *txn, bool *retry, struct err *err);
	void (*abort)(struct engine_txn *txn);

	enum status (*get)(struct engine_txn *txn, unsigned table, struct bytes key,
		struct bytes *value, bool *found, struct err *err);
	/* All of a value will be read soon: fetches what of it is not in memory,
	 * and waits for nothing. */
	void (*will_need)(struct bytes value);
	/* Gives back the memory in which what was read lies, as far as it can be
	 * read again. */
	void (*forget)(struct engine *engine);
	/* Makes room for a value of this size, to be written in place before the
	 * next call: how all values are put. */
	enum status (*reserve)(struct engine_txn *txn, unsigned table,
		struct bytes key, size_t size, uint8_t **value, struct err *err);
	/* As reserve, for a key behind all that the table has: ST_DEFECT where it is
	 * not. */
	enum status (*append)(struct engine_txn *txn, unsigned table,
		struct bytes key, size_t size, uint8_t **value, struct err *err);
	enum status (*delete)(struct engine_txn *txn, unsigned table,
		struct bytes key, bool *found, struct err *err);

	/* Takes entries out of a table, some or all, without looking at each where
	 * the engine can: at most count of them otherwise, from its end. *empty says
	 * that none is left. */
	enum status (*clear)(struct engine_txn *txn, unsigned table, uint64_t count,
		bool *empty, struct err *err);

	enum status (*cursor_open)(struct engine_txn *txn, unsigned table,
		struct engine_cursor **cursor, struct err *err);
	void (*cursor_close)(struct engine_cursor *cursor);
	/* Moves to the first entry at or after key (an empty key: the first of
	 * all); *found says whether there is one. */
	enum status (*cursor_seek)(struct engine_cursor *cursor, struct bytes key,
		bool *found, struct err *err);
	/* Moves to the last entry before key (an empty key: the last of all). */
	enum status (*cursor_seek_before)(struct engine_cursor *cursor,
		struct bytes key, bool *found, struct err *err);
	/* Moves on from where a seek or step found an entry. A write to the table
	 * leaves the place unknown till the next seek. */
	enum status (*cursor_step)(struct engine_cursor *cursor, bool backward,
		bool *found, struct err *err);
	void (*cursor_entry)(const struct engine_cursor *cursor, struct bytes *key,
		struct bytes *value);

	enum status (*stat)(struct engine_txn *txn, unsigned table,
		struct engine_stat *stat, struct err *err);

	/* Writes all there is, as of one moment, to an empty file that what names;
	 * others read and write meanwhile. NULL: an engine that cannot. */
	enum status (*copy)(
		struct engine *engine, int fd, const char *what, struct err *err);
};

/* ST_CONFIG: there is no store in the folder, with the ways out; ST_BAD_DATA: a file
 * is no copy of one; ST_EXISTS: there is one in the folder already. */
enum status engine_refuse_none(const char *folder, struct err *err);
enum status engine_refuse_file(const char *file, struct err *err);
enum status engine_refuse_second(const char *folder, struct err *err);
enum status engine_refuse_order(unsigned table, struct err *err);

/* The name that a table has in the store; NULL where there is none of this number. */
const char *engine_table_name(unsigned table);

extern const struct engine_type engine_lmdb;
extern const struct engine_type engine_memory;

#endif
