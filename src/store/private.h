#ifndef SHOP_STORE_PRIVATE_H
#define SHOP_STORE_PRIVATE_H

#include "base/crypto.h"
#include "store/engine.h"
#include "store/lock.h"
#include "store/stage.h"
#include "store/store.h"

/* What a member's writes put something else in the place of, newest first. */
struct replaced {
	struct replaced *before;
	unsigned table; /* the engine's */
	bool there;     /* or nothing was */
	struct bytes key;
	struct bytes stored; /* with its sum */
};

/* The group that is open (store_group_open), and the transaction that its members
 * share, from the first that writes on. */
struct group {
	bool open;
	bool rehearsed;
	struct engine_txn *engine; /* NULL: nothing is pending */
	int64_t since;             /* when that was begun */
	uint64_t lost;
	uint64_t settled;
	/* What the member that runs has replaced, in memory that is used again. */
	struct arena kept;
	struct arena_mark none_kept;
	struct replaced *replaced;
};

/* What the modules of store/ share. */
struct store {
	struct arena arena;  /* holds this */
	struct arena memory; /* of the transaction that runs: its scans */
	const struct engine_type *type;
	struct engine *engine;
	const char *folder;
	const char *file; /* a copy, or NULL */
	const char *file_name;
	enum store_kind kind;
	bool writable;
	bool running; /* a transaction is */
	int64_t forgot_at;
	int64_t wait;
	struct turn turn;
	struct actor actor;
	const struct secret *key;
	store_commit_hook *hook;
	void *hook_arg;
	struct group group;
};

/* What all runs of one transaction have in common. */
struct occasion {
	int64_t now;
	bool drawn;
	uint8_t seed[SEED_SIZE];
};

/* A bound on what one transaction does to a new generation; see stage.h. */
struct slice {
	int64_t until; /* on the monotonic clock, from its begin */
	int64_t done;  /* when its commit began */
	uint64_t bytes;
	uint64_t bytes_max;
	const uint8_t *last[TABLE_COUNT]; /* where the last value of each lies */
};

/* One transaction and how it ends. */
struct job {
	txn_fn *fn;
	void *arg;
	bool write;
	bool keep;           /* commit what was written */
	bool staging;        /* by who stages: both sets may be used */
	enum txn_set set;    /* with which it begins */
	struct slice *slice; /* NULL where it has no bound */
};
/* Runs it; what writes waits for its turn. */
void slice_count(
	struct slice *slice, enum table table, const uint8_t *room, size_t size);
enum status store_run(struct store *store, struct arena *arena, const struct job *job,
	struct err *err);

/* Which of the two sets of the tables that are there twice is in use, and whether
 * the other one is being staged. In META, "set": two bytes; where it is missing, the
 * first is in use. */
struct sets {
	bool second; /* the second is in use */
	bool staged;
};
enum status sets_write(struct txn *txn, struct sets sets, struct err *err);

struct txn {
	struct store *store;
	const struct engine_type *type;
	struct engine_txn *engine;
	struct arena *arena;
	struct occasion *occasion;
	const struct job *job;
	struct sets sets;
	enum txn_set set; /* what it reads and writes now */
	bool member;      /* of a group: what it replaces is kept */
	int64_t now;
	uint64_t draws;    /* how many times randomness was asked for */
	uint64_t writes;   /* how many there were */
	struct scan *idle; /* scans that were closed, to be used again */
	struct scan *open; /* scans that were not */
};

/* The last event's place in the chain, kept in META so that neither appending nor
 * the time of a transaction needs the event itself. All zero before the first. */
struct event_head {
	uint64_t number;
	int64_t at;
	uint8_t hash[HASH_SIZE];
};
enum status event_head_read(
	struct txn *txn, struct event_head *head, struct err *err);

/* The engine's number of a table in a set, and in the set that is used now. */
unsigned table_in_set(const struct txn *txn, enum table table, enum txn_set set);
unsigned table_used(const struct txn *txn, enum table table);

/* The last word on a transaction: whether what it wrote is on disk. */
enum status store_commit(
	struct store *store, struct engine_txn *engine, bool *retry, struct err *err);
/* What comes before a transaction's own work: which set is in use, and the time. */
enum status txn_begin(struct txn *txn, struct err *err);

/* Whether a transaction runs inside the open group. */
bool group_takes(const struct store *store, const struct job *job);
enum status group_run(struct store *store, struct arena *arena, const struct job *job,
	struct err *err);
/* Keeps what a member is about to replace; table is the engine's number. */
enum status group_keep(
	struct txn *txn, unsigned table, struct bytes key, struct err *err);

/* Values as the engine keeps them: with their sum, as big-endian u64, at the end. */
#define SUM_SIZE 8
uint64_t value_sum(enum table table, struct bytes key, struct bytes value);
/* Takes the sum off; ST_CORRUPT where it does not agree. */
enum status value_check(enum table table, struct bytes key, struct bytes stored,
	struct bytes *value, struct err *err);

/* As value_check, but looks only whether there may be a sum: for derived tables. */
enum status value_peek(enum table table, struct bytes key, struct bytes stored,
	struct bytes *value, struct err *err);

/* The first key behind all that begin with prefix; empty where there is none. */
void key_end_of_prefix(struct bytes prefix, struct key *end);

/* Closes what scans a transaction left open. */
void scan_close_all(struct txn *txn);

#endif
