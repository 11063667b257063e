#ifndef SHOP_ITEMS_ITEM_READER_H
#define SHOP_ITEMS_ITEM_READER_H

#include "base/arena.h"
#include "base/crypto.h"
#include "base/status.h"
#include "items/item.h"

/*
 * A file of items of any format, read as a stream and, item by item, again. A format
 * brings its table of functions; who imports calls only what is below. One thread
 * uses a reader; what it does on threads of its own is its affair.
 */
struct item_reader;
struct item_reader_type {
	enum status (*next)(struct item_reader *reader, struct item *item,
		bool *found, bool *recoverable, struct err *err);
	enum status (*again)(struct item_reader *reader,
		const struct item_place *place, struct arena *arena,
		struct item *item, struct err *err);
	enum status (*hash)(
		struct item_reader *reader, uint8_t hash[HASH_SIZE], struct err *err);
	uint64_t (*position)(const struct item_reader *reader);
	void (*close)(struct item_reader *reader);
};
struct item_reader {
	const struct item_reader_type *type;
};

/*
 * The next item, in the file's order; *found is false at the end of the file. It lies
 * in the reader's memory, until the next call. After a refusal (ST_BAD_DATA, with
 * line and column) that concerns one item's content only, *recoverable is true, the
 * item's section, place and offsets are set, its node is what could be read of it
 * (NULL for nothing: for finding its SKU, not for use), and the next call goes on
 * behind it. Where it is false, each further call says the same again.
 */
enum status item_reader_next(struct item_reader *reader, struct item *item,
	bool *found, bool *recoverable, struct err *err);

/* Reads an item, and no section, once more whose place was kept, into an arena of the
 * caller's: the same tree with the same lines, or the same refusal. Leaves alone
 * where next stands. */
enum status item_reader_again(struct item_reader *reader,
	const struct item_place *place, struct arena *arena, struct item *item,
	struct err *err);

/* The BLAKE2b hash of the whole file. Once next found no more. */
enum status item_reader_hash(
	struct item_reader *reader, uint8_t hash[HASH_SIZE], struct err *err);

/* Bytes of the file that were read when the last item was handed out, for progress.
 */
uint64_t item_reader_position(const struct item_reader *reader);

/* Harmless on NULL. */
void item_reader_close(struct item_reader *reader);

#endif
