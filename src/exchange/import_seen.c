#include "exchange/import_parts.h"

#define CAPACITY_MIN ((size_t)1024)

struct import_seen_entry {
	uint64_t hash; /* 0: free */
	uint64_t line;
};

/* Where a hash lies, or would. */
static struct import_seen_entry *
place_of(struct import_seen_entry *entries, size_t capacity, uint64_t hash)
{
	size_t at = (size_t)hash & (capacity - 1);

	while (entries[at].hash != 0 && entries[at].hash != hash)
		at = (at + 1) & (capacity - 1);
	return &entries[at];
}

/* The table of half the size is given back at once. */
static enum status
grow(struct import_seen *seen, struct err *err)
{
	struct import_seen grown = { .arena = { NULL }, .count = seen->count };
	size_t i;

	grown.capacity = seen->capacity ? seen->capacity * 2 : CAPACITY_MIN;
	TRY(ARENA_NEW(&grown.arena, grown.capacity, &grown.entries, err));
	for (i = 0; i < seen->capacity; i++)
		if (seen->entries[i].hash != 0)
			*place_of(grown.entries, grown.capacity,
				seen->entries[i].hash) = seen->entries[i];
	arena_free(&seen->arena);
	grown.invoices = seen->invoices;
	grown.credit_notes = seen->credit_notes;
	*seen = grown;
	return ST_OK;
}

enum status
import_seen_add(struct import_seen *seen, enum import_seen_kind kind,
	const char *name, uint64_t *line, bool *is_new, struct err *err)
{
	uint64_t hash = checksum(bytes_of_text(name), (uint64_t)kind);
	struct import_seen_entry *entry;

	if (hash == 0)
		hash = 1;
	if (seen->count * 2 >= seen->capacity)
		TRY(grow(seen, err));
	entry = place_of(seen->entries, seen->capacity, hash);
	*is_new = entry->hash == 0;
	if (!*is_new) {
		*line = entry->line;
		return ST_OK;
	}
	*entry = (struct import_seen_entry){ hash, *line };
	seen->count++;
	return ST_OK;
}

void
import_seen_free(struct import_seen *seen)
{
	arena_free(&seen->arena);
	*seen = (struct import_seen){ .arena = { NULL } };
}
