#include "items/item_reader.h"

enum status
item_reader_next(struct item_reader *reader, struct item *item, bool *found,
	bool *recoverable, struct err *err)
{
	return reader->type->next(reader, item, found, recoverable, err);
}

enum status
item_reader_again(struct item_reader *reader, const struct item_place *place,
	struct arena *arena, struct item *item, struct err *err)
{
	return reader->type->again(reader, place, arena, item, err);
}

enum status
item_reader_hash(struct item_reader *reader, uint8_t hash[HASH_SIZE], struct err *err)
{
	return reader->type->hash(reader, hash, err);
}

uint64_t
item_reader_position(const struct item_reader *reader)
{
	return reader->type->position(reader);
}

void
item_reader_close(struct item_reader *reader)
{
	if (reader)
		reader->type->close(reader);
}
