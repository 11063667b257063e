#include "search/postings.h"

#include <string.h>

bool
postings_read_inline(const struct term *term, struct postings *postings)
{
	struct reader reader = reader_of(term->postings);
	uint64_t document = 0;

	for (size_t i = 0; i < term->count; i++) {
		uint64_t gap;
		struct bytes impact;

		if (!read_varint(&reader, &gap) || gap > UINT32_MAX ||
			(i > 0 && gap == 0))
			return false;
		document += gap;
		if (document > UINT32_MAX)
			return false;
		postings->documents[i] = (uint32_t)document;
		postings->impacts[i] = 1;
		if (!term->has_impacts)
			continue;
		if (!read_bytes(&reader, 1, &impact))
			return false;
		postings->impacts[i] = impact.data[0];
	}
	postings->count = term->count;
	return reader.left == 0;
}

static enum status
append_inline(const struct postings *postings, bool has_impacts, struct buffer *value,
	struct err *err)
{
	uint32_t before = 0;

	TRY(buffer_reserve(value, postings->count * 6, err));
	for (size_t i = 0; i < postings->count; i++) {
		uint32_t gap = postings->documents[i] - before;

		before = postings->documents[i];
		TRY(buffer_append_varint(value, gap, err));
		if (has_impacts)
			value->data[value->size++] = postings->impacts[i];
	}
	return ST_OK;
}

bool
container_read(struct bytes value, struct container *container)
{
	struct reader reader = reader_of(value);
	struct bytes header;
	struct bytes maxima;
	struct bytes members;
	struct bytes impacts = { NULL, 0 };
	bool has_impacts;

	if (!read_bytes(&reader, CONTAINER_HEADER, &header))
		return false;
	has_impacts = header.data[0] & CONTAINER_IMPACTS;
	container->is_bitmap = header.data[0] & CONTAINER_BITMAP;
	container->count = (uint32_t)load_u16(header.data + 2) + 1;
	if (has_impacts && !read_bytes(&reader, CONTAINER_BLOCKS, &maxima))
		return false;
	if (!read_bytes(&reader,
		    container->is_bitmap ? CONTAINER_WORDS * 8 : container->count * 2,
		    &members))
		return false;
	if (has_impacts && !read_bytes(&reader, container->count, &impacts))
		return false;
	container->members = members.data;
	container->impacts = impacts.data;
	return reader.left == 0;
}

enum status
container_get(struct txn *txn, uint32_t number, uint32_t high,
	struct container *container, bool *found, struct err *err)
{
	struct container_key key = container_key(number, high);
	struct bytes value;

	TRY(txn_get(txn, TABLE_POSTING, (struct bytes){ key.data, sizeof(key.data) },
		&value, found, err));
	if (*found && !container_read(value, container))
		return fail_index(err);
	return ST_OK;
}

