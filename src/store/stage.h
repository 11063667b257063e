#ifndef SHOP_STORE_STAGE_H
#define SHOP_STORE_STAGE_H

#include "store/store.h"

/*
 * Staging: a new generation of the catalogue, built while the shop goes on.
 *
 * The tables that are marked so in tables.h are there twice. One set of them is in
 * use: transactions read and write it. The other is empty, or a new generation is
 * being staged in it, which nothing reads until one short transaction names it. The
 * value "set" in META says which set is in use and whether the other is staged.
 *
 * One process stages at a time: it holds a lock on the file stage.lock in the shop's
 * folder from stage_open to stage_close, which the kernel gives back when the process
 * dies. What a dead one left in the set that is not in use is removed by the next
 * stage_open, in slices, and never by anybody else.
 *
 * A slice is a transaction of at most STAGE_SLICE_TIME that takes its turn like any
 * other; between two slices whoever waits to write gets a turn. How much a slice may
 * write is bounded, too, by how long the commits before it took.
 */
#define STAGE_SLICE_TIME ((int64_t)50 * 1000) /* microseconds */

struct stage;

/* Waits for whoever stages now, up to the store's wait, then ST_BUSY ("another import
 * or reindex is running"). Removes what lies in the set that is not in use. From
 * here on, until stage_close, stage_note notes. The arena is the transactions', as in
 * store_write, and must outlive the stage. */
enum status stage_open(struct store *store, struct arena *arena, struct stage **stage,
	struct err *err);
/* Ends the noting and empties, in slices, the set that is not in use: the staged one
 * that was given up, or the one before the new generation. What an interrupt or a
 * fault keeps it from, the next stage_open does. Harmless on NULL. */
void stage_close(struct stage *stage);

/* One slice: as store_write, but fn's transaction reads and writes the staged set in
 * place of the one in use. fn should end once stage_slice_over says so. It is run
 * again only if nothing was done, as store_write says. Asks signal_check
 * first. */
enum status stage_write(struct stage *stage, txn_fn *fn, void *arg, struct err *err);
/* False in every transaction but a slice. */
bool stage_slice_over(const struct txn *txn);
/* As store_read, but of the staged set. Nobody waits for it. */
enum status stage_read(struct stage *stage, txn_fn *fn, void *arg, struct err *err);

/* Copies all entries of tables from the set in use to the staged one, which has none
 * of them, in slices and in the tables' order (engines append). What changes
 * meanwhile is noted. */
enum status stage_copy(
	struct stage *stage, const enum table *tables, size_t count, struct err *err);

/* Puts entries in rising order of keys behind all that the table has: the quick way
 * to fill one. ST_DEFECT where a key is not behind the last. */
enum status txn_append(struct txn *txn, enum table table, struct bytes key,
	struct bytes value, struct err *err);

/* The last transaction: fn begins with the set in use, and goes to the other and back
 * with txn_use_set. If it names the staged set, that is in use from its commit on. */
enum status stage_settle(struct stage *stage, txn_fn *fn, void *arg, struct err *err);
enum txn_set {
	SET_IN_USE,
	SET_STAGED,
};
/* Inside stage_settle; and inside stage_write and stage_read to look at the set in
 * use, which only stage_settle may write. Scans that are open stay in their set. */
void txn_use_set(struct txn *txn, enum txn_set set);
/* Inside stage_settle. */
enum status stage_name(struct txn *txn, struct err *err);

/*
 * Notes: whoever changes a product in the set in use, or the stock of one of its
 * SKUs, notes its id, so that who stages can look at it again before the new
 * generation is named. Costs nothing where nothing is staged, and writes nothing in
 * the transactions of who stages.
 */
enum status stage_note(struct txn *txn, uint64_t id, struct err *err);
/* Takes up to limit notes out, lowest id first; *count is how many. Inside
 * store_write, stage_write or stage_settle. */
enum status stage_take_notes(
	struct txn *txn, uint64_t *ids, size_t limit, size_t *count, struct err *err);

/*
 * Gates, at which a test build (SHOP_TESTING) lets others change the shop: at the end
 * of stage_open, before notes are taken, and at the beginning of stage_settle. Where
 * SHOP_TEST_GATE_OPEN, _NOTES or _SETTLE is the path of a named pipe, who opens that
 * to write knows that the stage has come so far; it goes on when the pipe is closed,
 * or a signal comes. stage_open and stage_settle wait themselves, who takes notes
 * calls it. Nothing in any other build.
 */
enum stage_gate {
	GATE_OPEN,
	GATE_NOTES,
	GATE_SETTLE,
};
void stage_wait(enum stage_gate gate);

/* What lies in the set that is not in use: all zero where there is nothing. */
enum status stage_stat(struct txn *txn, struct table_stat *stat, struct err *err);

#endif
