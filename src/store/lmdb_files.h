#ifndef SHOP_STORE_LMDB_FILES_H
#define SHOP_STORE_LMDB_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "store/engine.h"

/* The files of an LMDB shop, looked at before LMDB touches them. Private to
 * engine_lmdb.c. */

/* How many may read at once, and what lock.mdb needs for them. */
#define LMDB_READERS 2048

/* The least address space that is worth a try. */
#define LMDB_MAP_MIN ((size_t)1 << 24)

/* Says what the system refused; nothing was changed by then. */
enum status lmdb_files_refuse(int errno_value, struct err *err);
/* A commit of which it is not known whether it is on disk. */
enum status lmdb_files_in_doubt(int errno_value, struct err *err);

/* How much of size the process's limit allows: half of it at most, for the rest of
 * the process needs some, too. */
size_t lmdb_files_map_limit(size_t size);

/* What is to be known of the folder and data.mdb before LMDB opens it. */
struct lmdb_data {
	bool read_only; /* the file system is */
	/* The file ends before the last page that is or was in use. That is sound
	 * only where those pages are free again and were never written. */
	bool ends_early;
	uint32_t file_mode;
	uint32_t page_size; /* 0 where data.mdb is empty */
	/* How much address space is wanted: who writes reserves all that there may
	 * ever be; who reads needs what is there, and some more lest it be outgrown
	 * by others at once. */
	size_t map_size;
};

/* Makes an empty data.mdb where there is none. */
enum status lmdb_files_make(const struct engine_location *location, struct err *err);

/* Looks at the file system (a network's is ST_CONFIG with the reason, for it gives
 * neither the locks nor the shared memory that LMDB needs) and reads the head of
 * data.mdb. No file or an empty one is ST_CONFIG: no shop; for ENGINE_CREATE an
 * empty one will do. A foreign or damaged one is ST_CORRUPT. Of a location's file it
 * is the same, but wherever it lies; a foreign one is ST_BAD_DATA. */
enum status lmdb_files_look(const struct engine_location *location,
	struct lmdb_data *data, struct err *err);

/* Sees to it that lock.mdb has all its blocks: LMDB writes to it through a map, and
 * a disk that is full then would end the process by SIGBUS. */
enum status lmdb_files_prepare_lock(
	const char *folder, const struct lmdb_data *data, struct err *err);

/* data.mdb lacks pages at its end that are in use: ST_CORRUPT. */
enum status lmdb_files_cut_off(const char *folder, uint64_t pages, struct err *err);

/* Ends the process with status 74 and the sentence that its data is damaged. */
_Noreturn void lmdb_files_end_on_damage(const char *message);

/*
 * The gate, gate.lock: some versions of LMDB (0.9.26 to 0.9.31) destroy locks that
 * others share when one closes while another opens. Who opens or closes has it. On a
 * read-only file system *gate is left at -1, which is harmless.
 */
enum status lmdb_files_enter_gate(
	const char *folder, const struct lmdb_data *data, int *gate, struct err *err);
void lmdb_files_leave_gate(int gate);
/* For closing, which cannot be refused: waits, but not for ever. */
void lmdb_files_enter_gate_again(int gate);
void lmdb_files_close_gate(int gate);

/* Has the pages of a value in the map read together; LMDB has asked that nothing be
 * read ahead by itself. */
void lmdb_files_will_need(struct bytes value);
/* What is mapped of a file is to be read from it again. Where that cannot be found
 * out, nothing is done. */
void lmdb_files_forget(int file);

/* Whether no room is left where a file of the store lies: a page that is written in
 * part because of that is EIO to LMDB. */
bool lmdb_files_disk_full(int file);

#endif
