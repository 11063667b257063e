#ifndef SHOP_STORE_STORE_H
#define SHOP_STORE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/record.h"
#include "base/secret.h"
#include "base/status.h"
#include "store/tables.h"

/*
 * The shop's data: ordered tables of checked values, changed only in transactions.
 * Transactions are callbacks. One store a process.
 *
 * Every stored value ends in XXH3-64 over table, key and value; a read that does
 * not agree is ST_CORRUPT and names table and key.
 */
struct store;
struct txn;

enum store_kind {
	STORE_LMDB,
	STORE_MEMORY, /* for tests: holds its data in memory, till closed */
};

enum store_access {
	STORE_READ,
	STORE_WRITE,
	STORE_CREATE, /* makes the folder's store; ST_EXISTS where there is one */
};

struct store_options {
	enum store_kind kind;
	const char *folder;
	enum store_access access;
	int64_t wait; /* microseconds to wait for a busy shop */
	bool shared;  /* for STORE_CREATE: a group's shop, files 0660 */
	/* For STORE_READ: a copy (store_copy), read in place of the folder's data;
	 * else NULL. ST_BAD_DATA where it is none, ST_CORRUPT where it is cut off. */
	const char *file;
	const char *file_name; /* as messages call it */
};

/* Where the shop's own mistakes and chances are put in by tests; NULL outside them.
 * A hook is asked before each commit; what it returns other than ST_OK the commit
 * returns, *retry as the engine would. */
typedef enum status store_commit_hook(void *arg, bool *retry, struct err *err);
void store_set_commit_hook(struct store *store, store_commit_hook *hook, void *arg);

enum status store_open(
	const struct store_options *options, struct store **store, struct err *err);
/* Harmless on NULL. Must come before any child process is started. */
void store_close(struct store *store);

/* Who changes what by which command, for the event log. Texts must outlive the
 * store. */
struct actor {
	const char *kind; /* "staff", "customer", "guest", "system" */
	uint64_t id;      /* uid or customer id */
	const char *command;
};
void store_set_actor(struct store *store, struct actor actor);

/* The shop's own key, with which events are chained; borrowed, must outlive the
 * store. */
void store_set_key(struct store *store, const struct secret *key);

/*
 * Runs fn inside one transaction. Everything that fn stores is on disk when
 * store_write returns ST_OK, and nothing of it when it returns anything else,
 * except ST_IO from a failed sync, whose message says that the state is unknown. fn
 * may run more than once: it must not print, prompt, read the clock, draw
 * randomness other than txn_random, or run programs. The arena is brought back to
 * where it was before each run. A write waits for its turn up to the store's wait,
 * then ST_BUSY. A store runs one transaction at a time: fn begins no other. Only a
 * store that was opened to write may write.
 */
typedef enum status txn_fn(struct txn *txn, void *arg, struct err *err);
enum status store_read(struct store *store, struct arena *arena, txn_fn *fn,
	void *arg, struct err *err);
enum status store_write(struct store *store, struct arena *arena, txn_fn *fn,
	void *arg, struct err *err);
/* Between transactions that read or write much one after another: gives back, at most
 * ten times a second, the memory in which what they read lies. */
void store_forget(struct store *store);
/* As store_write, but takes everything back at the end: how --dry-run runs the same
 * code. */
enum status store_rehearse(struct store *store, struct arena *arena, txn_fn *fn,
	void *arg, struct err *err);

/*
 * A group: many transactions in one commit. While a group is open, store_write joins
 * it: ST_OK means that what fn wrote is pending, seen by the reads and writes that
 * follow and by nobody else, and is on disk once store_group_settle has returned
 * ST_OK. The first that writes takes the writers' turn, and ST_BUSY is its own
 * failure. A member that fails, or is rehearsed, has what it wrote put back, and
 * leaves the others as they are.
 *
 * A group whose commit fails is lost: nothing of it was done, except after an ST_IO
 * whose message says that the state is unknown. store_group_losses counts these, for
 * who heard of it through another call: a member that finds that the group has had
 * the turn for GROUP_TIME settles it before it begins. Between two groups whoever
 * waits gets a turn.
 */
#define GROUP_TIME ((int64_t)40 * 1000) /* microseconds */
void store_group_open(struct store *store);
/* As store_group_open, but of a group that can only be given up: it is never over. */
void store_group_rehearse(struct store *store);
/* Writes are transactions of their own again; nothing may be pending. */
void store_group_end(struct store *store);
/* Whether something is pending; and for so long that it should be settled. */
bool store_group_is_pending(const struct store *store);
bool store_group_is_over(const struct store *store);
/* Commits what is pending; ST_OK where nothing is. The group stays open. */
enum status store_group_settle(struct store *store, struct err *err);
/* Takes back what is pending. */
void store_group_give_up(struct store *store);
uint64_t store_group_losses(const struct store *store);
/* How many were settled, with something in them. */
uint64_t store_group_settled(const struct store *store);

/* For who writes again and again: lets whoever waits to write by now go first, for a
 * tenth of a second at most. */
void store_give_way(struct store *store);

/* The command's arena, for what a callback hands out. */
struct arena *txn_arena(struct txn *txn);
/* The moment of this transaction: the clock's, read once before the first run;
 * never before the last event's. */
int64_t txn_now(const struct txn *txn);
/* Random bytes, drawn before the first run: a run again draws the same. */
enum status txn_random(struct txn *txn, void *data, size_t size, struct err *err);
bool txn_is_write(const struct txn *txn);
/* Who runs it, as store_set_actor was told. */
struct actor txn_actor(const struct txn *txn);

/*
 * Values. A value read lies in the store: it dies with the transaction and on its
 * next write. *found says whether there was one; absence is no failure. Keys are 1
 * to 500 bytes: who takes names from people bounds them.
 */
