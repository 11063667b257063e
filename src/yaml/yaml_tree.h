#ifndef SHOP_YAML_YAML_TREE_H
#define SHOP_YAML_YAML_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "yaml/yaml.h"

/*
 * Puts the tree of one item together from its parts in their order, and keeps the
 * limits. Knows nothing of the parser. Every refusal has its line and column; after
 * one, what root holds is what was there before it, and nothing more may be added.
 */

/* An item lies in a section, and that in a document. */
#define YAML_ITEM_DEPTH 2

struct yaml_scalar {
	const char *text; /* copied */
	size_t size;
	bool plain;
	bool escapes; /* it may hold what did not stand in the file as it is */
	uint64_t line;
	uint64_t column;
};

struct yaml_level {
	struct item_node *node;  /* a list or map */
	struct item_node **tail; /* where its next child goes */
	struct yaml_scalar key; /* of its next child, in the arena; text NULL: none */
};

struct yaml_tree {
	struct arena *arena;
	const char *name; /* of the file, for messages */
	struct item_node *root;
	struct yaml_level levels[YAML_DEPTH_MAX - YAML_ITEM_DEPTH];
	size_t depth;
	size_t nodes;
	size_t size; /* of all texts and keys */
};

/* A scalar: a key where a map waits for one, else a value. */
enum status yaml_tree_scalar(
	struct yaml_tree *tree, const struct yaml_scalar *scalar, struct err *err);
/* A list or map begins; what comes next goes into it. */
enum status yaml_tree_begin(struct yaml_tree *tree, enum item_kind kind,
	uint64_t line, uint64_t column, struct err *err);
/* The innermost list or map ends. Refuses the same key twice. */
enum status yaml_tree_end(struct yaml_tree *tree, struct err *err);

/* True for a plain scalar that stands for no value. */
bool yaml_is_null(const char *text, size_t size);

/* How much of a text a message shows: whole characters. */
int yaml_shown(const char *text, size_t size);

#endif
