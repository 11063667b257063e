#ifndef SHOP_YAML_YAML_SOURCE_H
#define SHOP_YAML_YAML_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/*
 * The bytes of a YAML file on their way to the parser. They are read in big blocks
 * and checked here: what no text file may hold (ill-formed UTF-8, control
 * characters, U+2028 and U+2029, which YAML 1.1 takes as line breaks, characters
 * that are none) is noted with its place and given to the parser as harmless
 * characters of the same size, so that it spoils only the item it lies in. Places
 * are counted in characters, as the parser counts them; the last stretch of bytes
 * is kept so that they can be turned into bytes of the file.
 */

/* What the parser may ask for behind the last content that it has brought forth: a
 * longer text, or run of comments, ends the stream, so that memory is bounded. */
#define YAML_STEP_MAX ((size_t)512 * 1024)
#define YAML_READ_SIZE ((size_t)64 * 1024)
#define YAML_SOURCE_CAPACITY (2 * YAML_STEP_MAX + 8 * YAML_READ_SIZE)
/* Faults that may wait to be taken; with more there the file is no text, and the
 * stream ends. */
#define YAML_FAULTS_MAX 256

struct yaml_fault {
	uint64_t index;  /* characters before it */
	uint64_t offset; /* bytes of the file before it */
	uint64_t line;   /* from 1 */
	uint64_t column;
	uint32_t value; /* the character, or the byte where it is ill-formed */
	bool is_byte;
};

/* A stretch of a file to begin with elsewhere than at its beginning. */
struct yaml_part {
	uint64_t offset;
	uint64_t limit;         /* the byte it ends before, 0: the file's end */
	uint64_t line;          /* of the byte at offset, from 1 */
	uint64_t column;        /* from 1 */
	uint64_t column_before; /* of that, what no text given first makes up for */
	uint64_t debt; /* bytes since the last content before it: see YAML_STEP_MAX */
};

struct yaml_source {
	int fd;
	bool is_stream;   /* read from where it stands, not from places */
	uint8_t *data;    /* YAML_SOURCE_CAPACITY bytes, of which */
	size_t read_size; /* at once, next */
	size_t size;      /* were read */
	size_t checked;   /* were checked */
	size_t given;     /* were given to the parser */
	size_t cursor;    /* lie before the character cursor_index */
	uint64_t base;    /* of data[0] in the file */
	uint64_t cursor_index;
	uint64_t limit;        /* as in struct yaml_part */
	uint64_t debt;         /* until the first step */
	uint64_t floor;        /* characters that are never asked for again */
	uint64_t index;        /* of what is checked */
	uint64_t line;         /* of what is checked, from 0 */
	uint64_t line_index;   /* where it begins */
	uint64_t after_return; /* the index behind the last CR */
	bool started;
	bool ended;    /* the file has no more */
	bool overflow; /* a step was too long: the stream ended there */
	bool is_utf16; /* the stream ended before it began */
	int error;     /* errno of a failed read, or 0 */
	struct yaml_fault faults[YAML_FAULTS_MAX];
	size_t fault_first;
	size_t fault_count;
	bool too_many_faults; /* the stream ended behind the last of them */
};

void yaml_source_init(struct yaml_source *source, int fd, uint8_t *data);

/* Goes to a stretch of a file that can be read from any place. given is how many
 * characters the parser gets before it. */
void yaml_source_restart(
	struct yaml_source *source, const struct yaml_part *part, uint64_t given);

/* Gives at most size bytes; a count of 0 is the end. False where reading failed. */
bool yaml_source_read(
	struct yaml_source *source, uint8_t *to, size_t size, size_t *count);

/* The parser brought some content forth that ends before the character index: nothing
 * before it will be asked for. */
void yaml_source_step(struct yaml_source *source, uint64_t index);

/* The byte of the file at which a character lies. Must not go back. */
uint64_t yaml_source_offset(struct yaml_source *source, uint64_t index);

/* Takes away the faults up to a character. True if there was one; *first is it. */
bool yaml_source_take_faults(
	struct yaml_source *source, uint64_t index, struct yaml_fault *first);

/* The one that would be taken first, or NULL. */
const struct yaml_fault *yaml_source_first_fault(const struct yaml_source *source);

/* Describes a fault. */
enum status yaml_fault_fail(
	const struct yaml_fault *fault, const char *name, struct err *err);

/* Bytes of the file read so far. */
uint64_t yaml_source_position(const struct yaml_source *source);

/* The size of the well-formed UTF-8 sequence that text begins with and its value: 0
 * where it is ill-formed, more than size where it may be, but is cut off. */
size_t yaml_decode(const uint8_t *text, size_t size, uint32_t *value);

/* True for what no text of a file may hold as it is; newline, return and tab it
 * may. */
bool yaml_is_forbidden(uint32_t value);

#endif
