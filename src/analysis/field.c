#include "analysis/field.h"

#include <string.h>

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

static enum status
text_number(const struct index_group *group, unsigned field, struct arena *arena,
	int64_t *number, struct err *err)
{
	uint8_t first[8] = { 0 };
	struct token folded;

	TRY(tokens_fold(arena, find_text(group, field), &folded, err));
	if (folded.size > 0)
		memcpy(first, folded.at, folded.size < 8 ? folded.size : 8);
	*number = number_of(get_u64(first));
	return ST_OK;
}

enum status
field_texts(const struct index_schema *schema, const struct index_group *group,
	struct arena *scratch, int64_t *numbers, struct err *err)
{
	struct arena_mark mark = arena_mark(scratch);

	for (unsigned i = 0; i < schema->field_count; i++)
		if (group->document_count > 0 &&
			schema->fields[i].kind == INDEX_SORT_TEXT)
			TRY(text_number(group, i, scratch, &numbers[i], err));
	arena_rewind(scratch, mark);
	return ST_OK;
}

static int64_t
find_number(const struct index_document *document, unsigned field)
{
	for (size_t i = 0; i < document->value_count; i++)
		if (document->values[i].field == field)
			return document->values[i].number;
	return COLUMN_NONE;
}

int64_t
field_number(const struct field_document *document, unsigned field)
{
	uint32_t term;

	switch (document->schema->fields[field].kind) {
	case INDEX_NUMBER:
		return find_number(document->document, field);
	case INDEX_SORT_TEXT:
		return document->texts[field];
	case INDEX_KEYWORD:
	case INDEX_PATH:
		term = analysis_value(document->analysis, field, document->side);
		return term == 0 ? COLUMN_NONE : (int64_t)term;
	default:
		return COLUMN_NONE;
	}
}
