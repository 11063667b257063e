#include "yaml/yaml_source.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#define EVERY_BYTE(value) (UINT64_C(0x0101010101010101) * (value))
#define HIGH_BITS EVERY_BYTE(0x80)

/* Moving what is kept to the front is dear only if it is done for every block. */
#define DISCARD_MIN (2 * YAML_READ_SIZE)

/* A part may be read for one item. */
#define READ_SIZE_MIN ((size_t)4 * 1024)

void
yaml_source_init(struct yaml_source *source, int fd, uint8_t *data)
{
	*source = (struct yaml_source){ .fd = fd,
		.is_stream = true,
		.data = data,
		.read_size = YAML_READ_SIZE,
		.after_return = UINT64_MAX };
}

void
yaml_source_restart(
	struct yaml_source *source, const struct yaml_part *part, uint64_t given)
{
	*source = (struct yaml_source){
		.fd = source->fd,
		.data = source->data,
		.read_size = READ_SIZE_MIN,
		.base = part->offset,
		.limit = part->limit,
		.debt = part->debt,
		.cursor_index = given,
		.floor = given,
		.index = given,
		.line = part->line - 1,
		.line_index = given + 1 - part->column,
		.after_return = UINT64_MAX,
		.started = true,
	};
}

static uint64_t
load(const uint8_t *from)
{
	uint64_t word;

	memcpy(&word, from, sizeof(word));
	return word;
}

size_t
yaml_decode(const uint8_t *text, size_t size, uint32_t *value)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t length = text[0] < 0x80             ? 1
			: (text[0] & 0xE0) == 0xC0 ? 2
			: (text[0] & 0xF0) == 0xE0 ? 3
			: (text[0] & 0xF8) == 0xF0 ? 4
						   : 0;
	uint32_t read = length < 2 ? text[0] : text[0] & (0x7FU >> length);

	for (size_t i = 1; i < length && i < size; i++) {
		if ((text[i] & 0xC0) != 0x80)
			return 0;
		read = read << 6 | (text[i] & 0x3FU);
	}
	if (length > size)
		return length;
	if (length == 0 || read < least[length] || read > 0x10FFFF ||
		(read >= 0xD800 && read <= 0xDFFF))
		return 0;
	*value = read;
	return length;
}

bool
yaml_is_forbidden(uint32_t value)
{
	if (value < 0x20)
		return value != '\n' && value != '\r' && value != '\t';
	return (value >= 0x7F && value <= 0x9F) || value == 0x2028 ||
	       value == 0x2029 || value == 0xFFFE || value == 0xFFFF;
}

static void
note_fault(struct yaml_source *source, uint32_t value, bool is_byte)
{
	size_t place = (source->fault_first + source->fault_count) % YAML_FAULTS_MAX;

	source->faults[place] = (struct yaml_fault){
		.index = source->index,
		.offset = source->base + source->checked,
		.line = source->line + 1,
		.column = source->index - source->line_index + 1,
		.value = value,
		.is_byte = is_byte,
	};
	source->fault_count++;
}

/* A control character becomes blank, as it may stand alone on a line or end one;
 * anything else a part of a word, as an accented letter in another encoding is. */
static void
mask(struct yaml_source *source, size_t size, uint8_t with)
{
	memset(source->data + source->checked, with, size);
	source->checked += size;
	source->index += size;
}

static void
check_line_break(struct yaml_source *source, uint8_t byte)
{
	bool second_half = byte == '\n' && source->after_return == source->index;

	source->checked++;
	source->index++;
	source->line_index = source->index;
	if (!second_half)
		source->line++;
	if (byte == '\r')
		source->after_return = source->index;
}

/* False if the rest of the character was not read yet. */
static bool
check_character(struct yaml_source *source)
{
	const uint8_t *at = source->data + source->checked;
	uint32_t value;
	size_t left = source->size - source->checked;
	size_t length = yaml_decode(at, left, &value);

	if (length > left && !source->ended)
		return false;
	if (length == 0 || length > left) {
		note_fault(source, *at, true);
		mask(source, 1, '_');
	} else if (yaml_is_forbidden(value)) {
		note_fault(source, value, false);
		mask(source, length, value < 0x100 ? ' ' : '_');
	} else if (value == '\n' || value == '\r') {
		check_line_break(source, *at);
	} else {
		source->checked += length;
		source->index++;
	}
	return true;
}

static void
check(struct yaml_source *source, size_t end)
{
	while (source->checked < end && source->fault_count < YAML_FAULTS_MAX) {
		uint64_t word;

		if (end - source->checked >= sizeof(word)) {
			word = load(source->data + source->checked);
			/* Nothing below a space, and nothing from DEL on. */
			if ((((word - EVERY_BYTE(0x20)) | word |
				     (word + EVERY_BYTE(1))) &
				    HIGH_BITS) == 0) {
				source->checked += sizeof(word);
				source->index += sizeof(word);
				continue;
			}
		}
		if (!check_character(source))
			return;
	}
}

static void
move_cursor(struct yaml_source *source, uint64_t index)
{
	while (source->cursor_index < index && source->cursor < source->checked) {
		const uint8_t *at = source->data + source->cursor;

		if (index - source->cursor_index >= 8 &&
			source->checked - source->cursor >= 8 &&
			(load(at) & HIGH_BITS) == 0) {
			source->cursor += 8;
			source->cursor_index += 8;
			continue;
		}
		do
			source->cursor++;
		while (source->cursor < source->checked &&
			(source->data[source->cursor] & 0xC0) == 0x80);
		source->cursor_index++;
	}
}

