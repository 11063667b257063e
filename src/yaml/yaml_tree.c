#include "yaml/yaml_tree.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Up to here comparing each key with each is quicker than sorting. */
#define KEYS_FEW 32
#define SHOWN_MAX 60

bool
yaml_is_null(const char *text, size_t size)
{
	static const char *const words[] = { "null", "Null", "NULL" };

	if (size == 0 || (size == 1 && text[0] == '~'))
		return true;
	if (size != 4)
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (memcmp(text, words[i], 4) == 0)
			return true;
	}
	return false;
}

int
yaml_shown(const char *text, size_t size)
{
	if (size <= SHOWN_MAX)
		return (int)size;
	size = SHOWN_MAX;
	while (size > 0 && ((unsigned char)text[size] & 0xC0) == 0x80)
		size--;
	return (int)size;
}

/* Controls from U+0080 on, which real files have from other encodings, may be
 * written as escapes: they are shown as such, too. */
static enum status
check_controls(const struct yaml_tree *tree, const struct yaml_scalar *scalar,
	struct err *err)
{
	for (size_t i = 0; i < scalar->size; i++) {
		unsigned char byte = (unsigned char)scalar->text[i];

		if ((byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7F)
			return fail_at(err, tree->name, scalar->line, scalar->column,
				"control character U+%04X in a text (only newline "
				"and tab may be)",
				byte);
	}
	return ST_OK;
}

static enum status
check_scalar(
	struct yaml_tree *tree, const struct yaml_scalar *scalar, struct err *err)
{
	if (scalar->size > YAML_SCALAR_MAX)
		return fail_at(err, tree->name, scalar->line, scalar->column,
			"text of %zu bytes, over the limit of %zu", scalar->size,
			YAML_SCALAR_MAX);
	if (scalar->escapes)
		TRY(check_controls(tree, scalar, err));
	tree->size += scalar->size;
	if (tree->size > YAML_ITEM_SIZE_MAX)
		return fail_at(err, tree->name, scalar->line, scalar->column,
			"item with more than %zu bytes of text", YAML_ITEM_SIZE_MAX);
	return ST_OK;
}

static enum status
take_key(struct yaml_tree *tree, struct yaml_level *level,
	const struct yaml_scalar *scalar, struct err *err)
{
	struct yaml_scalar key = *scalar;

	if (scalar->plain && scalar->size == 0)
		return fail_at(err, tree->name, scalar->line, scalar->column,
			"a key is missing before the ':'");
	if (scalar->plain && scalar->size == 2 && memcmp(scalar->text, "<<", 2) == 0)
		return fail_at(err, tree->name, scalar->line, scalar->column,
			"merge keys ('<<') are not allowed here");
	TRY(arena_copy(tree->arena, scalar->text, scalar->size, &key.text, err));
	level->key = key;
	return ST_OK;
}

/* The node and its text are one piece of memory. */
static enum status
add_node(struct yaml_tree *tree, const struct yaml_scalar *scalar,
	struct item_node **out, struct err *err)
{
	struct yaml_level *level =
		tree->depth > 0 ? &tree->levels[tree->depth - 1] : NULL;
	struct item_node *node;

	if (++tree->nodes > YAML_ITEM_NODES_MAX)
		return fail_at(err, tree->name, scalar->line, scalar->column,
			"item with more than %d values", YAML_ITEM_NODES_MAX);
	TRY(arena_take(tree->arena, 1, sizeof(*node) + scalar->size + 1, &node, err));
	node->plain = scalar->plain;
	node->line = scalar->line;
	node->column = scalar->column;
	if (level) {
		node->key = level->key.text;
		node->key_size = level->key.size;
		node->key_line = level->key.line;
		node->key_column = level->key.column;
		level->key.text = NULL;
		*level->tail = node;
		level->tail = &node->next;
	} else {
		tree->root = node;
	}
	*out = node;
	return ST_OK;
}

/* The innermost level if it is a map that waits for a key, else NULL. */
static struct yaml_level *
waits_for_key(struct yaml_tree *tree)
{
	struct yaml_level *level;

	if (tree->depth == 0)
		return NULL;
	level = &tree->levels[tree->depth - 1];
	return level->node->kind == ITEM_MAP && !level->key.text ? level : NULL;
}

enum status
yaml_tree_scalar(
	struct yaml_tree *tree, const struct yaml_scalar *scalar, struct err *err)
{
	struct yaml_level *level = waits_for_key(tree);
	struct item_node *node;
	char *text;

