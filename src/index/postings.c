#include "index/postings.h"

#include <string.h>

#include "index/container_patch.h"
#include "index/fetch.h"

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

enum status
postings_append_inline(const struct postings *postings, bool has_impacts,
	struct buffer *value, struct err *err)
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
	struct container read = { 0 };
	struct bytes header;
	struct bytes summary = { NULL, 0 };
	struct bytes members;
	struct bytes impacts = { NULL, 0 };
	uint8_t flags;

	if (!read_bytes(&reader, CONTAINER_HEADER, &header))
		return false;
	flags = header.data[0];
	read.is_bitmap = flags & CONTAINER_BITMAP;
	read.max = header.data[1];
	read.count = (uint32_t)load_u16(header.data + 2) + 1;
	if (flags & CONTAINER_SUMMARY) {
		if (!read_bytes(&reader, CONTAINER_SUMMARY_SIZE, &summary))
			return false;
		read.maxima = summary.data;
		read.before = summary.data + CONTAINER_MAXIMA;
	}
	if (!read_bytes(&reader,
		    read.is_bitmap ? CONTAINER_WORDS * 8 : read.count * 2, &members))
		return false;
	if (flags & CONTAINER_IMPACTS && !read_bytes(&reader, read.count, &impacts))
		return false;
	read.members = members.data;
	read.impacts = impacts.data;
	*container = read;
	return reader.left == 0;
}

enum status
container_get(struct txn *txn, uint32_t high, uint32_t number,
	struct container *container, bool *found, struct err *err)
{
	struct container_key key = container_key(high, number);
	struct bytes value;