static void
discard(struct yaml_source *source)
{
	size_t gone;

	move_cursor(source, source->floor);
	gone = source->cursor;
	if (gone < DISCARD_MIN)
		return;
	memmove(source->data, source->data + gone, source->size - gone);
	source->base += gone;
	source->size -= gone;
	source->checked -= gone;
	source->given -= gone;
	source->cursor = 0;
}

static ssize_t
read_some(struct yaml_source *source, size_t size)
{
	uint8_t *to = source->data + source->size;
	uint64_t at = source->base + source->size;
	ssize_t count;

	if (source->limit > 0 && source->limit - at < size)
		size = source->limit - at;
	do
		count = source->is_stream ? read(source->fd, to, size)
					  : pread(source->fd, to, size, (off_t)at);
	while (count < 0 && errno == EINTR);
	return count;
}

static bool
fill(struct yaml_source *source)
{
	size_t room;
	ssize_t count;

	discard(source);
	room = YAML_SOURCE_CAPACITY - source->size;
	if (room == 0) {
		source->overflow = true;
		return true;
	}
	count = read_some(
		source, room < source->read_size ? room : source->read_size);
	if (count < 0) {
		source->error = errno;
		return false;
	}
	if (source->read_size < YAML_READ_SIZE)
		source->read_size *= 2;
	source->size += (size_t)count;
	source->ended = count == 0;
	return true;
}

/* A byte order mark is no character of the stream: the parser, when told the
 * encoding, would count it as the first column. */
static bool
start(struct yaml_source *source)
{
	const uint8_t *data = source->data;

	while (source->size < 3 && !source->ended) {
		if (!fill(source))
			return false;
	}
	source->started = true;
	if (source->size >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0) {
		source->checked = 3;
		source->given = 3;
		source->cursor = 3;
	} else if (source->size >= 2 && (memcmp(data, "\xFF\xFE", 2) == 0 ||
						memcmp(data, "\xFE\xFF", 2) == 0)) {
		source->is_utf16 = true;
	}
	return true;
}

/* True when something is there to be given, or nothing ever will. */
static bool
is_ready(const struct yaml_source *source)
{
	return source->given < source->checked || source->too_many_faults ||
	       source->overflow || source->is_utf16 ||
	       (source->ended && source->checked == source->size);
}

/* How much the parser may be given, of what is ready. */
static size_t
allowed(struct yaml_source *source, size_t ready)
{
	size_t end = source->given + ready + source->debt;

	if (end <= source->cursor + YAML_STEP_MAX)
		return ready;
	move_cursor(source, source->floor);
	if (end <= source->cursor + YAML_STEP_MAX)
		return ready;
	end = source->cursor + YAML_STEP_MAX;
	return end > source->given + source->debt ? end - source->given - source->debt
						  : 0;
}

/* Until something is ready to be given. */
static bool
make_ready(struct yaml_source *source, size_t size)
{
	while (!is_ready(source)) {
		size_t unchecked = source->size - source->checked;

		if (source->fault_count == YAML_FAULTS_MAX) {
			source->too_many_faults = true;
			return true;
		}
		check(source,
			source->checked + (unchecked < size ? unchecked : size));
		if (!is_ready(source) && source->fault_count < YAML_FAULTS_MAX &&
			!fill(source))
			return false;
	}
	return true;
}

bool
yaml_source_read(struct yaml_source *source, uint8_t *to, size_t size, size_t *count)
{
	size_t ready;

	if ((!source->started && !start(source)) || !make_ready(source, size))
		return false;
	ready = source->is_utf16 ? 0 : source->checked - source->given;
	ready = ready < size ? ready : size;
	if (ready > 0) {
		ready = source->overflow ? 0 : allowed(source, ready);
		source->overflow = ready == 0;
	}
	memcpy(to, source->data + source->given, ready);
	source->given += ready;
	*count = ready;
	return true;
}

void
yaml_source_step(struct yaml_source *source, uint64_t index)
{
	source->debt = 0;
	source->floor = index;
}

uint64_t
yaml_source_offset(struct yaml_source *source, uint64_t index)
{
	move_cursor(source, index);
	return source->base + source->cursor;
}

bool
yaml_source_take_faults(
	struct yaml_source *source, uint64_t index, struct yaml_fault *first)
{
	bool found = false;

	while (source->fault_count > 0 &&
		source->faults[source->fault_first].index <= index) {
		if (!found)
			*first = source->faults[source->fault_first];
		found = true;
		source->fault_first = (source->fault_first + 1) % YAML_FAULTS_MAX;
		source->fault_count--;
	}
	return found;
}

const struct yaml_fault *
yaml_source_first_fault(const struct yaml_source *source)
{
	return source->fault_count > 0 ? &source->faults[source->fault_first] : NULL;
}

enum status
yaml_fault_fail(const struct yaml_fault *fault, const char *name, struct err *err)
{
	if (fault->is_byte)
		return fail_at(err, name, fault->line, fault->column,
			"byte 0x%02" PRIX32
			" is not valid UTF-8 (save the file as UTF-8)",
			fault->value);
	if (fault->value == 0x85 || fault->value == 0x2028 || fault->value == 0x2029)
		return fail_at(err, name, fault->line, fault->column,
			"U+%04" PRIX32
			" is a line break in YAML (write \"\\u%04" PRIX32
			"\" where a text must have it)",
			fault->value, fault->value);
	if (fault->value < 0x80)
		return fail_at(err, name, fault->line, fault->column,
			"control character U+%04" PRIX32, fault->value);
	return fail_at(err, name, fault->line, fault->column,
		"%s U+%04" PRIX32 " (write \"\\u%04" PRIX32
		"\" where a text must have it)",
		fault->value < 0x100 ? "control character" : "not a character:",
		fault->value, fault->value);
}

uint64_t
yaml_source_position(const struct yaml_source *source)
{
	return source->base + source->size;
}
