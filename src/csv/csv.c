#include "csv/csv.h"

#include <csv.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

#define READ_SIZE ((size_t)64 * 1024)
#define BOM "\xEF\xBB\xBF"
#define BOM_SIZE 3

/* Bytes at which what libcsv is given is cut, so that what it calls back for ends at
 * the last of them: libcsv itself tells no places. */
enum special { ORDINARY, QUOTE, DELIMITER, NEWLINE, RETURN };

struct csv_stream {
	int fd;
	const char *name;
	struct csv_parser parser;
	char delimiter;
	uint8_t special[256];
	uint8_t data[READ_SIZE];
	size_t size;   /* of data */
	size_t at;     /* the next byte of data */
	uint64_t base; /* of data[0] in the file */
	bool ended;
	struct err failed; /* said again by each further call */
	bool hashes;
	uint64_t hashed; /* bytes of the file */
	struct crypto_hash_state hash;

	/* Where the next byte stands. */
	uint64_t line;
	uint64_t column;
	bool after_return;
	bool in_quotes;

	/* The row at hand. */
	struct arena *arena;
	struct csv_row *row;
	size_t capacity; /* of its cells */
	size_t row_size;
	struct csv_cell cell;
	bool fed; /* libcsv has a part of the cell */
	bool row_ended;
	enum status status; /* of what was called back for */
	struct err *err;
};

static int
no_space(unsigned char byte)
{
	(void)byte;
	return 0;
}

static void
init_parser(struct csv_stream *stream)
{
	const unsigned char options = CSV_STRICT | CSV_STRICT_FINI;

	csv_init(&stream->parser, options);
	csv_set_space_func(&stream->parser, no_space);
	csv_set_blk_size(&stream->parser, READ_SIZE);
}

static enum status
fill(struct csv_stream *stream, struct err *err)
{
	ssize_t got;

	stream->base += stream->size;
	stream->size = stream->at = 0;
	do
		got = pread(stream->fd, stream->data, READ_SIZE, (off_t)stream->base);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return fail_errno(
			err, ST_NO_INPUT, errno, "cannot read '%s'", stream->name);
	stream->size = (size_t)got;
	stream->ended = got == 0;
	if (stream->hashes && stream->base == stream->hashed) {
		crypto_hash_add(
			&stream->hash, (struct bytes){ stream->data, stream->size });
		stream->hashed += stream->size;
	}
	return ST_OK;
}

static bool
is_delimiter(char c)
{
	return c == ',' || c == ';' || c == '\t';
}

/* The first delimiter of the first line outside quotes, or NULL. */
static const char *
find_delimiter(const char *text, size_t size)
{
	bool quoted = false;
	size_t i;

	for (i = 0; i < size; i++) {
		if (text[i] == '"')
			quoted = !quoted;
		else if (!quoted && is_delimiter(text[i]))
			return &text[i];
		else if (!quoted && (text[i] == '\n' || text[i] == '\r'))
			return NULL;
	}
	return NULL;
}

bool
csv_begins(const char *text, size_t size)
{
	const char *delimiter;

	if (size >= BOM_SIZE && memcmp(text, BOM, BOM_SIZE) == 0) {
		text += BOM_SIZE;
		size -= BOM_SIZE;
	}
	if (size == 0 || strchr("#-{[%", text[0]))
		return false;
	delimiter = find_delimiter(text, size);
	return delimiter && !memchr(text, ':', (size_t)(delimiter - text));
}

static enum status
refuse_utf16(const struct csv_stream *stream, struct err *err)
{
	const uint8_t *data = stream->data;

	if (stream->size < 2 || !((data[0] == 0xFF && data[1] == 0xFE) ||
					(data[0] == 0xFE && data[1] == 0xFF) ||
					data[0] == '\0' || data[1] == '\0'))
		return ST_OK;
	return fail_at(err, stream->name, 1, 1,
		"UTF-16 or binary; a file must be in UTF-8 (a spreadsheet saves it "
		"as 'CSV UTF-8', and iconv -f UTF-16 -t UTF-8 changes one)");
}

static void
set_delimiter(struct csv_stream *stream, size_t from)
{
	const char *text = (const char *)stream->data + from;
	const char *delimiter = find_delimiter(text, stream->size - from);

	stream->delimiter = delimiter ? *delimiter : ',';
	stream->special['"'] = QUOTE;
	stream->special['\n'] = NEWLINE;
	stream->special['\r'] = RETURN;
	stream->special[(unsigned char)stream->delimiter] = DELIMITER;
	csv_set_delim(&stream->parser, (unsigned char)stream->delimiter);
}