/* Arrays for this many documents; what they hold is lost. */
static enum status
reserve(struct postings_space *space, size_t count, struct err *err)
{
	struct postings_space grown = { .arena = space->arena,
		.capacity = count < CONTAINER_SIZE / 2 ? 2 * count + 64
						       : CONTAINER_SIZE };

	if (count <= space->capacity)
		return ST_OK;
	invariant(count <= grown.capacity);
	TRY(ARENA_NEW(space->arena, grown.capacity, &grown.old.documents, err));
	TRY(ARENA_NEW(space->arena, grown.capacity, &grown.old.impacts, err));
	TRY(ARENA_NEW(space->arena, grown.capacity, &grown.merged.documents, err));
	TRY(ARENA_NEW(space->arena, grown.capacity, &grown.merged.impacts, err));
	TRY(ARENA_NEW(space->arena,
		CONTAINER_HEADER + CONTAINER_BLOCKS + CONTAINER_WORDS * 8 +
			grown.capacity,
		&grown.bytes, err));
	*space = grown;
	return ST_OK;
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Appends a container's documents; false where their number is another than it
 * says. */
static bool
read_members(const struct container *container, uint32_t high, struct postings *to)
{
	size_t from = to->count;

	for (uint32_t i = 0; !container->is_bitmap && i < container->count; i++)
		to->documents[to->count++] =
			high << 16 | load_u16(container->members + 2 * i);
	for (uint32_t word = 0; container->is_bitmap && word < CONTAINER_WORDS;
		word++) {
		uint64_t bits = load_u64(container->members + 8 * word);

		for (; bits; bits &= bits - 1) {
			if (to->count - from == container->count)
				return false;
			to->documents[to->count++] = high << 16 | word << 6 |
						     (uint32_t)__builtin_ctzll(bits);
		}
	}
	if (to->count - from != container->count)
		return false;
	if (container->impacts)
		memcpy(to->impacts + from, container->impacts, container->count);
	else
		memset(to->impacts + from, 1, container->count);
	return true;
}

/* Appends the documents of old with the changes in them to merged. */
static void
merge(const struct postings *old, struct posting_changes changes,
	struct postings *merged)
{
	size_t i = 0;
	size_t j = 0;
	size_t n = 0;

	while (i < old->count || j < changes.count) {
		bool from_old =
			j == changes.count ||
			(i < old->count && old->documents[i] < changes.documents[j]);

		if (from_old) {
			merged->documents[n] = old->documents[i];
			merged->impacts[n++] = old->impacts[i++];
			continue;
		}
		if (i < old->count && old->documents[i] == changes.documents[j])
			i++;
		if (changes.impacts[j] > 0) {
			merged->documents[n] = changes.documents[j];
			merged->impacts[n++] = changes.impacts[j];
		}
		j++;
	}
	merged->count = n;
}

static size_t
write_members(const struct postings *postings, uint8_t *to)
{
	if (postings->count <= CONTAINER_LIST_MAX) {
		for (size_t i = 0; i < postings->count; i++)
			store_u16(to + 2 * i, (uint16_t)postings->documents[i]);
		return 2 * postings->count;
	}
	memset(to, 0, CONTAINER_WORDS * 8);
	for (size_t i = 0; i < postings->count; i++) {
		uint32_t low = postings->documents[i] & 0xFFFF;

		to[low >> 3] = (uint8_t)(to[low >> 3] | 1U << (low & 7));
	}
	return CONTAINER_WORDS * 8;
}

static void
write_maxima(const struct postings *postings, uint8_t *to)
{
	memset(to, 0, CONTAINER_BLOCKS);
	for (size_t i = 0; i < postings->count; i++) {
		uint32_t block = (postings->documents[i] & 0xFFFF) >> 10;

		if (postings->impacts[i] > to[block])
			to[block] = postings->impacts[i];
	}
}

/* Writes the container of one high; all documents of postings lie in it. */
static enum status
put_container(const struct posting_change *change, uint32_t high,
	const struct postings *postings, struct err *err)
{
	struct container_key key = container_key(change->now.number, high);
	struct bytes key_bytes = { key.data, sizeof(key.data) };
	uint8_t *bytes = change->space->bytes;
	size_t size = CONTAINER_HEADER;
	bool found;

	if (postings->count == 0)
		return txn_delete(change->txn, TABLE_POSTING, key_bytes, &found, err);
	bytes[0] = postings->count > CONTAINER_LIST_MAX ? CONTAINER_BITMAP : 0;
	bytes[1] = 0;
	store_u16(bytes + 2, (uint16_t)(postings->count - 1));
	if (change->now.has_impacts) {
		bytes[0] |= CONTAINER_IMPACTS;
		write_maxima(postings, bytes + size);
		size += CONTAINER_BLOCKS;
	}
	size += write_members(postings, bytes + size);
	if (change->now.has_impacts) {
		memcpy(bytes + size, postings->impacts, postings->count);
		size += postings->count;
	}
	return txn_put(change->txn, TABLE_POSTING, key_bytes,
		(struct bytes){ bytes, size }, err);
}

/* The changes from *at on that lie in one container. */
static struct posting_changes
take_high(struct posting_changes changes, size_t *at, uint32_t *high)
{
	size_t from = *at;
	size_t until = from;

	*high = changes.documents[from] >> 16;
	while (until < changes.count && changes.documents[until] >> 16 == *high)
		until++;
	*at = until;
	return (struct posting_changes){ changes.documents + from,
		changes.impacts + from, until - from };
}

static enum status
apply_contained(struct posting_change *change, struct posting_changes changes,
	struct err *err)
{
	struct postings_space *space = change->space;
	size_t at = 0;

	while (at < changes.count) {
		struct container container;
		struct posting_changes part;
		uint32_t high;
		bool found;

		part = take_high(changes, &at, &high);
		TRY(container_get(change->txn, change->now.number, high, &container,
			&found, err));
		if (!found)
			container.count = 0;
		TRY(reserve(space,
			least(container.count + part.count, CONTAINER_SIZE), err));
		space->old.count = 0;
		if (found && !read_members(&container, high, &space->old))
			return fail_index(err);
		merge(&space->old, part, &space->merged);
		change->now.count += (uint32_t)space->merged.count;
		change->now.count -= (uint32_t)space->old.count;
		if (found || space->merged.count > 0)
			TRY(put_container(change, high, &space->merged, err));
	}
	return ST_OK;
}

/* Moves the containers of a term that became rare into merged. */
static enum status
gather(struct posting_change *change, struct err *err)
{
	struct postings *merged = &change->space->merged;
	uint8_t prefix[4];

	put_u32(prefix, change->now.number);
	TRY(reserve(change->space, INLINE_AGAIN, err));
	merged->count = 0;
	for (;;) {
		struct bytes key;
		struct bytes value;
		uint8_t gone[6];
		struct container container;
		struct scan *scan;
		bool found;

		TRY(scan_open_prefix(change->txn, TABLE_POSTING,
			(struct bytes){ prefix, sizeof(prefix) }, false, &scan, err));
		TRY(scan_next(scan, &key, &value, &found, err));
		scan_close(scan);
		if (!found)
			return ST_OK;
		if (key.size != sizeof(gone) || !container_read(value, &container) ||
			container.count + merged->count > INLINE_AGAIN ||
			!read_members(&container, get_u16(key.data + 4), merged))
			return fail_index(err);
		memcpy(gone, key.data, sizeof(gone));
		TRY(txn_delete(change->txn, TABLE_POSTING,
			(struct bytes){ gone, sizeof(gone) }, &found, err));
	}
}

/* Moves a term that is in too many documents for its entry into containers. */
static enum status
spread(struct posting_change *change, struct err *err)
{
	const struct postings *old = &change->space->old;
	uint32_t documents[INLINE_MAX];
	uint8_t impacts[INLINE_MAX];
	struct posting_changes all = { documents, impacts, old->count };

	memcpy(documents, old->documents, old->count * sizeof(*documents));
	memcpy(impacts, old->impacts, old->count);
	if (change->now.number == 0)
		change->now.number = (*change->next_number)++;
	change->now.contained = true;
	change->now.count = 0;
	TRY(apply_contained(change, all, err));
	return apply_contained(change, change->changes, err);
}

static enum status
apply_inline(struct posting_change *change, struct err *err)
{
	struct postings_space *space = change->space;

	size_t most = change->changes.count + (change->old ? change->old->count : 0);

	TRY(reserve(space, least(most, CONTAINER_SIZE), err));
	space->old.count = 0;
	if (change->old && !postings_read_inline(change->old, &space->old))
		return fail_index(err);
	if (most > CONTAINER_SIZE)
		return spread(change, err);
	merge(&space->old, change->changes, &space->merged);
	if (space->merged.count > INLINE_MAX)
		return spread(change, err);
	change->now.count = (uint32_t)space->merged.count;
	return ST_OK;
}

enum status
postings_apply(struct posting_change *change, struct buffer *value, bool *keep,
	struct err *err)
{
	struct postings_space *space = change->space;

	if (change->old) {
		change->now.count = change->old->count;
		change->now.number = change->old->number;
		change->now.contained = change->old->contained;
		change->now.display = change->old->display;
	}
	if (change->now.contained)
		TRY(apply_contained(change, change->changes, err));
	else
		TRY(apply_inline(change, err));
	if (change->now.contained && change->now.count < INLINE_AGAIN) {
		TRY(gather(change, err));
		change->now.contained = false;
		if (space->merged.count != change->now.count)
			return fail_index(err);
	}
	*keep = change->now.count > 0;
	if (!*keep)
		return ST_OK;
	TRY(term_append(&change->now, value, err));
	if (change->now.contained)
		return ST_OK;
	return append_inline(&space->merged, change->now.has_impacts, value, err);
}
