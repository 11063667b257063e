#include "index/meta.h"

#include "index/columns.h"
#include "index/terms.h"

#define META_SIZE 24

static uint64_t
schema_sum(const struct index_schema *schema)
{
	uint64_t sum = checksum(bytes_of_text(schema->language), 1);

	for (size_t i = 0; i < schema->field_count; i++) {
		const struct index_field *field = &schema->fields[i];

		sum = checksum(bytes_of_text(field->name), sum);
		sum = checksum((struct bytes){ NULL, 0 },
			sum ^ (uint64_t)field->weight << 16 ^
				(uint64_t)field->length << 40 ^
				(uint64_t)field->is_title << 9 ^
				(uint64_t)field->sorted << 8 ^ (uint64_t)field->kind);
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
		*meta = (struct meta){ .schema = sum, .next_term = 1 };
		return ST_OK;
	}
	if (value.size != META_SIZE)
		return fail_index(err);
	if (load_u64(value.data) != sum)
		return fail(err, ST_CONFIG,
			"the search index was made with other settings (admin "
			"reindex)");
	*meta = (struct meta){ sum, load_u32(value.data + 8),
		load_u32(value.data + 12), load_u32(value.data + 16),
		load_u32(value.data + 20) };
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
	store_u32(value + 16, meta->delta_documents);
	store_u32(value + 20, meta->delta_entries);
	return txn_put(txn, TABLE_DOCUMENT, (struct bytes){ &key, 1 },
		(struct bytes){ value, META_SIZE }, err);
}

bool
meta_equal(const struct meta *a, const struct meta *b)
{
	return a->schema == b->schema && a->next_document == b->next_document &&
	       a->next_term == b->next_term &&
	       a->delta_documents == b->delta_documents &&
	       a->delta_entries == b->delta_entries;
}

enum status
group_find(struct txn *txn, uint64_t id, uint32_t *first, uint32_t *count,
	bool *found, struct err *err)
{
	struct column firsts = column_of(txn, COLUMN_FIRST);
	struct column groups = column_of(txn, COLUMN_GROUP);
	int64_t number;
	int64_t group = number_of(id);
	uint32_t until;
	uint32_t at;

	*found = false;
	if (id / COLUMN_CHUNK > UINT32_MAX)
		return ST_OK;
	TRY(column_get(&firsts, id, &number, err));
	if (number == COLUMN_NONE)
		return ST_OK;
	if (number < 0 || number > UINT32_MAX)
		return fail_index(err);
	*first = (uint32_t)number;
	until = BLOCK_DOCUMENTS - *first % BLOCK_DOCUMENTS;
	for (at = 0; at < until && group == number_of(id); at++)
		TRY(column_get(&groups, (uint64_t)*first + at, &group, err));
	*count = group == number_of(id) ? at : at - 1;
	if (*count == 0)
		return fail_index(err);
	*found = true;
	return ST_OK;
}
