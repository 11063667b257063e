#ifndef SHOP_ITEMS_ITEM_H
#define SHOP_ITEMS_ITEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What every file that is imported consists of, whatever its format: sections of
 * items, each item a small tree. The formats make them (yaml/, csv/); import reads
 * nothing else.
 */
enum item_kind {
	ITEM_NULL, /* null, ~ or nothing, plain */
	ITEM_TEXT, /* any other scalar, as it was written */
	ITEM_LIST,
	ITEM_MAP,
};

/* A node of a tree in the arena. The children of a list are its items; those of a
 * map are its values, each with its key. */
struct item_node {
	enum item_kind kind;
	bool plain;    /* a scalar without quotes: only such a one may be a number */
	uint64_t line; /* from 1 */
	uint64_t column; /* from 1 */
	const char *key; /* in a map: this value's key; of an item: its section */
	size_t key_size;
	uint64_t key_line;
	uint64_t key_column;
	const char *text; /* of ITEM_TEXT, NUL-terminated */
	size_t size;
	struct item_node *first; /* child */
	struct item_node *next;  /* sibling */
};

/* Where an item stands, so that it can be read once more: kept for those that must
 * be looked at again, in few bytes. */
struct item_place {
	uint64_t offset;  /* of its first byte in the file */
	uint64_t line;    /* from 1 */
	uint32_t column;  /* from 1 */
	uint32_t section; /* the reader's own number of it */
};

/* Where is_section, it is no item but says that a section has none: where its key is
 * is its place's line and column, and nothing is there to be read again. */
struct item {
	const char *section;
	struct item_node *node;
	bool is_section;
	uint64_t column; /* of its first character, from 1 */
	uint64_t offset;
	uint64_t end_offset;
	struct item_place place;
};

#endif
