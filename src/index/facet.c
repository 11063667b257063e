#include "index/facet.h"

#include "index/fetch.h"

enum status
facet_read(struct bytes value, struct facet_row *row, struct err *err)
{
	struct reader reader = reader_of(value);
	struct facet_row read = { 0 };
	struct bytes class;
	uint64_t number;
	uint64_t size;

	if (!read_bytes(&reader, 1, &class) || !read_varint(&reader, &number) ||
		number > UINT32_MAX)
		return fail_index(err);
	read.class = class.data[0];
	if (read.class == CLASS_SEVERAL) {
		read.member_count = (uint32_t)number;
		read.members = reader;
	} else {
		read.above = (uint32_t)number;
		if (read.class != CLASS_KEYWORD || !read_varint(&reader, &size) ||
			!read_bytes(&reader, (size_t)size, &read.display))
			return fail_index(err);
		read.key = (struct bytes){ reader.at, reader.left };
	}
	*row = read;
	return ST_OK;
}

enum status
facet_get(struct txn *txn, uint32_t number, struct facet_row *row, bool *found,
	struct err *err)
{
	struct bytes value;
	uint8_t key[4];

	put_u32(key, number);
	TRY(fetch(txn, TABLE_FACET, (struct bytes){ key, sizeof(key) }, &value, found,
		err));
	return *found ? facet_read(value, row, err) : ST_OK;
}

bool
facet_next_member(struct facet_row *row, uint32_t *number)
{
	uint64_t read;

	if (!read_varint(&row->members, &read) || read > UINT32_MAX)
		return false;
	*number = (uint32_t)read;
	return true;
}

enum status
facet_append(const struct numbered *term, struct buffer *value, struct err *err)
{
	TRY(buffer_append(value, term->key.data, 1, err));
	if (term->key.data[0] == CLASS_SEVERAL) {
		TRY(buffer_append_varint(value, term->member_count, err));
		for (size_t i = 0; i < term->member_count; i++)
			TRY(buffer_append_varint(value, term->members[i], err));
		return ST_OK;
	}
	TRY(buffer_append_varint(value, term->above, err));
	TRY(buffer_append_varint(value, term->display.size, err));
	TRY(buffer_append(value, term->display.data, term->display.size, err));
	return buffer_append(value, term->key.data, term->key.size, err);
}

enum status
facet_put(struct txn *txn, uint32_t number, const struct numbered *term,
	struct err *err)
{
	struct arena arena = { NULL };
	struct buffer value = { .arena = &arena };
	enum status status = facet_append(term, &value, err);
	uint8_t key[4];

	put_u32(key, number);
	if (status == ST_OK)
		status = txn_put(txn, TABLE_FACET, (struct bytes){ key, sizeof(key) },
			buffer_bytes(&value), err);
	arena_free(&arena);
	return status;
}
