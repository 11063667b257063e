#include "search/meta.h"

#include <string.h>

#include "search/terms.h"
#include "search/tokens.h"

#define META_SIZE 16
#define GROUP_KEY_SIZE 9

static uint64_t
schema_sum(const struct index_schema *schema)
{
	uint64_t sum = checksum(bytes_of_text(schema->language), 1);

	for (size_t i = 0; i < schema->field_count; i++) {
		const struct index_field *field = &schema->fields[i];

		sum = checksum(bytes_of_text(field->name), sum);
		sum = checksum((struct bytes){ NULL, 0 },
			sum ^ (uint64_t)field->weight << 8 ^ (uint64_t)field->kind);
	}
	return sum | 1;
}

enum status
meta_get(struct txn *txn, const struct index_schema *schema, struct meta *meta,
	struct err *err)
{
	const uint8_t key = DOCUMENT_META;
	uint64_t sum = schema_sum(schema);
	struct bytes value;
	bool found;

	TRY(txn_get(
		txn, TABLE_DOCUMENT, (struct bytes){ &key, 1 }, &value, &found, err));
	if (!found) {
		*meta = (struct meta){ sum, 0, 1 };
		return ST_OK;
	}
	if (value.size != META_SIZE)
		return fail_index(err);
	if (load_u64(value.data) != sum)
		return fail(err, ST_CONFIG,
			"the search index was made with other settings (admin "
			"reindex)");
	*meta = (struct meta){ sum, load_u32(value.data + 8),
		load_u32(value.data + 12) };
	return ST_OK;
}

enum status
meta_put(struct txn *txn, const struct meta *meta, struct err *err)
{
	const uint8_t key = DOCUMENT_META;
	uint8_t value[META_SIZE];

	store_u64(value, meta->schema);
	store_u32(value + 8, meta->next_document);
	store_u32(value + 12, meta->next_term);
	return txn_put(txn, TABLE_DOCUMENT, (struct bytes){ &key, 1 },
		(struct bytes){ value, META_SIZE }, err);
}

static struct bytes
group_key(uint64_t id, uint8_t key[GROUP_KEY_SIZE])
{
	key[0] = DOCUMENT_GROUP;
	put_u64(key + 1, id);
	return (struct bytes){ key, GROUP_KEY_SIZE };
}

enum status
group_read(struct bytes value, struct group *group, struct err *err)
{
	struct reader reader = reader_of(value);
	uint64_t first;
	uint64_t count;

	if (!read_varint(&reader, &first) || !read_varint(&reader, &count) ||
		first > UINT32_MAX || count == 0 || count > INDEX_GROUP_MAX)
		return fail_index(err);
	*group = (struct group){ .first = (uint32_t)first, .count = (uint32_t)count };
	while (reader.left > 0) {
		uint64_t size;

		if (group->text_count == GROUP_TEXTS_MAX ||
			!read_varint(&reader, &size) ||
			!read_bytes(&reader, (size_t)size,
				&group->texts[group->text_count++]))
			return fail_index(err);
	}
	return ST_OK;
}

enum status
group_get(struct txn *txn, uint64_t id, struct group *group, bool *found,
	struct err *err)
{
	uint8_t key[GROUP_KEY_SIZE];
	struct bytes value;

	TRY(txn_get(txn, TABLE_DOCUMENT, group_key(id, key), &value, found, err));
	return *found ? group_read(value, group, err) : ST_OK;
}

static size_t
write_varint(uint8_t *to, uint64_t value)
{
	size_t size = 0;

	for (; value >= 0x80; value >>= 7)
		to[size++] = (uint8_t)(value | 0x80);
	to[size++] = (uint8_t)value;
	return size;
}

enum status
group_put(struct txn *txn, uint64_t id, const struct group *group, struct err *err)
{
	uint8_t key[GROUP_KEY_SIZE];
	uint8_t value[20 + GROUP_TEXTS_MAX * (SORT_TEXT_MAX + 2)];
	size_t size = write_varint(value, group->first);

	size += write_varint(value + size, group->count);
	for (size_t i = 0; i < group->text_count; i++) {
		struct bytes text = group->texts[i];

		invariant(text.size <= SORT_TEXT_MAX);
		size += write_varint(value + size, text.size);
		if (text.size > 0)
			memcpy(value + size, text.data, text.size);
		size += text.size;
	}
	return txn_put(txn, TABLE_DOCUMENT, group_key(id, key),
		(struct bytes){ value, size }, err);
}

enum status
group_delete(struct txn *txn, uint64_t id, struct err *err)
{
	uint8_t key[GROUP_KEY_SIZE];
	bool found;

	return txn_delete(txn, TABLE_DOCUMENT, group_key(id, key), &found, err);
}

enum status
sort_text(
	struct arena *arena, const char *text, struct bytes *folded, struct err *err)
{
	struct token token;

	TRY(tokens_fold(arena, text, &token, err));
	*folded = (struct bytes){ (const uint8_t *)token.at,
		token.size < SORT_TEXT_MAX ? token.size : SORT_TEXT_MAX };
	return ST_OK;
}

int64_t
sort_text_number(struct bytes folded)
{
	uint8_t first[8] = { 0 };

	if (folded.size > 0)
		memcpy(first, folded.data, folded.size < 8 ? folded.size : 8);
	return number_of(get_u64(first));
}

size_t
sort_text_place(const struct index_schema *schema, unsigned field)
{
	size_t place = 0;

	for (unsigned i = 0; i < field; i++)
		place += schema->fields[i].kind == INDEX_SORT_TEXT;
	return place;
}

static const char *
find_text(const struct index_group *group, unsigned field)
{
	for (size_t i = 0; i < group->document_count; i++) {
		const struct index_document *document = &group->documents[i];

		for (size_t j = 0; j < document->value_count; j++)
			if (document->values[j].field == field &&
				document->values[j].text)
				return document->values[j].text;
	}
	return "";
}

enum status
group_texts(const struct index_schema *schema, const struct index_group *from,
	struct arena *arena, struct group *group, struct err *err)
{
	group->text_count = 0;
	for (unsigned i = 0; i < schema->field_count; i++) {
		if (schema->fields[i].kind != INDEX_SORT_TEXT)
			continue;
		invariant(group->text_count < GROUP_TEXTS_MAX);
		TRY(sort_text(arena, find_text(from, i),
			&group->texts[group->text_count++], err));
	}
	return ST_OK;
}
