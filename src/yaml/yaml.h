#ifndef SHOP_YAML_YAML_H
#define SHOP_YAML_YAML_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/status.h"
#include "items/item.h"

/*
 * A YAML file as a stream of items. Owner of libyaml. The reader hands out the whole
 * small tree of one item at a time, so that memory does not grow with the file.
 * Refused with line and column: anchors, aliases, tags, %TAG, keys that are no text,
 * duplicate and merge keys, control characters (newline and tab may be in texts, and
 * as escapes those from U+0080 on), U+2028 and U+2029 but as escapes, invalid UTF-8,
 * UTF-16, and what is over a limit.
 */
#define YAML_DEPTH_MAX 16 /* the document's map is the first level */
#define YAML_SCALAR_MAX ((size_t)64 * 1024)
#define YAML_ITEM_NODES_MAX 20000
#define YAML_ITEM_SIZE_MAX ((size_t)4 * 1024 * 1024) /* of all texts and keys */
#define YAML_SECTIONS_MAX 64                         /* in one document */

struct yaml_reader;

/* Begins to read from a descriptor, which stays the caller's: regular files and
 * pipes alike, from where it stands. name is what messages call it, and must outlive
 * the reader and its messages. */
enum status yaml_reader_open(
	int fd, const char *name, struct yaml_reader **reader, struct err *err);
/* The same of a file that can be read from any place: it is read from its beginning,
 * and the descriptor stands where it stood. */
enum status yaml_reader_open_file(
	int fd, const char *name, struct yaml_reader **reader, struct err *err);
void yaml_reader_close(struct yaml_reader *reader);

/*
 * The next item of a catalogue-like file: a document is a map of sections, a
 * section a sequence of items. *section is the key whose item *item is (borrowed
 * till the next call), and *node the whole tree of one item, in the arena; only its
 * key is the section too. *found is false at the end of the stream. Sections that
 * are no sequence, documents that are no map, are refused; an empty document is no
 * item, and an empty section one that is_section. A section that may not be, is for
 * the caller to refuse: line and column of its key are in *node's key_line,
 * key_column.
 *
 * offset and end_offset are where the item's text lies in the file, from where the
 * reader began, without the "- " before it and without comments and line breaks
 * behind it. Written behind "- " so that its first character comes to stand in
 * *column, it is the same item again.
 *
 * After a refusal that concerns one item's content only, *recoverable is true, the
 * item's section and offsets are set, *node is what could be read of it (NULL if
 * nothing: for finding its SKU, not for use), and the next call goes on with the
 * next item. After a syntax error, and where a limit keeps us from finding the
 * item's end, *recoverable is false, nothing else is set, and each further call
 * says the same again.
 */
enum status yaml_read_item(struct yaml_reader *reader, struct arena *arena,
	struct item *item, bool *found, bool *recoverable, struct err *err);
/* Bytes read so far, for progress: at most about 100 kB ahead of the item. */
uint64_t yaml_reader_position(const struct yaml_reader *reader);

/*
 * Writing: block style, or flow style on one line where asked for (all within it
 * then too); keys as given. Each text is read back as the same text, by this reader
 * and as a string by any reader of YAML 1.1 or 1.2: it is quoted unless it is plain
 * words. No text is folded, and what can be seen is not escaped. Lists and maps nest
 * up to YAML_DEPTH_MAX; in a map a key and its value take turns. The sink gets
 * pieces of some size, the last at yaml_write_document_end.
 */
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
/* A key, or a text value. What is not UTF-8 is ST_CORRUPT. */
enum status yaml_write_text(
	struct yaml_writer *writer, const char *text, struct err *err);
/* A number, a date, true, false or null, that needs no quotes. */
enum status yaml_write_plain(
	struct yaml_writer *writer, const char *text, struct err *err);

#endif