/* A spreadsheet may say in a line of its own before the header what divides cells. */
static void
skip_separator_line(struct csv_stream *stream)
{
	static const char word[] = "sep=";
	const size_t size = sizeof(word) - 1;
	const uint8_t *at = stream->data + stream->at;
	size_t left = stream->size - stream->at;

	if (left < size + 2 || memcmp(at, word, size) != 0 ||
		!is_delimiter((char)at[size]) ||
		(at[size + 1] != '\n' && at[size + 1] != '\r'))
		return;
	stream->at += size + 1;
}

static enum status
begin(struct csv_stream *stream, struct err *err)
{
	TRY(fill(stream, err));
	TRY(refuse_utf16(stream, err));
	if (stream->size >= BOM_SIZE && memcmp(stream->data, BOM, BOM_SIZE) == 0)
		stream->at = BOM_SIZE;
	set_delimiter(stream, stream->at);
	skip_separator_line(stream);
	return ST_OK;
}

enum status
csv_open(int fd, const char *name, struct csv_stream **out, struct err *err)
{
	struct csv_stream *stream = calloc(1, sizeof(*stream));
	enum status status;

	if (!stream)
		return fail_memory(err);
	stream->fd = fd;
	stream->name = name;
	stream->line = stream->column = 1;
	init_parser(stream);
	status = begin(stream, err);
	if (status != ST_OK) {
		csv_close(stream);
		return status;
	}
	*out = stream;
	return ST_OK;
}

void
csv_close(struct csv_stream *stream)
{
	if (stream)
		csv_free(&stream->parser);
	free(stream);
}

char
csv_delimiter(const struct csv_stream *stream)
{
	return stream->delimiter;
}

/* A block that was read before is hashed now. */
enum status
csv_hash_begin(struct csv_stream *stream, struct err *err)
{
	TRY(crypto_hash_begin(&stream->hash, (struct bytes){ NULL, 0 }, err));
	stream->hashes = true;
	crypto_hash_add(&stream->hash, (struct bytes){ stream->data, stream->size });
	stream->hashed = stream->base + stream->size;
	return ST_OK;
}

void
csv_hash_end(struct csv_stream *stream, uint8_t hash[HASH_SIZE])
{
	crypto_hash_end(&stream->hash, hash);
	stream->hashes = false;
}

uint64_t
csv_position(const struct csv_stream *stream)
{
	return stream->base + stream->at;
}

/* What lies in the block already is not read again. */
void
csv_seek(struct csv_stream *stream, struct csv_place place)
{
	if (place.offset >= stream->base &&
		place.offset < stream->base + stream->size) {
		stream->at = (size_t)(place.offset - stream->base);
	} else {
		stream->base = place.offset;
		stream->size = stream->at = 0;
	}
	if (stream->failed.status != ST_OK) {
		csv_free(&stream->parser);
		init_parser(stream);
		csv_set_delim(&stream->parser, (unsigned char)stream->delimiter);
	}
	stream->ended = false;
	stream->failed.status = ST_OK;
	stream->line = place.line;
	stream->column = 1;
	stream->after_return = false;
}

static enum status
grow_cells(struct csv_stream *stream)
{
	size_t capacity = stream->capacity > 0 ? stream->capacity * 2 : 32;
	struct csv_cell *cells;

	if (stream->row->count == CSV_COLUMNS_MAX)
		return fail_at(stream->err, stream->name, stream->row->place.line,
			stream->cell.column, "a row with more than %d columns",
			CSV_COLUMNS_MAX);
	TRY(ARENA_NEW(stream->arena, capacity, &cells, stream->err));
	if (stream->row->count > 0)
		memcpy(cells, stream->row->cells,
			stream->row->count * sizeof(*cells));
	stream->row->cells = cells;
	stream->capacity = capacity;
	return ST_OK;
}

/* CRLF and CR become LF in place. */
static size_t
unify_lines(char *text, size_t size)
{
	const char *from = text;
	const char *end = text + size;
	char *to = text;

	for (; from < end; from++) {
		if (*from != '\r')
			*to++ = *from;
		else if (from + 1 == end || from[1] != '\n')
			*to++ = '\n';
	}
	return (size_t)(to - text);
}

