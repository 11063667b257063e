#include "sets/parts.h"

#include <string.h>

#include "index/bits.h"
#include "index/directory.h"
#include "index/postings.h"

#define FETCH_MIN 16384

/* Numbers in values are read in place where the machine keeps them so, and where
 * they lie as it wants them to. */
static bool
is_in_place(const void *data, size_t size)
{
	return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ &&
	       (uintptr_t)data % size == 0;
}

static enum status
read_list(const uint8_t *data, uint32_t count, struct arena *arena,
	const uint16_t **list, struct err *err)
{
	uint16_t *copy;

	if (is_in_place(data, sizeof(*copy))) {
		*list = (const void *)data;
		return ST_OK;
	}
	TRY(arena_take_raw(arena, (count + 1) * sizeof(*copy), &copy, err));
	for (uint32_t i = 0; i < count; i++)
		copy[i] = load_u16(data + 2 * i);
	*list = copy;
	return ST_OK;
}

static enum status
read_bitmap(const uint8_t *data, struct arena *arena, const uint64_t **bits,
	struct err *err)
{
	uint64_t *copy;

	if (is_in_place(data, sizeof(*copy))) {
		*bits = (const void *)data;
		return ST_OK;
	}
	TRY(arena_take_raw(arena, CONTAINER_WORDS * sizeof(*copy), &copy, err));
	for (size_t i = 0; i < CONTAINER_WORDS; i++)
		copy[i] = load_u64(data + 8 * i);
	*bits = copy;
	return ST_OK;
}

static enum status
read_container(
	struct bytes value, struct arena *arena, struct part *part, struct err *err)
{
	struct container container;

	if (!container_read(value, &container))
		return fail_index(err);
	part->stored = container.count;
	part->impacts = container.impacts;
	part->maxima = container.maxima;
	part->before = container.before;
	if (container.is_bitmap)
		return read_bitmap(container.members, arena, &part->bits, err);
	return read_list(container.members, container.count, arena, &part->list, err);
}

static bool
is_stored(const struct part *part, uint32_t low)
{
	size_t at;

	if (part->stored == 0)
		return false;
	if (!part->list)
		return part->bits[low >> 6] >> (low & 63) & 1;
	at = set_list_seek(part->list, 0, part->stored, low);
	return at < part->stored && part->list[at] == low;
}

/* The patches of one container, from *at on. */
static void
take_patches(struct part *part, const struct delta_patch *patches, size_t count,
	size_t *at)
{
	size_t from = *at;

	while (*at < count &&
		patches[*at].document / CONTAINER_DOCUMENTS == part->high)
		++*at;
	part->patches = patches + from;
	part->patch_count = *at - from;
	for (size_t i = 0; i < part->patch_count; i++) {
		const struct delta_patch *patch = &part->patches[i];
		bool stored = is_stored(part, patch->document % CONTAINER_DOCUMENTS);

		part->count += patch->impact > 0 && !stored;
		part->count -= patch->impact == 0 && stored;
		if (patch->impact > part->most)
			part->most = patch->impact;
	}
}

/* Adds a part with the patches that lie in it. */
static void
add_part(struct term_parts *parts, const struct part *part)
{
	if (part->count == 0 && part->patch_count == 0)
		return;
	parts->parts[parts->part_count++] = *part;
	parts->count += part->count;
}

/* Looks a container up. A large one is fetched in one piece: page by page, as it is
 * read, takes fifteen times as long where it is not in memory. */
static enum status
find_container(struct part *part, struct err *err)
{
	struct container_key key = container_key(part->high, part->number);
	bool found;

	if (part->is_loaded || part->value.data)
		return ST_OK;
	TRY(txn_peek(part->reader->txn, TABLE_POSTING,
		(struct bytes){ key.data, sizeof(key.data) }, &part->value, &found,
		err));
	if (!found)
		return fail_index(err);
	if (part->value.size >= FETCH_MIN)
		txn_will_need(part->reader->txn, part->value);
	return ST_OK;
}

