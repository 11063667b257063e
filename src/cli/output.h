#ifndef SHOP_CLI_OUTPUT_H
#define SHOP_CLI_OUTPUT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/record.h"
#include "base/status.h"

/*
 * What a command prints, in every format, from record tables. Nothing reaches
 * stdout before output_flush: rows are kept in memory up to a size and then in an
 * unlinked temporary file, so that no transaction waits for a pipe or a pager and
 * nothing is printed before the commit. The dispatcher flushes.
 */
enum output_format {
	FORMAT_UNSET = 0,
	FORMAT_TABLE,
	FORMAT_TSV,
	FORMAT_CSV,
	FORMAT_JSON,
	FORMAT_NDJSON,
	FORMAT_IDS,
	FORMAT_YAML, /* export only */
	FORMAT_HTML, /* report only */
};

/* Names of the formats, ended by NULL; index + 1 is the enum's value. */
extern const char *const output_format_names[];

struct output_options {
	enum output_format format; /* FORMAT_UNSET: table on a terminal, else tsv */
	struct words_view {
		const char *const *items;
		size_t count;
		/* --json=FIELD,...: only these fields of items, or of the single
		 * thing */
	} only;
	/* Nothing is printed on success, unless a format was asked for. */
	bool quiet;
	bool verbose;
};

/* Refuses names that are no fields of what a record type prints, or of its
 * "items", with the nearest and all there are. */
enum status output_check_fields(const struct record_type *type,
	const char *const *fields, size_t count, struct err *err);

struct output;
enum status output_open(struct arena *arena, const struct output_options *options,
	struct output **output, struct err *err);
void output_close(struct output *output);

/* The format in force, never FORMAT_UNSET; whether a person reads it; whether
 * --quiet was given. */
enum output_format output_format(const struct output *output);
bool output_is_table(const struct output *output);
/* How money reads; set once the shop is open. */
void output_set_style(struct output *output, struct record_style style);

/* A single thing. In tables, "field  value" lines; in tsv and csv a header and one
 * row; in JSON an object with "schema": 1. ids prints the first field. */
enum status output_record(struct output *output, const struct record_type *type,
	const void *record, struct err *err);

/*
 * A list: begin, row by row, end. In JSON {"schema": 1, "items": [...],
 * ...envelope's fields}; in the other formats the rows alone, with a header line in
 * tsv and csv even where there are no rows. ndjson: an object a line. ids: the
 * first field of each row, one a line. The envelope may be NULL, and is given at
 * the end, when counts are known. A list that is not ended before output_flush is not
 * printed. For a cart, whose items are part of a record, use output_record with a
 * FIELD_RECORDS field named "items" as its first: tsv and csv then print the items,
 * JSON the whole, tables the items and below them the rest.
 */
enum status output_list_begin(
	struct output *output, const struct record_type *row, struct err *err);
enum status output_row(struct output *output, const void *record, struct err *err);
enum status output_list_end(struct output *output, const struct record_type *envelope,
	const void *record, struct err *err);

/*
 * Of a list that was begun, in a table: the numbers of its first rows, in their
 * order, as bars at the end of their lines, where there is room for them. And numbers
 * as a row of small bars in a line of its own, behind a title. Other formats have
 * neither; a row of small bars is nothing where blocks cannot be shown, and bars are
 * of "#" then: that takes a locale with UTF-8 (LC_ALL, LC_CTYPE, LANG) and no TERM
 * "linux" or "dumb". The numbers are not copied.
 */
void output_list_bars(struct output *output, const int64_t *values, size_t count);
enum status output_spark(struct output *output, const char *title,
	const int64_t *values, size_t count, struct err *err);

/* A line for people: only in tables, and not with --quiet. Escaped for the
 * terminal; say ends it with a newline. */
enum status output_say(struct output *output, struct err *err, const char *format,
	...) __attribute__((format(printf, 3, 4)));
/* A line for people with --verbose, to stderr. */
enum status output_detail(struct output *output, struct err *err, const char *format,
	...) __attribute__((format(printf, 3, 4)));
/* A line on stderr when the command ends, "shop: " before it, whatever --quiet says;
 * none with a JSON format, which has but one object there. */
enum status output_warn(struct output *output, struct err *err, const char *format,
	...) __attribute__((format(printf, 3, 4)));
/* Text as it is, in every format: help, a packing slip, completion lines. With raw
 * false it is escaped for a terminal, lines kept. */
enum status output_text(struct output *output, const char *text, size_t size,
	bool raw, struct err *err);

/*
 * For what goes to a file and not to stdout, said before anything is printed: nothing
 * of a terminal is in it, and --quiet does not empty it. FORMAT_UNSET is the format
 * that its name ends in (.csv, .html, .json, .ndjson, .tsv; .txt is a table), else
 * tsv. output_write then writes what is there to a descriptor; whatever comes of it,
 * it is there no longer.
 */
void output_for_file(
	struct output *output, const char *path, enum output_format format);
enum status output_write(
	struct output *output, int fd, const char *what, struct err *err);

/* Writes everything to stdout (or to the pager, where stdout is a terminal, the
 * format a table and it does not fit). A failed write is ST_IO. Must come after the
 * store is closed where a pager may run. */
enum status output_flush(struct output *output, struct err *err);

/*
 * For a command that runs others, each with an output of its own that is never
 * flushed. append puts what another one holds, its lines for stderr too, behind what
 * is there; value puts it there as one JSON value: what it has of JSON in a line,
 * what is text as a string, null for nothing; line_of gives it as one text, in the
 * place of a list's newlines blanks. pass writes what is there now, also of a list
 * that is not ended.
 */
enum status output_append(
	struct output *output, struct output *other, struct err *err);
enum status output_value(
	struct output *output, struct output *other, struct err *err);
enum status output_line_of(struct output *output, struct output *other,
	struct arena *arena, const char **line, struct err *err);
enum status output_pass(struct output *output, struct err *err);
bool output_is_empty(const struct output *output);
/* A text as a JSON string, with nothing in it that moves a terminal. */
enum status output_json_text(
	struct output *output, const char *text, struct err *err);
/* Drops what is there; a list that was begun goes on. */
void output_clear(struct output *output);

/* The object that an error is in JSON, without a newline. */
enum status output_error_value(
	struct output *output, const struct err *shown, struct err *err);
/* An error as a line for stderr, with the details: "shop: message". */
enum status output_error_line(
	struct output *output, const struct err *shown, struct err *err);

/* An error as it is shown on stderr: "shop: message", escaped, or with a JSON
 * format one JSON object. */
void output_error(enum output_format format, const struct err *err);

#endif
