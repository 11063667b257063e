#ifndef SHOP_INDEX_PACK_BLOCK_H
#define SHOP_INDEX_PACK_BLOCK_H

#include "index/pack.h"

/* Blocks of packed tables; shared by reading (pack.c) and changing (pack_apply.c). */
struct block {
	struct bytes key;
	struct bytes value;
	bool found;
};

/* The block in which key lies, if it is anywhere: the last that begins at or before
 * it. */
enum status block_find(struct txn *txn, enum table table, struct bytes key,
	struct block *block, struct err *err);
/* Reads one entry; key holds the one before it and becomes this one's,
 * at most PACK_KEY_MAX bytes. False where
 * the bytes are not well formed. */
bool block_read(
	struct reader *block, uint8_t *key, size_t *key_size, struct bytes *value);
enum status block_damaged(enum table table, struct err *err);

#endif