enum status
part_load(struct part *part, struct err *err)
{
	if (part->is_loaded)
		return ST_OK;
	TRY(find_container(part, err));
	TRY(read_container(part->value, part->reader->arena, part, err));
	if (part->stored != part->count)
		return fail_index(err);
	part->is_loaded = true;
	return ST_OK;
}

static enum status
prepare_for_set(struct set_source *source, struct err *err)
{
	return find_container((struct part *)(void *)source, err);
}

static enum status
load_for_set(struct set_source *source, struct set_part *set_part, struct err *err)
{
	struct part *part = (struct part *)(void *)source;

	TRY(part_load(part, err));
	set_part->list = part->list;
	set_part->bits = part->bits;
	return ST_OK;
}

static struct part
new_part(const struct part_reader *reader, const struct term *term, uint32_t high,
	const struct container_facts *facts)
{
	return (struct part){ .source = { prepare_for_set, load_for_set },
		.reader = reader,
		.number = term->number,
		.is_loaded = facts->count == 0,
		.high = high,
		.count = facts->count,
		.most = facts->most };
}

/* Containers are read when they are wanted; where there are patches, at once, for
 * how many documents there are depends on them. */
static enum status
read_contained(const struct part_reader *reader, struct bytes key,
	const struct term *term, struct term_parts *parts, struct err *err)
{
	struct directory directory;
	const struct delta_patch *patches;
	size_t patch_count;
	size_t at = 0;

	directory.highs = reader->highs;
	TRY(ARENA_NEW(reader->arena, directory.highs, &directory.facts, err));
	TRY(directory_read(term, &directory, err));
	TRY(delta_find(reader->delta, term_hash(key), &patches, &patch_count, err));
	TRY(ARENA_NEW(reader->arena, reader->highs, &parts->parts, err));
	for (uint32_t high = 0; high < reader->highs; high++) {
		struct part part =
			new_part(reader, term, high, &directory.facts[high]);

		if (at < patch_count &&
			patches[at].document / CONTAINER_DOCUMENTS == high)
			TRY(part_load(&part, err));
		take_patches(&part, patches, patch_count, &at);
		add_part(parts, &part);
	}
	return ST_OK;
}

/* Cuts documents in order into parts. */
static enum status
cut_inline(const struct part_reader *reader, const struct postings *postings,
	struct term_parts *parts, struct err *err)
{
	uint16_t *lows;
	size_t from = 0;

	TRY(arena_take_raw(
		reader->arena, (postings->count + 1) * sizeof(*lows), &lows, err));
	TRY(ARENA_NEW(reader->arena, reader->highs, &parts->parts, err));
	while (from < postings->count) {
		struct part part = { .high = postings->documents[from] /
					     CONTAINER_DOCUMENTS,
			.is_loaded = true,
			.list = lows + from,
			.impacts = postings->impacts + from };
		size_t i;

		if (part.high >= reader->highs)
			return fail_index(err);
		for (i = from;
			i < postings->count &&
			postings->documents[i] / CONTAINER_DOCUMENTS == part.high;
			i++) {
			lows[i] = (uint16_t)(postings->documents[i] %
					     CONTAINER_DOCUMENTS);
			if (postings->impacts[i] > part.most)
				part.most = postings->impacts[i];
		}
		part.count = part.stored = (uint32_t)(i - from);
		from = i;
		add_part(parts, &part);
	}
	return ST_OK;
}

/* Few documents are patched at once. */
static void
patch_inline(const struct postings *stored, const struct delta_patch *patches,
	size_t patch_count, struct postings *now)
{
	size_t i = 0;
	size_t j = 0;

	while (i < stored->count || j < patch_count) {
		bool is_old = j == patch_count ||
			      (i < stored->count &&
				      stored->documents[i] < patches[j].document);

		if (is_old) {
			now->documents[now->count] = stored->documents[i];
			now->impacts[now->count++] = stored->impacts[i++];
			continue;
		}
		if (i < stored->count && stored->documents[i] == patches[j].document)
			i++;
		if (patches[j].impact > 0) {
			now->documents[now->count] = patches[j].document;
			now->impacts[now->count++] = patches[j].impact;
		}
		j++;
	}
}

