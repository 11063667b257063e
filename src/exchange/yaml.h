#ifndef SHOP_EXCHANGE_YAML_H
#define SHOP_EXCHANGE_YAML_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/status.h"

/*
 * A YAML file as a stream of items. Owner of libyaml, reader and writer. The reader
 * hands out one node (a scalar, or a whole small tree) at a time, so that memory
 * does not grow with the file. Refused with line and column: anchors, aliases,
 * tags, directives, duplicate keys, depth over YAML_DEPTH_MAX, control characters,
 * invalid UTF-8, scalars over YAML_SCALAR_MAX bytes, nodes over YAML_NODE_MAX.
 */
#define YAML_DEPTH_MAX 16
#define YAML_SCALAR_MAX ((size_t)64 * 1024)
#define YAML_ITEM_NODES_MAX 20000

enum yaml_kind {
	YAML_NULL_VALUE, /* null, ~ or nothing, plain */
	YAML_TEXT,       /* any other scalar, as it was written */
	YAML_LIST,
	YAML_MAP,
};

/* A node of a tree in the arena. The children of a list are its items; those of a
 * map are its values, each with its key. */
struct yaml_node {
	enum yaml_kind kind;
	bool plain;    /* a scalar without quotes: only such a one may be a number */
	uint64_t line; /* from 1 */
	uint64_t column; /* from 1 */
	const char *key; /* in a map: this value's key */
	uint64_t key_line;
	uint64_t key_column;
	const char *text; /* of YAML_TEXT, NUL-terminated */
	size_t size;
	struct yaml_node *first; /* child */
	struct yaml_node *next;  /* sibling */
};

struct yaml_reader;

/* Opens a file; "-" is standard input. name is what messages call it, and must
 * outlive the reader. */
enum status yaml_reader_open(
	int fd, const char *name, struct yaml_reader **reader, struct err *err);
void yaml_reader_close(struct yaml_reader *reader);

/*
 * The next item of a catalogue-like file: a document is a map of sections, a
 * section a sequence of items. *section is the key whose item *item is (borrowed
 * till the next call), and *item the whole tree of one item, in the arena. *found
 * is false at the end of the stream. Sections that are no sequence, documents that
 * are no map, are refused; an empty document or section is no item. offset and
 * end_offset are where the item's text lies in the file, for writing rejected rows
 * as they stood. A section that may not be, is for the caller to refuse: line and
 * column of its key are in *item's key_line, key_column. After a refusal that
 * concerns one item's content only (too deep, too large, duplicate key, anchor,
 * tag) *recoverable is true and the next call goes on with the next item; after a
 * syntax error it is false.
 */
struct yaml_item {
	const char *section;
	struct yaml_node *node;
	uint64_t offset;
	uint64_t end_offset;
};
enum status yaml_read_item(struct yaml_reader *reader, struct arena *arena,
	struct yaml_item *item, bool *found, bool *recoverable, struct err *err);
/* Bytes read so far, for progress. */
uint64_t yaml_reader_position(const struct yaml_reader *reader);

/* Writing: block style, keys as given, values quoted where YAML needs it so that
 * they are read back as the same text. */
struct yaml_writer;
typedef enum status yaml_sink(
	void *arg, const void *data, size_t size, struct err *err);
enum status yaml_writer_open(
	yaml_sink *sink, void *arg, struct yaml_writer **writer, struct err *err);
void yaml_writer_close(struct yaml_writer *writer);
enum status yaml_write_document_begin(struct yaml_writer *writer, struct err *err);
enum status yaml_write_document_end(struct yaml_writer *writer, struct err *err);
enum status yaml_write_list_begin(
	struct yaml_writer *writer, bool flow, struct err *err);
enum status yaml_write_list_end(struct yaml_writer *writer, struct err *err);
enum status yaml_write_map_begin(
	struct yaml_writer *writer, bool flow, struct err *err);
enum status yaml_write_map_end(struct yaml_writer *writer, struct err *err);
/* A key, or a text value: quoted where plain would be read as something else (null,
 * or what the emitter itself must quote). */
enum status yaml_write_text(
	struct yaml_writer *writer, const char *text, struct err *err);
/* A number or a date that needs no quotes. */
enum status yaml_write_plain(
	struct yaml_writer *writer, const char *text, struct err *err);

#endif