enum status txn_get(struct txn *txn, enum table table, struct bytes key,
	struct bytes *value, bool *found, struct err *err);
/* As txn_get, but takes the value's word: its sum is not checked. Only for derived
 * tables, whose values are checked by store_verify and can be made anew, and whose
 * reader stands whatever is in them. ST_CORRUPT where there is no room for a sum. */
enum status txn_peek(struct txn *txn, enum table table, struct bytes key,
	struct bytes *value, bool *found, struct err *err);
/* A value that was peeked at will be read soon, all of it: what of it is not in
 * memory is fetched in one piece, and several values, if all of them are asked for
 * before the first is read, side by side. Measured from the disk: 256 KiB in 0.5 ms
 * instead of 8, 16 pages here and there in 0.35 ms instead of 1.1. From memory it
 * costs a system call, 1 us for a page and 2 for 16, so it is for what is larger
 * than that or may not be there. txn_get does so itself. */
void txn_will_need(struct txn *txn, struct bytes value);
enum status txn_put(struct txn *txn, enum table table, struct bytes key,
	struct bytes value, struct err *err);
enum status txn_delete(struct txn *txn, enum table table, struct bytes key,
	bool *found, struct err *err);

/* What lies in a table: the record type of its values. */
struct stored {
	enum table table;
	const struct record_type *type;
};
/* Records: decoded into the command's arena, encoded from the struct. A record that
 * was not found is left as it was. */
enum status txn_get_record(struct txn *txn, const struct stored *stored,
	struct bytes key, void *record, bool *found, struct err *err);
enum status txn_put_record(struct txn *txn, const struct stored *stored,
	struct bytes key, const void *record, struct err *err);

/*
 * A scan of the entries with from <= key < until, or backward from the last of
 * them. An empty until is the table's end. scan_prefix makes the range of all keys
 * that begin with prefix. Between two steps the transaction may write to other
 * tables, and to this one behind the cursor.
 */
struct scan_range {
	struct bytes from;
	struct bytes until;
	bool backward;
};
struct scan;
enum status scan_open(struct txn *txn, enum table table, struct scan_range range,
	struct scan **scan, struct err *err);
enum status scan_open_prefix(struct txn *txn, enum table table, struct bytes prefix,
	bool backward, struct scan **scan, struct err *err);
/* The next entry; *found is false at the end. After ST_CORRUPT it goes on behind the
 * damaged one. */
enum status scan_next(struct scan *scan, struct bytes *key, struct bytes *value,
	bool *found, struct err *err);
/* As scan_next, with values as txn_peek gives them. */
enum status scan_peek(struct scan *scan, struct bytes *key, struct bytes *value,
	bool *found, struct err *err);
/* Scans end with their transaction; close early what loops open many of. */
void scan_close(struct scan *scan);

/* Keys put together: big-endian numbers and texts, in a buffer of their own. */
struct key {
	size_t size;
	uint8_t data[500];
};
struct key key_u64(uint64_t number);
struct key key_text(const char *text);
/* The same in place, for who does it once a row: to copy a key costs more than to
 * make it. */
void key_set_u64(struct key *key, uint64_t number);
void key_set_text(struct key *key, const char *text);
void key_add_u8(struct key *key, uint8_t number);
void key_add_u16(struct key *key, uint16_t number);
void key_add_u32(struct key *key, uint32_t number);
void key_add_u64(struct key *key, uint64_t number);
/* Adds a text's bytes without its NUL; key_add_u8(key, 0) ends a text that
 * something follows. */
void key_add_text(struct key *key, const char *text);
struct bytes key_bytes(const struct key *key);

/* The next number of a named sequence ("order", "customer", ...), from 1, without
 * gaps among committed transactions. */
enum status sequence_next(
	struct txn *txn, const char *name, uint64_t *number, struct err *err);
/* All numbers up to this one are given out, by a transaction that counted itself. */
enum status sequence_take(
	struct txn *txn, const char *name, uint64_t last, struct err *err);
/* The last number given, 0 before the first. */
enum status sequence_last(
	struct txn *txn, const char *name, uint64_t *number, struct err *err);

/* Raises it, so that the next number is above this one. */
enum status sequence_raise(
	struct txn *txn, const char *name, uint64_t number, struct err *err);

/* ST_BAD_DATA where a file does not begin as a copy does. */
enum status store_copy_look(const char *file, const char *name, struct err *err);
/* Writes all there is, as of one moment, to an empty file that what names, without
 * what is free in it. Others read and write meanwhile. */
enum status store_copy(
	struct store *store, int fd, const char *what, struct err *err);

/*
 * Brings a copy into a folder in which there is no shop: open makes the file that it
 * is to be written to, and adopt, once that was checked, gives it its name; nobody
 * makes a shop there meanwhile. ST_EXISTS where there is a shop.
 */
struct file_output;
enum status store_adopt_open(const char *folder, bool shared, struct arena *arena,
	struct file_output *data, struct err *err);
enum status store_adopt(
	const char *folder, struct file_output *data, struct err *err);

struct table_stat {
	uint64_t entries;
	uint64_t bytes;
};
enum status txn_table_stat(
	struct txn *txn, enum table table, struct table_stat *stat, struct err *err);

/* Walks every value of every table and checks its sum, in a forked child where the
 * engine may crash on damaged pages. For each fault calls fault; ST_OK whatever it
 * found. *checked is the number of values read. */
typedef void store_fault_fn(
	void *arg, enum table table, struct bytes key, const char *message);
enum status store_verify(struct store *store, store_fault_fn *fault, void *arg,
	uint64_t *checked, struct err *err);

#endif
