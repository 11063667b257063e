#include "analysis/word_table.h"

enum status
word_table_init(
	struct word_table *table, size_t size, struct arena *arena, struct err *err)
{
	table->size = size;
	table->count = 0;
	return ARENA_NEW(arena, size, &table->slots, err);
}

static enum status
grow(struct word_table *table, struct arena *arena, struct err *err)
{
	struct word_table grown;

	if (table->count * 2 < table->size)
		return ST_OK;
	TRY(word_table_init(&grown, table->size * 2, arena, err));
	grown.count = table->count;
	for (size_t i = 0; i < table->size; i++) {
		const struct word_slot *slot = &table->slots[i];
		struct word_key key = { slot->head, slot->tail, slot->size };

		if (slot->term != 0)
			*word_find(&grown, &key) = *slot;
	}
	*table = grown;
	return ST_OK;
}

enum status
word_add(struct word_table *table, const struct word_key *key, uint32_t term,
	struct arena *arena, struct err *err)
{
	TRY(grow(table, arena, err));
	*word_find(table, key) =
		(struct word_slot){ key->head, key->tail, key->size, term };
	table->count++;
	return ST_OK;
}