static enum status
add_cell(struct csv_stream *stream, char *text, size_t size)
{
	struct csv_row *row = stream->row;

	if (size > CSV_CELL_SIZE_MAX)
		return fail_at(stream->err, stream->name, stream->cell.line,
			stream->cell.column, "a cell of more than %zu bytes",
			CSV_CELL_SIZE_MAX);
	stream->row_size += size;
	if (stream->row_size > CSV_ROW_SIZE_MAX)
		return fail_at(stream->err, stream->name, row->place.line, 1,
			"a row of more than %zu bytes", CSV_ROW_SIZE_MAX);
	if (row->count == stream->capacity || row->count == CSV_COLUMNS_MAX)
		TRY(grow_cells(stream));
	if (memchr(text, '\r', size))
		size = unify_lines(text, size);
	stream->cell.size = size;
	TRY(arena_copy(stream->arena, text, size, &stream->cell.text, stream->err));
	row->cells[row->count++] = stream->cell;
	return ST_OK;
}

static void
on_cell(void *text, size_t size, void *arg)
{
	struct csv_stream *stream = arg;

	if (stream->status == ST_OK)
		stream->status = add_cell(stream, text, size);
}

static void
on_row(int ended_by, void *arg)
{
	struct csv_stream *stream = arg;

	(void)ended_by;
	stream->row_ended = true;
}

static enum status
fail_cell(struct csv_stream *stream, struct err *err)
{
	int error = csv_error(&stream->parser);

	if (error == CSV_ENOMEM || error == CSV_ETOOBIG)
		return fail_memory(err);
	if (stream->cell.quoted)
		return fail_at(err, stream->name, stream->cell.line,
			stream->cell.column,
			"a cell in quotes goes on behind its last quote (a quote "
			"within is written twice: \"\")");
	return fail_at(err, stream->name, stream->line, stream->column,
		"a quote within a cell that has none around it (put the cell in "
		"quotes, and write the quote twice: \"\")");
}

static void
begin_cell(struct csv_stream *stream)
{
	stream->cell =
		(struct csv_cell){ .line = stream->line, .column = stream->column };
	stream->fed = false;
}

/* Moves behind a special byte. */
static void
step(struct csv_stream *stream, uint8_t byte)
{
	enum special special = stream->special[byte];
	bool second_half = byte == '\n' && stream->after_return;

	stream->after_return = byte == '\r';
	if (special == NEWLINE || special == RETURN) {
		stream->column = 1;
		stream->line += second_half ? 0 : 1;
		return;
	}
	stream->column++;
	if (special == QUOTE)
		stream->in_quotes = !stream->in_quotes;
	else if (!stream->in_quotes)
		begin_cell(stream);
}

/* The bytes up to the next special one, with it; columns count characters. */
static size_t
next_piece(struct csv_stream *stream)
{
	const uint8_t *data = stream->data;
	size_t at = stream->at;
	uint64_t characters = 0;

	while (at < stream->size && stream->special[data[at]] == ORDINARY)
		characters += (data[at++] & 0xC0) != 0x80;
	if (at > stream->at)
		stream->after_return = false;
	stream->column += characters;
	return at - stream->at;
}

static enum status
feed(struct csv_stream *stream, const uint8_t *from, size_t size, struct err *err)
{
	size_t parsed;

	if (!stream->fed && *from == '"')
		stream->cell.quoted = true;
	stream->fed = true;
	parsed = csv_parse(&stream->parser, from, size, on_cell, on_row, stream);
	if (stream->status != ST_OK)
		return stream->status;
	if (parsed < size)
		return fail_cell(stream, err);
	if (stream->parser.entry_pos <= CSV_CELL_SIZE_MAX)
		return ST_OK;
	return fail_at(err, stream->name, stream->cell.line, stream->cell.column,
		stream->cell.quoted ? "a cell in quotes of more than %zu bytes (is "
				      "its last quote missing?)"
				    : "a cell of more than %zu bytes",
		CSV_CELL_SIZE_MAX);
}

/* A cell without quotes that lies in the block as a whole is taken as it is: libcsv,
 * which goes byte by byte, took nearly half of the time. */
static enum status
parse_piece(struct csv_stream *stream, struct err *err)
{
	uint8_t *from = stream->data + stream->at;
	size_t ordinary = next_piece(stream);
	bool special = stream->at + ordinary < stream->size;
	size_t size = ordinary + (special ? 1 : 0);

	if (stream->fed || !special || from[ordinary] == '"') {
		TRY(feed(stream, from, size, err));
	} else {
		TRY(add_cell(stream, (char *)from, ordinary));
		stream->row_ended = stream->special[from[ordinary]] != DELIMITER;
	}
	stream->at += size;
	if (stream->row_ended)
		stream->row->end_offset = stream->base + stream->at - 1;
	if (special)
		step(stream, from[ordinary]);
	return ST_OK;
}