static enum status
read_inline(const struct part_reader *reader, struct bytes key,
	const struct term *term, struct term_parts *parts, struct err *err)
{
	uint32_t documents[INLINE_MAX];
	uint8_t impacts[INLINE_MAX];
	struct postings stored = { documents, impacts, 0 };
	struct postings now = { NULL, NULL, 0 };
	const struct delta_patch *patches;
	size_t patch_count;
	size_t most;

	if (!postings_read_inline(term, &stored))
		return fail_index(err);
	TRY(delta_find(reader->delta, term_hash(key), &patches, &patch_count, err));
	most = stored.count + patch_count + 1;
	TRY(arena_take_raw(
		reader->arena, most * sizeof(*documents), &now.documents, err));
	TRY(arena_take_raw(reader->arena, most, &now.impacts, err));
	patch_inline(&stored, patches, patch_count, &now);
	return cut_inline(reader, &now, parts, err);
}

enum status
parts_read(const struct part_reader *reader, struct bytes key,
	const struct term *term, struct term_parts *parts, struct err *err)
{
	struct term_parts made = { 0 };

	if (term->contained)
		TRY(read_contained(reader, key, term, &made, err));
	else
		TRY(read_inline(reader, key, term, &made, err));
	*parts = made;
	return ST_OK;
}

enum status
parts_count(const struct part_reader *reader, struct bytes key,
	const struct term *term, uint64_t *count, struct err *err)
{
	const struct delta_patch *patches;
	struct term_parts parts;
	size_t patch_count = 0;

	if (reader->delta->heads)
		TRY(delta_find(
			reader->delta, term_hash(key), &patches, &patch_count, err));
	if (patch_count == 0) {
		*count = term->count;
		return ST_OK;
	}
	TRY(parts_read(reader, key, term, &parts, err));
	*count = parts.count;
	return ST_OK;
}

enum status
parts_find(const struct part_reader *reader, struct bytes key,
	struct term_parts *parts, struct err *err)
{
	struct term term;
	bool found;

	*parts = (struct term_parts){ 0 };
	TRY(term_get(reader->txn, key, &term, &found, err));
	return found ? parts_read(reader, key, &term, parts, err) : ST_OK;
}

/* The documents of a part that is patched, as a bitmap of its own. */
static enum status
patched_bits(const struct part *part, struct arena *arena, struct set_part *made,
	struct err *err)
{
	struct set_part stored = { part->high, part->stored, part->list, part->bits,
		NULL };
	uint64_t *bits;

	TRY(set_take_bits(arena, &bits, err));
	if (part->stored > 0)
		memmove(bits, set_part_bits(&stored, bits),
			CONTAINER_WORDS * sizeof(*bits));
	else
		memset(bits, 0, CONTAINER_WORDS * sizeof(*bits));
	for (size_t i = 0; i < part->patch_count; i++) {
		uint32_t low = part->patches[i].document % CONTAINER_DOCUMENTS;
		uint64_t bit = UINT64_C(1) << (low & 63);

		if (part->patches[i].impact > 0)
			bits[low >> 6] |= bit;
		else
			bits[low >> 6] &= ~bit;
	}
	made->list = NULL;
	made->bits = bits;
	return ST_OK;
}

enum status
parts_set(const struct part_reader *reader, const struct term_parts *parts,
	struct set *set, struct err *err)
{
	TRY(set_open(set, parts->part_count, reader->arena, err));
	for (size_t i = 0; i < parts->part_count; i++) {
		struct part *part = &parts->parts[i];
		struct set_part made = { part->high, part->count, part->list,
			part->bits, &part->source };

		if (part->patch_count > 0)
			TRY(patched_bits(part, reader->arena, &made, err));
		set_add_part(set, &made);
	}
	return ST_OK;
}

struct part *
parts_at(const struct term_parts *parts, uint32_t high)
{
	size_t low = 0;
	size_t until = parts->part_count;

	while (low < until) {
		size_t middle = low + (until - low) / 2;

		if (parts->parts[middle].high < high)
			low = middle + 1;
		else
			until = middle;
	}
	if (low < parts->part_count && parts->parts[low].high == high)
		return &parts->parts[low];
	return NULL;
}
