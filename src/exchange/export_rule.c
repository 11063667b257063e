#include "exchange/export_rule.h"

#include "pricing/rule_edit.h"

static enum status
write_text(struct yaml_writer *writer, const struct rule_part *part, struct err *err)
{
	if (part->text_kind == RULE_TEXT)
		return yaml_write_text(writer, part->text, err);
	return yaml_write_plain(writer, part->text, err);
}

static enum status
write_texts(struct yaml_writer *writer, const struct texts *texts, struct err *err)
{
	size_t i;

	TRY(yaml_write_list_begin(writer, true, err));
	for (i = 0; i < texts->count; i++)
		TRY(yaml_write_text(writer, texts->items[i], err));
	return yaml_write_list_end(writer, err);
}

static enum status
write_part(void *arg, const struct rule_part *part, struct err *err)
{
	struct yaml_writer *writer = arg;

	if (part->key)
		TRY(yaml_write_text(writer, part->key, err));
	switch (part->kind) {
	case RULE_PART_TEXT:
		return write_text(writer, part, err);
	case RULE_PART_TEXTS:
		return write_texts(writer, &part->texts, err);
	case RULE_PART_MAP_BEGIN:
		return yaml_write_map_begin(writer, true, err);
	case RULE_PART_MAP_END:
		return yaml_write_map_end(writer, err);
	case RULE_PART_LIST_BEGIN:
		return yaml_write_list_begin(writer, false, err);
	case RULE_PART_LIST_END:
		return yaml_write_list_end(writer, err);
	}
	return ST_OK;
}

/* A promotion says too much for one line. */
static enum status
write_rule(struct yaml_writer *writer, const struct rule_edit *edit, struct err *err)
{
	TRY(yaml_write_map_begin(writer, edit->kind != RULE_PROMOTION, err));
	TRY(rule_walk(edit, write_part, writer, err));
	return yaml_write_map_end(writer, err);
}

static enum status
write_section(struct txn *txn, struct yaml_writer *writer, struct rule_edit *edit,
	struct err *err)
{
	const struct rule_type *type = &rule_types[edit->kind];
	unsigned char *items;
	struct list rules;
	size_t i;

	TRY(rule_list(txn, edit->kind, &rules, err));
	if (rules.count == 0)
		return ST_OK;
	items = rules.items;
	TRY(yaml_write_text(writer, type->section, err));
	TRY(yaml_write_list_begin(writer, false, err));
	for (i = 0; i < rules.count; i++) {
		edit->rule = items + i * type->record->size;
		TRY(write_rule(writer, edit, err));
	}
	return yaml_write_list_end(writer, err);
}

enum status
export_rules(struct txn *txn, struct yaml_writer *writer, unsigned decimals,
	struct err *err)
{
	struct rule_edit edit = { .decimals = decimals, .arena = txn_arena(txn) };
	int kind;

	for (kind = 0; kind < RULE_KIND_COUNT; kind++) {
		edit.kind = (enum rule_kind)kind;
		TRY(write_section(txn, writer, &edit, err));
	}
	return ST_OK;
}
