#include "index/directory.h"

static bool
read_facts(struct reader *reader, bool has_impacts, struct container_facts *facts)
{
	struct bytes most;
	uint64_t count;

	if (!read_varint(reader, &count) || count == 0 || count > CONTAINER_DOCUMENTS)
		return false;
	*facts = (struct container_facts){ (uint32_t)count, 1 };
	if (!has_impacts)
		return true;
	if (!read_bytes(reader, 1, &most))
		return false;
	facts->most = most.data[0];
	return true;
}

enum status
directory_read(const struct term *term, struct directory *directory, struct err *err)
{
	struct reader reader = reader_of(term->postings);
	uint64_t highs = directory->highs;
	uint64_t high = 0;

	while (reader.left > 0) {
		uint64_t gap;

		if (!read_varint(&reader, &gap) || gap >= highs ||
			high + gap >= highs ||
			!read_facts(&reader, term->has_impacts,
				&directory->facts[high + gap]))
			return fail_index(err);
		high += gap + 1;
	}
	return ST_OK;
}

enum status
directory_append(const struct directory *directory, bool has_impacts,
	struct buffer *value, struct err *err)
{
	uint32_t next = 0;

	for (uint32_t high = 0; high < directory->highs; high++) {
		const struct container_facts *facts = &directory->facts[high];

		if (facts->count == 0)
			continue;
		TRY(buffer_append_varint(value, high - next, err));
		TRY(buffer_append_varint(value, facts->count, err));
		if (has_impacts)
			TRY(buffer_append(value, &facts->most, 1, err));
		next = high + 1;
	}
	return ST_OK;
}