/* Line breaks before a row; *more is false at the end of the file. */
static enum status
skip_breaks(struct csv_stream *stream, bool *more, struct err *err)
{
	for (;;) {
		if (stream->at == stream->size)
			TRY(fill(stream, err));
		*more = !stream->ended;
		if (stream->ended || (stream->data[stream->at] != '\n' &&
					     stream->data[stream->at] != '\r'))
			return ST_OK;
		step(stream, stream->data[stream->at++]);
	}
}

/* The file ends within a row. What libcsv has nothing of is an empty cell. */
static enum status
finish(struct csv_stream *stream, struct err *err)
{
	stream->row->end_offset = stream->base;
	if (!stream->fed)
		return add_cell(stream, (char *)stream->data, 0);
	if (csv_fini(&stream->parser, on_cell, on_row, stream) != 0 &&
		stream->status == ST_OK)
		return csv_error(&stream->parser) == CSV_ENOMEM
			       ? fail_memory(err)
			       : fail_at(err, stream->name, stream->cell.line,
					 stream->cell.column,
					 "a cell in quotes without its last quote");
	return stream->status;
}

static enum status
parse_row(struct csv_stream *stream, struct err *err)
{
	while (!stream->row_ended) {
		if (stream->at == stream->size)
			TRY(fill(stream, err));
		if (stream->ended)
			return finish(stream, err);
		TRY(parse_piece(stream, err));
	}
	return ST_OK;
}

static bool
has_text(const struct csv_row *row)
{
	for (size_t i = 0; i < row->count; i++)
		if (row->cells[i].size > 0)
			return true;
	return false;
}

static void
begin_row(struct csv_stream *stream)
{
	*stream->row = (struct csv_row){ .place = { stream->base + stream->at,
						 stream->line } };
	stream->capacity = stream->row_size = 0;
	stream->row_ended = stream->in_quotes = false;
	begin_cell(stream);
}

/* The next that has a text. */
static enum status
read_row(struct csv_stream *stream, bool *found, struct err *err)
{
	struct arena_mark mark = arena_mark(stream->arena);

	for (;;) {
		TRY(skip_breaks(stream, found, err));
		if (!*found)
			return ST_OK;
		begin_row(stream);
		TRY(parse_row(stream, err));
		if (has_text(stream->row))
			return ST_OK;
		arena_rewind(stream->arena, mark);
	}
}

enum status
csv_read_row(struct csv_stream *stream, struct arena *arena, struct csv_row *row,
	bool *found, struct err *err)
{
	struct csv_row read = { NULL, 0, { 0, 0 }, 0 };
	enum status status;

	if (stream->failed.status != ST_OK) {
		*err = stream->failed;
		return err->status;
	}
	stream->arena = arena;
	stream->row = &read;
	stream->status = ST_OK;
	stream->err = err;
	status = read_row(stream, found, err);
	if (status != ST_OK)
		stream->failed = *err;
	else if (*found)
		*row = read;
	return status;
}

/* Where in the file a byte of a cell's text stands. */
static struct csv_cell
place_in(const struct csv_cell *cell, size_t offset)
{
	struct csv_cell place = { .line = cell->line,
		.column = cell->column + (cell->quoted ? 1 : 0) };
	size_t i;

	for (i = 0; i < offset; i++) {
		unsigned char c = (unsigned char)cell->text[i];

		if (c == '\n') {
			place.line++;
			place.column = 1;
		} else if ((c & 0xC0) != 0x80) {
			place.column += c == '"' ? 2 : 1;
		}
	}
	return place;
}

enum status
csv_check_cell(
	const struct csv_stream *stream, const struct csv_cell *cell, struct err *err)
{
	struct csv_cell place;
	const char *reason;
	size_t offset;

	if (!text_find_forbidden(cell->text, cell->size, "\n\t", &offset, &reason))
		return ST_OK;
	place = place_in(cell, offset);
	return fail_at(err, stream->name, place.line, place.column, "%s%s", reason,
		strncmp(reason, "invalid", 7) == 0
			? " (a spreadsheet saves it as 'CSV UTF-8')"
			: "");
}
