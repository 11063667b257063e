#ifndef SHOP_STORE_LOAD_PRIVATE_H
#define SHOP_STORE_LOAD_PRIVATE_H

#include "store/load.h"
#include "store/private.h"

/*
 * What the modules of a load share.
 *
 * An entry: size of its key u16, of its value u16, table u8, key, value. Table and
 * key together are its name, by which entries are sorted; the table is counted from
 * the last, which comes first.
 */
#define ENTRY_HEAD 4
#define ENTRY_MAX (ENTRY_HEAD + 1 + ENGINE_KEY_MAX + LOAD_VALUE_MAX)

size_t entry_size(const uint8_t *entry);
enum table entry_table(const uint8_t *entry);
struct bytes entry_name(const uint8_t *entry);
struct bytes entry_value(const uint8_t *entry);

/* An entry in memory while it is sorted: part of its name, and where it lies. */
struct item {
	uint64_t part;
	size_t at;
};

/* Items of the same beginning that are to be sorted by what comes after it. */
struct span {
	size_t from;
	size_t until;
	size_t depth; /* of the names, in bytes */
};

struct run;
struct merge;

struct load {
	struct arena memory; /* holds this */
	uint64_t count;
	uint64_t counts[TABLE_COUNT];
	struct arena sorting; /* until all lies in the file: the next paragraph */
	/* Entries lie at the front of room; items is as large as what is behind
	 * them may become, and spare as well. */
	size_t room_size;
	size_t items_max;
	uint8_t *room;
	size_t used;
	struct item *items;
	struct item *spare;
	struct span *spans;
	size_t item_count;
	/* Sorted runs in a file: where each ends. */
	int file; /* -1: none yet */
	uint64_t *ends;
	size_t end_count;
	size_t end_capacity;
	struct merge *merge; /* once it is written */
};

/* Sorts items by name; those of the same name stay in their order. */
void load_sort(struct load *load);
/* An item that a later one with the same name replaces. */
bool load_is_replaced(const struct load *load, size_t item);

/*
 * The entries of all runs, or of memory where there are none, by name; of those with
 * the same name the last. Gone through in steps: what was passed since the last mark
 * can be passed again.
 */
enum status merge_open(struct load *load, struct merge **merge, struct err *err);
/* entry is NULL at the end; it lies there until the next step. */
enum status merge_first(struct merge *merge, const uint8_t **entry, struct err *err);
enum status merge_pass(struct merge *merge, struct err *err);
void merge_mark(struct merge *merge);
enum status merge_return(struct merge *merge, struct err *err);

#endif
