#include <string.h>

#include "csv/csv_shape.h"

const struct csv_cell *
csv_cell_at(const struct csv_row *row, size_t column)
{
	return column < row->count ? &row->cells[column] : NULL;
}

const char *
csv_text_at(const struct csv_row *row, size_t column)
{
	return column < row->count ? row->cells[column].text : "";
}

size_t
csv_column(const struct csv_row *header, const char *name)
{
	size_t i;

	for (i = 0; i < header->count; i++)
		if (strcmp(header->cells[i].text, name) == 0)
			return i;
	return CSV_NONE;
}

static enum status
new_node(struct csv_tree *tree, const struct csv_cell *cell, struct item_node **node,
	struct err *err)
{
	if (++tree->nodes > CSV_NODES_MAX)
		return fail_at(err, tree->file->name, cell->line, cell->column,
			"an item of more than %d values", CSV_NODES_MAX);
	TRY(ARENA_NEW(tree->arena, 1, node, err));
	(*node)->line = cell->line;
	(*node)->column = cell->column;
	(*node)->plain = true;
	return ST_OK;
}

enum status
csv_root(struct csv_tree *tree, const struct csv_cell *cell, struct item_node **node,
	struct err *err)
{
	const char *section = tree->file->shape->section;

	TRY(new_node(tree, cell, node, err));
	(*node)->kind = ITEM_MAP;
	(*node)->key = section;
	(*node)->key_size = strlen(section);
	(*node)->key_line = (*node)->key_column = 1;
	return ST_OK;
}

enum status
csv_add(struct csv_tree *tree, struct item_node *parent, enum item_kind kind,
	const struct csv_origin *origin, struct item_node **out, struct err *err)
{
	const struct csv_cell *title = origin->title ? origin->title : origin->cell;
	struct item_node **tail =
		tree->parent == parent ? tree->tail : &parent->first;
	struct item_node *node;

	TRY(new_node(tree, origin->cell, &node, err));
	node->kind = kind;
	if (origin->key) {
		node->key = origin->key;
		node->key_size = strlen(origin->key);
		node->key_line = title->line;
		node->key_column = title->column;
	}
	while (*tail)
		tail = &(*tail)->next;
	*tail = node;
	tree->parent = parent;
	tree->tail = &node->next;
	*out = node;
	return ST_OK;
}

enum status
csv_add_text(struct csv_tree *tree, struct item_node *parent,
	const struct csv_origin *origin, const char *text, struct err *err)
{
	struct item_node *node;

	TRY(csv_add(tree, parent, ITEM_TEXT, origin, &node, err));
	node->text = text;
	node->size = strlen(text);
	return ST_OK;
}

struct item_node *
csv_child(const struct item_node *map, const char *key)
{
	struct item_node *node = map->first;

	while (node && strcmp(node->key, key) != 0)
		node = node->next;
	return node;
}