	TRY(fetch(txn, TABLE_POSTING, (struct bytes){ key.data, sizeof(key.data) },
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
		.facts = space->facts,
		.facts_capacity = space->facts_capacity,
		.patched = space->patched,
		.capacity = count < CONTAINER_DOCUMENTS / 2 ? 2 * count + 64
							    : CONTAINER_DOCUMENTS };

	if (count <= space->capacity)
		return ST_OK;
	invariant(count <= grown.capacity);
	TRY(ARENA_NEW(space->arena, grown.capacity, &grown.old.documents, err));
	TRY(ARENA_NEW(space->arena, grown.capacity, &grown.old.impacts, err));
	TRY(ARENA_NEW(space->arena, grown.capacity, &grown.merged.documents, err));
	TRY(ARENA_NEW(space->arena, grown.capacity, &grown.merged.impacts, err));
	TRY(arena_take_raw(space->arena,
		CONTAINER_BYTES_MAX - CONTAINER_DOCUMENTS + grown.capacity,
		&grown.bytes, err));
	*space = grown;
	return ST_OK;
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

bool
container_postings(
	const struct container *container, uint32_t high, struct postings *to)
{
	uint32_t first = high * CONTAINER_DOCUMENTS;
	size_t from = to->count;

	for (uint32_t i = 0; !container->is_bitmap && i < container->count; i++)
		to->documents[to->count++] =
			first + load_u16(container->members + 2 * i);
	for (uint32_t word = 0; container->is_bitmap && word < CONTAINER_WORDS;
		word++) {
		uint64_t bits = load_u64(container->members + 8 * word);

		for (; bits; bits &= bits - 1) {
			if (to->count - from == container->count)
				return false;
			to->documents[to->count++] =
				first + (word << 6 | (uint32_t)__builtin_ctzll(bits));
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
write_members(const struct postings *postings, uint32_t first, uint8_t *to)
{
	if (postings->count <= CONTAINER_LIST_MAX) {
		for (size_t i = 0; i < postings->count; i++)
			store_u16(to + 2 * i,
				(uint16_t)(postings->documents[i] - first));
		return 2 * postings->count;
	}
	memset(to, 0, CONTAINER_WORDS * 8);
	for (size_t i = 0; i < postings->count; i++) {
		uint32_t low = postings->documents[i] - first;

		to[low >> 3] = (uint8_t)(to[low >> 3] | 1U << (low & 7));
	}
	return CONTAINER_WORDS * 8;
}

/* Of each block the highest impact, and how many documents stand before it. */
static size_t
write_summary(const struct postings *postings, uint32_t first, uint8_t *to)
{
	uint8_t *before = to + CONTAINER_MAXIMA;
	size_t at = 0;

	memset(to, 0, CONTAINER_SUMMARY_SIZE);
	for (uint32_t block = 0; block < CONTAINER_BLOCKS; block++) {
		uint32_t until = first + (block + 1) * BLOCK_DOCUMENTS;

		store_u16(before + 2 * block, (uint16_t)at);
		for (; at < postings->count && postings->documents[at] < until; at++)
			if (postings->impacts[at] > to[block])
				to[block] = postings->impacts[at];
	}
	return CONTAINER_SUMMARY_SIZE;
}

static uint8_t
highest(const uint8_t *impacts, size_t count)
{
	uint8_t most = 0;

	for (size_t i = 0; i < count; i++)
		most = impacts[i] > most ? impacts[i] : most;
	return most;
}

size_t
container_write(const struct postings *postings, uint32_t high, bool has_impacts,
	uint8_t *bytes)
{
	uint32_t first = high * CONTAINER_DOCUMENTS;
	bool has_summary = has_impacts && postings->count > SUMMARY_MIN;
	size_t size = CONTAINER_HEADER;

	memset(bytes, 0, CONTAINER_HEADER);
	bytes[0] = postings->count > CONTAINER_LIST_MAX ? CONTAINER_BITMAP : 0;
	store_u16(bytes + 2, (uint16_t)(postings->count - 1));
	if (has_summary) {
		bytes[0] |= CONTAINER_SUMMARY;
		size += write_summary(postings, first, bytes + size);
	}
	size += write_members(postings, first, bytes + size);
	if (has_impacts) {
		bytes[0] |= CONTAINER_IMPACTS;
		bytes[1] = highest(postings->impacts, postings->count);
		memcpy(bytes + size, postings->impacts, postings->count);
		size += postings->count;
	}
	return size;
}

/* Writes the container of one high; all documents of postings lie in it. */
static enum status
put_container(const struct posting_change *change, uint32_t high,
	const struct postings *postings, struct err *err)
{
	struct container_key key = container_key(high, change->now.number);
	struct bytes key_bytes = { key.data, sizeof(key.data) };
	uint8_t *bytes = change->space->bytes;
	bool found;
	size_t size;

	if (postings->count == 0)
		return txn_delete(change->txn, TABLE_POSTING, key_bytes, &found, err);
	size = container_write(postings, high, change->now.has_impacts, bytes);
	return txn_put(change->txn, TABLE_POSTING, key_bytes,
		(struct bytes){ bytes, size }, err);
}

/* The changes from *at on that lie in one container. */
static struct posting_changes
take_high(struct posting_changes changes, size_t *at, uint32_t *high)
{
	size_t from = *at;
	size_t until = from;

	*high = changes.documents[from] / CONTAINER_DOCUMENTS;
	while (until < changes.count &&
		changes.documents[until] / CONTAINER_DOCUMENTS == *high)
		until++;
	*at = until;
	return (struct posting_changes){ changes.documents + from,
		changes.impacts + from, until - from };
}

/* Few changes of a container are brought into a copy of it; *done is false where they
 * cannot be. */
static enum status
patch_container(struct posting_change *change, uint32_t high,
	const struct container *container, struct posting_changes part, bool *done,
	struct err *err)
{
	struct container_key key = container_key(high, change->now.number);
	struct container_patch patch = { container, high * CONTAINER_DOCUMENTS,
		part };
	struct postings_space *space = change->space;
	size_t size;

	*done = false;
	if (part.count > PATCH_MAX)
		return ST_OK;
	if (!space->patched)
		TRY(arena_take_raw(
			space->arena, CONTAINER_BYTES_MAX, &space->patched, err));
	if (!container_patch(&patch, space->patched, &size))
		return ST_OK;
	*done = true;
	change->directory.facts[high] =
		(struct container_facts){ (uint32_t)load_u16(space->patched + 2) + 1,
			container->impacts ? space->patched[1] : 1 };
	return txn_put(change->txn, TABLE_POSTING,
		(struct bytes){ key.data, sizeof(key.data) },
		(struct bytes){ space->patched, size }, err);
}

/* Writes a container anew; NULL: there is none. */
static enum status
merge_container(struct posting_change *change, uint32_t high,
	const struct container *container, struct posting_changes part,
	struct err *err)
{
	struct postings_space *space = change->space;
	size_t count = container ? container->count : 0;
	const struct postings *now = &space->merged;

	TRY(reserve(space, least(count + part.count, CONTAINER_DOCUMENTS), err));
	space->old.count = 0;
	if (container && !container_postings(container, high, &space->old))
		return fail_index(err);
	merge(&space->old, part, &space->merged);
	change->directory.facts[high] =
		(struct container_facts){ (uint32_t)now->count,
			highest(now->impacts, now->count) };
	if (!container && now->count == 0)
		return ST_OK;
	return put_container(change, high, now, err);
}

static enum status
apply_contained(struct posting_change *change, struct posting_changes changes,
	struct err *err)
{
	size_t at = 0;

	while (at < changes.count) {
		struct container container;
		struct posting_changes part;
		uint32_t high;
		bool found;
		bool done = false;

		part = take_high(changes, &at, &high);
		TRY(container_get(change->txn, high, change->now.number, &container,
			&found, err));
		change->now.count -= found ? container.count : 0;
		if (found)
			TRY(patch_container(
				change, high, &container, part, &done, err));
		if (!done)
			TRY(merge_container(
				change, high, found ? &container : NULL, part, err));
		change->now.count += change->directory.facts[high].count;
	}
	return ST_OK;
}

/* Puts what was read from an entry into containers. */
static enum status
spread_old(struct posting_change *change, struct err *err)
{
	const struct postings *old = &change->space->old;
	uint32_t documents[INLINE_MAX];
	uint8_t impacts[INLINE_MAX];
	struct posting_changes all = { documents, impacts, old->count };

	memcpy(documents, old->documents, old->count * sizeof(*documents));
	memcpy(impacts, old->impacts, old->count);
	return apply_contained(change, all, err);
}

/* Moves a term that is in too many documents for its entry into containers. */
static enum status
spread(struct posting_change *change, struct err *err)
{
	if (change->now.number == 0)
		change->now.number = (*change->next_number)++;
	change->now.contained = true;
	change->now.count = 0;
	TRY(spread_old(change, err));
	return apply_contained(change, change->changes, err);
}

static enum status
apply_inline(struct posting_change *change, struct err *err)
{
	struct postings_space *space = change->space;

	size_t most = change->changes.count + (change->old ? change->old->count : 0);

	TRY(reserve(space, least(most, CONTAINER_DOCUMENTS), err));
	space->old.count = 0;
	if (change->old && !postings_read_inline(change->old, &space->old))
		return fail_index(err);
	if (most > CONTAINER_DOCUMENTS)
		return spread(change, err);
	merge(&space->old, change->changes, &space->merged);
	if (space->merged.count > INLINE_MAX)
		return spread(change, err);
	change->now.count = (uint32_t)space->merged.count;
	return ST_OK;
}

static enum status
open_directory(struct posting_change *change, struct err *err)
{
	struct postings_space *space = change->space;

	if (change->highs > space->facts_capacity) {
		TRY(ARENA_NEW(space->arena, change->highs, &space->facts, err));
		space->facts_capacity = change->highs;
	}
	memset(space->facts, 0, change->highs * sizeof(*space->facts));
	change->directory = (struct directory){ space->facts, change->highs };
	if (!change->now.contained)
		return ST_OK;
	return directory_read(change->old, &change->directory, err);
}

enum status
postings_apply(struct posting_change *change, struct buffer *value, struct err *err)
{
	if (change->old) {
		change->now.count = change->old->count;
		change->now.number = change->old->number;
		change->now.contained = change->old->contained;
		change->now.display = change->old->display;
	}
	TRY(open_directory(change, err));
	if (change->now.contained)
		TRY(apply_contained(change, change->changes, err));
	else
		TRY(apply_inline(change, err));
	TRY(term_append(&change->now, value, err));
	if (change->now.contained)
		return directory_append(
			&change->directory, change->now.has_impacts, value, err);
	return postings_append_inline(
		&change->space->merged, change->now.has_impacts, value, err);
}
