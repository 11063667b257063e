#ifndef SHOP_CSV_CSV_SHAPE_H
#define SHOP_CSV_CSV_SHAPE_H

#include "csv/csv.h"
#include "items/item.h"

/*
 * What the rows of a file mean, told by its header. Each shape is one kind of file:
 * our own sheets (csv_sheet.h), and those of other shops.
 */
#define CSV_GROUP_ROWS_MAX 2000
#define CSV_GROUP_CELLS_MAX ((size_t)250 * 1000)
#define CSV_GROUP_SIZE_MAX ((size_t)4 * 1024 * 1024)

/* A column that any file may have, and that nothing is read from: files of rejected
 * rows say there what was wrong. */
#define CSV_ERROR_COLUMN "error"

struct csv_shape;

/* A file while it is read. */
struct csv_file {
	const char *name;
	struct arena *arena; /* as long as the file */
	const struct csv_shape *shape;
	struct csv_row header;
	void *state;              /* the shape's own, made by open */
	struct csv_stream *aside; /* for reading out of turn */
};

/* The rows of one item. */
struct csv_rows {
	struct csv_row *rows;
	size_t count;
};

/* Rows elsewhere in the file. */
struct csv_places {
	const struct csv_place *places;
	size_t count;
	bool skip; /* the row itself is no item */
};

struct csv_shape {
	const char *section;
	bool (*recognises)(const struct csv_row *header);
	/* Looks at the header, refuses it with line and column. */
	enum status (*open)(struct csv_file *file, struct err *err);
	/* The column whose equal, not empty cells make rows that follow each other
	 * one item; false where there is none. */
	bool (*group)(const struct csv_file *file, size_t *column);
	/* One item's tree from its rows, in an arena: ST_BAD_DATA with a place. */
	enum status (*build)(const struct csv_file *file, const struct csv_rows *rows,
		struct arena *arena, struct item_node **node, struct err *err);
	/* Of a row that cannot be built, whose it is: a map with the SKU or handle,
	 * NULL where it is not known. */
	enum status (*name)(const struct csv_file *file, const struct csv_row *row,
		struct arena *arena, struct item_node **node, struct err *err);
	/* May be NULL. Whether a row is no item but belongs to one elsewhere in the
	 * file, and the places of those that belong to this one. */
	enum status (*others)(const struct csv_file *file, const struct csv_row *row,
		struct arena *arena, struct csv_places *places, struct err *err);
};

extern const struct csv_shape csv_shape_shopify;
extern const struct csv_shape csv_shape_woo;
extern const struct csv_shape csv_shape_products;
extern const struct csv_shape csv_shape_customers;
extern const struct csv_shape csv_shape_orders;

/* A row's cell; NULL where the column is CSV_NONE, or the row is too short. */
#define CSV_NONE SIZE_MAX
const struct csv_cell *csv_cell_at(const struct csv_row *row, size_t column);
/* Its text, "" where there is none. */
const char *csv_text_at(const struct csv_row *row, size_t column);
/* The column of a name, exactly, or CSV_NONE. */
size_t csv_column(const struct csv_row *header, const char *name);

/*
 * Putting trees together. Nodes have the place of the cell they came from, and keys
 * that of the column's name.
 */
struct csv_tree {
	const struct csv_file *file;
	struct arena *arena;
	size_t nodes;
	/* Where the next child of the parent last added to goes. */
	const struct item_node *parent;
	struct item_node **tail;
};
#define CSV_NODES_MAX 20000

struct csv_origin {
	const char *key;              /* NULL: in a list */
	const struct csv_cell *cell;  /* never NULL */
	const struct csv_cell *title; /* of its column; NULL: the cell */
};
/* Adds a child behind the last of a list or map, of kind; *node is it. */
enum status csv_add(struct csv_tree *tree, struct item_node *parent,
	enum item_kind kind, const struct csv_origin *origin, struct item_node **node,
	struct err *err);
/* Adds a text. */
enum status csv_add_text(struct csv_tree *tree, struct item_node *parent,
	const struct csv_origin *origin, const char *text, struct err *err);
/* A node that no other has. */
enum status csv_root(struct csv_tree *tree, const struct csv_cell *cell,
	struct item_node **node, struct err *err);
/* The child with a key, or NULL. */
struct item_node *csv_child(const struct item_node *map, const char *key);

#endif