	TRY(check_scalar(tree, scalar, err));
	if (level)
		return take_key(tree, level, scalar, err);
	TRY(add_node(tree, scalar, &node, err));
	if (scalar->plain && yaml_is_null(scalar->text, scalar->size)) {
		node->kind = ITEM_NULL;
		return ST_OK;
	}
	text = (char *)(node + 1);
	memcpy(text, scalar->text, scalar->size);
	node->kind = ITEM_TEXT;
	node->text = text;
	node->size = scalar->size;
	return ST_OK;
}

enum status
yaml_tree_begin(struct yaml_tree *tree, enum item_kind kind, uint64_t line,
	uint64_t column, struct err *err)
{
	const struct yaml_scalar place = { .line = line, .column = column };
	struct item_node *node;

	if (tree->depth == YAML_DEPTH_MAX - YAML_ITEM_DEPTH)
		return fail_at(err, tree->name, line, column,
			"nested deeper than %d levels", YAML_DEPTH_MAX);
	if (waits_for_key(tree))
		return fail_at(err, tree->name, line, column,
			"a key must be a text, not a list or map");
	TRY(add_node(tree, &place, &node, err));
	node->kind = kind;
	tree->levels[tree->depth++] =
		(struct yaml_level){ .node = node, .tail = &node->first };
	return ST_OK;
}

static bool
is_later(const struct item_node *a, const struct item_node *b)
{
	return a->key_line != b->key_line ? a->key_line > b->key_line
					  : a->key_column > b->key_column;
}

static enum status
fail_duplicate(const struct yaml_tree *tree, const struct item_node *first,
	const struct item_node *second, struct err *err)
{
	return fail_at(err, tree->name, second->key_line, second->key_column,
		"key '%.*s' is there twice, first on line %" PRIu64,
		yaml_shown(second->key, second->key_size), second->key,
		first->key_line);
}

static bool
same_key(const struct item_node *a, const struct item_node *b)
{
	return a->key_size == b->key_size && memcmp(a->key, b->key, a->key_size) == 0;
}

static enum status
check_few_keys(
	const struct yaml_tree *tree, const struct item_node *map, struct err *err)
{
	for (const struct item_node *b = map->first; b; b = b->next) {
		for (const struct item_node *a = map->first; a != b; a = a->next) {
			if (same_key(a, b))
				return fail_duplicate(tree, a, b, err);
		}
	}
	return ST_OK;
}

static int
compare_keys(const void *left, const void *right)
{
	const struct item_node *const *a = left;
	const struct item_node *const *b = right;
	int order;

	if ((*a)->key_size != (*b)->key_size)
		return (*a)->key_size < (*b)->key_size ? -1 : 1;
	order = memcmp((*a)->key, (*b)->key, (*a)->key_size);
	if (order != 0)
		return order;
	return is_later(*a, *b) ? 1 : -1;
}

/* Sorted, not hashed: no choice of keys makes this slow. */
static enum status
check_many_keys(struct yaml_tree *tree, const struct item_node *map, size_t count,
	struct err *err)
{
	struct arena_mark mark = arena_mark(tree->arena);
	const struct item_node **sorted;
	const struct item_node *first = NULL;
	const struct item_node *second = NULL;
	size_t used = 0;

	TRY(ARENA_NEW(tree->arena, count, &sorted, err));
	for (const struct item_node *node = map->first; node; node = node->next)
		sorted[used++] = node;
	qsort(sorted, count, sizeof(const struct item_node *), compare_keys);
	for (size_t i = 1; i < count; i++) {
		if (!same_key(sorted[i - 1], sorted[i]) ||
			(second && is_later(sorted[i], second)))
			continue;
		first = sorted[i - 1];
		second = sorted[i];
	}
	arena_rewind(tree->arena, mark);
	return second ? fail_duplicate(tree, first, second, err) : ST_OK;
}

enum status
yaml_tree_end(struct yaml_tree *tree, struct err *err)
{
	const struct item_node *node;
	size_t count = 0;

	invariant(tree->depth > 0);
	node = tree->levels[--tree->depth].node;
	if (node->kind != ITEM_MAP)
		return ST_OK;
	for (const struct item_node *child = node->first; child; child = child->next)
		count++;
	if (count <= KEYS_FEW)
		return check_few_keys(tree, node, err);
	return check_many_keys(tree, node, count, err);
}
