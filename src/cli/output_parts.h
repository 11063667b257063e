#ifndef SHOP_CLI_OUTPUT_PARTS_H
#define SHOP_CLI_OUTPUT_PARTS_H

#include "base/bytes.h"
#include "cli/bar.h"
#include "cli/output.h"
#include "cli/spool.h"

/* What the formats share. Private to cli/. */

struct column {
	const struct field *field;
	const char *heading;
	size_t width;
	bool right;
	bool shown; /* false while a sparse column has only had defaults */
};

/* A table while its rows come in: cells wait in a spool until all widths are
 * known. */
struct table {
	struct column *columns;
	size_t column_count;
	struct spool cells;
	uint64_t rows;
	size_t indent;
	const int64_t *bars; /* of the first rows, or NULL */
	size_t bar_count;
	struct bar_scale scale;
};

struct output {
	enum output_format format;
	struct record_style style;
	const char *const *only; /* ended by NULL, or NULL */
	size_t only_count;
	bool silent; /* nothing but texts is printed */
	bool quiet;
	bool verbose;
	bool terminal; /* stdout is one */
	bool bold;
	size_t screen_columns; /* 0: not known */
	size_t screen_lines;
	struct arena arena;   /* the spools' */
	struct arena scratch; /* one row's, given back after it */
	struct spool out;
	struct spool details;
	uint64_t lines;
	uint64_t values;               /* things and lists that were printed */
	const struct record_type *row; /* of the list that is open */
	uint64_t rows;
	struct table table;
};

enum status output_bytes(
	struct output *output, const void *data, size_t size, struct err *err);
enum status output_words(struct output *output, const char *text, struct err *err);
enum status output_blanks(struct output *output, size_t count, struct err *err);
enum status output_buffer(
	struct output *output, const struct buffer *buffer, struct err *err);

/* JSON, with what could move a terminal written as escapes. */
enum status output_json(
	struct output *output, const uint8_t *data, size_t size, struct err *err);

/* The field "items" that makes a record a list with a frame, or NULL. */
const struct field *items_field(const struct record_type *type);
struct list list_at(const struct field *field, const void *record);
/* One of a list's records. */
const void *list_item(struct list list, const struct record_type *type, size_t index);

/* A field as a person reads it, escaped for a terminal, in the output's scratch
 * arena; and as a machine does. */
enum status cell_for_people(struct output *output, const struct field *field,
	const void *record, bool keep_lines, const char **text, struct err *err);
enum status cell_for_machines(const struct output *output, const struct field *field,
	const void *record, struct arena *arena, const char **text, struct err *err);
/* Whether a field's cells are words, not numbers. */
bool cell_is_text(const struct field *field);
/* Whether a cell is at its default; of one that is quiet, whether it is 0. */
bool cell_says_nothing(const struct field *field, const void *record);
/* A field's name with blanks for underscores. */
enum status cell_heading(const struct field *field, struct arena *arena,
	const char **heading, struct err *err);

enum status table_begin(struct output *output, struct table *table,
	const struct record_type *type, struct err *err);
enum status table_row(struct output *output, struct table *table, const void *record,
	struct err *err);
enum status table_end(struct output *output, struct table *table, struct err *err);
/* A whole list at once, indented. */
enum status table_list(struct output *output, const struct record_type *type,
	struct list list, size_t indent, struct err *err);
enum status fields_record(struct output *output, const struct record_type *type,
	const void *record, struct err *err);

enum status separated_header(
	struct output *output, const struct record_type *type, struct err *err);
enum status separated_row(struct output *output, const struct record_type *type,
	const void *record, struct err *err);
enum status separated_record(struct output *output, const struct record_type *type,
	const void *record, struct err *err);

enum status json_record(struct output *output, const struct record_type *type,
	const void *record, struct err *err);
enum status json_list_begin(
	struct output *output, const struct record_type *row, struct err *err);
enum status json_list_row(struct output *output, const void *record, struct err *err);
enum status json_list_end(struct output *output, const struct record_type *envelope,
	const void *record, struct err *err);

#endif
