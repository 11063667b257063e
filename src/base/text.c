#include "base/text.h"

#include <stdio.h>
#include <string.h>

#include <utf8proc.h>

#include "base/bytes.h"

/* The top bit and one value in each of eight bytes, which go through at once. */
#define EIGHT(byte) (UINT64_C(0x0101010101010101) * (byte))
#define TOP_BITS EIGHT(0x80)

/* A letter with all that belongs to it. Unicode's stream-safe form allows 30 marks
 * in a row; a longer row is folded in pieces. */
#define CLUSTER_POINTS_MAX 31
/* No character becomes more than this many (U+FDFA). */
#define DECOMPOSED_MAX 18

#define FOLDING \
	(UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD | \
		UTF8PROC_IGNORE)

#define CONTROL(hex) "control character U+00" hex
#define CONTROL_ROW(high) \
	CONTROL(high "0"), CONTROL(high "1"), CONTROL(high "2"), CONTROL(high "3"), \
		CONTROL(high "4"), CONTROL(high "5"), CONTROL(high "6"), \
		CONTROL(high "7"), CONTROL(high "8"), CONTROL(high "9"), \
		CONTROL(high "A"), CONTROL(high "B"), CONTROL(high "C"), \
		CONTROL(high "D"), CONTROL(high "E"), CONTROL(high "F")

static const char *const c0_reasons[] = { CONTROL_ROW("0"), CONTROL_ROW("1") };

static bool
is_ascii(char c)
{
	return (unsigned char)c < 0x80;
}

/* The size of the character at at, or 0 where it is ill-formed. */
static size_t
decode(const char *at, const char *end, int32_t *point)
{
	utf8proc_ssize_t size =
		utf8proc_iterate((const utf8proc_uint8_t *)at, end - at, point);

	return size > 0 ? (size_t)size : 0;
}

static size_t
ascii_size(const char *text, size_t size)
{
	size_t done = 0;
	uint64_t eight;

	for (; size - done >= sizeof(eight); done += sizeof(eight)) {
		memcpy(&eight, text + done, sizeof(eight));
		if (eight & TOP_BITS)
			break;
	}
	while (done < size && is_ascii(text[done]))
		done++;
	return done;
}

bool
text_is_utf8(const char *text, size_t size)
{
	const char *at = text;
	const char *end = text + size;
	int32_t point;

	for (at += ascii_size(at, size); at < end;) {
		size_t step = is_ascii(*at) ? 1 : decode(at, end, &point);

		if (step == 0)
			return false;
		at += step;
	}
	return true;
}

static const char *
control_reason(int32_t point)
{
	if (point < 0x20)
		return c0_reasons[point];
	return point == 0x7F ? CONTROL("7F") : NULL;
}

/* Why what stands at at must not, or NULL; *step is its size. */
static const char *
forbidden_reason(const char *at, const char *end, const char *allowed, size_t *step)
{
	int32_t point = (unsigned char)*at;

	*step = 1;
	if (is_ascii(*at) && *at != '\0' && strchr(allowed, *at))
		return NULL;
	if (!is_ascii(*at))
		*step = decode(at, end, &point);
	return *step == 0 ? "invalid UTF-8" : control_reason(point);
}

/* How many bytes from the beginning are printable ASCII; others may be, too. */
static size_t
printable_size(const char *text, size_t size)
{
	size_t done = 0;
	uint64_t eight;

	for (; size - done >= sizeof(eight); done += sizeof(eight)) {
		memcpy(&eight, text + done, sizeof(eight));
		/* A top bit is set by what has one, is below " ", or is DEL. */
		if ((eight | (eight - EIGHT(' ')) |
			    ((eight ^ EIGHT(0x7F)) - EIGHT(1))) &
			TOP_BITS)
			break;
	}
	while (done < size && text[done] >= ' ' && text[done] < 0x7F)
		done++;
	return done;
}

bool
text_find_forbidden(const char *text, size_t size, const char *allowed,
	size_t *offset, const char **reason)
{
	const char *end = text + size;
	size_t step;

	for (const char *at = text; at < end; at += step) {
		const char *found;

		step = printable_size(at, (size_t)(end - at));
		if (step > 0)
			continue;
		found = forbidden_reason(at, end, allowed, &step);
		if (found) {
			*offset = (size_t)(at - text);
			*reason = found;
			return true;
		}
	}
	return false;
}

/* Copies ASCII in lower case up to the first byte that is none; returns how many. */
static size_t
lower_ascii(uint8_t *to, const char *text, size_t size)
{
	size_t done = 0;
	uint64_t eight;

	for (; size - done >= sizeof(eight); done += sizeof(eight)) {
		uint64_t capitals;

		memcpy(&eight, text + done, sizeof(eight));
		if (eight & TOP_BITS)
			break;
		/* Above "@" and not above "Z" leaves the top bit set. */
		capitals = (eight + EIGHT(0x7F - '@')) & ~(eight + EIGHT(0x7F - 'Z'));
		eight |= (capitals & TOP_BITS) >> 2;
		memcpy(to + done, &eight, sizeof(eight));
	}
	for (; done < size && is_ascii(text[done]); done++) {
		uint8_t c = (uint8_t)text[done];

		to[done] = c >= 'A' && c <= 'Z' ? (uint8_t)(c + 0x20) : c;
	}
	return done;
}

static bool
is_mark(utf8proc_propval_t category)
{
	return category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME;
}

/* True for what may merge with the character before it: marks, what folding drops,
 * and the letters of Hangul and half-width voice marks, which compose too. */
static bool
joins_before(int32_t point)
{
	const utf8proc_property_t *property;

	if (point >= 0x1160 && point <= 0x11FF)
		return true;
	if (point >= 0x3131 && point <= 0x318E)
		return true;
	if (point >= 0xFF9E && point <= 0xFFDC)
		return true;
	property = utf8proc_get_property(point);
	return is_mark(property->category) || property->ignorable;
}

/* How many bytes from at must be folded together; 0 where it is ill-formed. */
static size_t
cluster_size(const char *at, const char *end)
{
	int32_t point;
	size_t size = decode(at, end, &point);

	for (int points = 1; size > 0 && points < CLUSTER_POINTS_MAX; points++) {
		size_t step = 0;

		if (at + size < end && !is_ascii(at[size]))
			step = decode(at + size, end, &point);
		if (step == 0 || !joins_before(point))
			break;
		size += step;
	}
	return size;
}

static utf8proc_ssize_t
drop_marks(int32_t *points, utf8proc_ssize_t count)
{
	utf8proc_ssize_t kept = 0;

	for (utf8proc_ssize_t i = 0; i < count; i++)
		if (!is_mark(utf8proc_get_property(points[i])->category))
			points[kept++] = points[i];
	return kept;
}

/* Marks go after the decomposition and not by UTF8PROC_STRIPMARK, which drops U+0345
 * before it is folded to a letter, so that equivalent texts would differ. */
static enum status
fold_cluster(struct buffer *buffer, const char **at, const char *end, bool keep_marks,
	struct err *err)
{
	int32_t points[CLUSTER_POINTS_MAX * DECOMPOSED_MAX + 1];
	size_t size = cluster_size(*at, end);
	utf8proc_ssize_t count;

	if (size == 0) {
		*at += 1;
		return buffer_append_text(buffer, "\uFFFD", err);
	}
	count = utf8proc_decompose((const utf8proc_uint8_t *)*at,
		(utf8proc_ssize_t)size, points, CLUSTER_POINTS_MAX * DECOMPOSED_MAX,
		FOLDING);
	invariant(count >= 0 && count <= CLUSTER_POINTS_MAX * DECOMPOSED_MAX);
	*at += size;
	if (!keep_marks)
		count = drop_marks(points, count);
	count = utf8proc_reencode(points, count, FOLDING);
	invariant(count >= 0);
	return buffer_append(buffer, points, (size_t)count, err);
}

static enum status
fold(struct bytes text, bool keep_marks, struct arena *arena, const char **out,
	struct err *err)
{
	struct buffer buffer = { .arena = arena, .capacity = text.size + 1 };
	const char *at = (const char *)text.data;
	const char *end = at + text.size;

	TRY(arena_take(arena, buffer.capacity, 1, &buffer.data, err));
	while (at < end) {
		size_t left = (size_t)(end - at);
		size_t plain;

		TRY(buffer_reserve(&buffer, left, err));
		plain = lower_ascii(buffer.data + buffer.size, at, left);
		/* A mark may follow the last one. */
		if (plain > 0 && plain < left)
			plain--;
		buffer.size += plain;
		at += plain;
		if (at < end)
			TRY(fold_cluster(&buffer, &at, end, keep_marks, err));
	}
	TRY(buffer_append(&buffer, "", 1, err));
	*out = (const char *)buffer.data;
	return ST_OK;
}

enum status
text_fold(struct arena *arena, const char *text, size_t size, const char **out,
	struct err *err)
{
	return fold((struct bytes){ (const uint8_t *)text, size }, false, arena, out,
		err);
}

enum status
text_fold_case(struct arena *arena, const char *text, size_t size, const char **out,
	struct err *err)
{
	return fold(
		(struct bytes){ (const uint8_t *)text, size }, true, arena, out, err);
}

/* True where words are made of the character at at; *step is its size. */
static bool
is_word_character(const char *at, const char *end, size_t *step)
{
	char c = *at;
	utf8proc_category_t category;
	int32_t point;
	size_t size;

	*step = 1;
	if (is_ascii(c))
		return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
		       (c >= 'A' && c <= 'Z');
	size = decode(at, end, &point);
	if (size == 0)
		return false;
	*step = size;
	category = utf8proc_category(point);
	return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

bool
text_next_word(const char **at, const char *end, struct text_word *word)
{
	const char *from = *at;
	const char *behind;
	size_t step;

	while (from < end && !is_word_character(from, end, &step))
		from += step;
	behind = from;
	while (behind < end && is_word_character(behind, end, &step))
		behind += step;
	*at = behind;
	if (from == behind)
		return false;
	*word = (struct text_word){ from, (size_t)(behind - from) };
	return true;
}

/* Steps over one character; *columns is what it needs. */
static const char *
column_step(const char *at, const char *end, size_t *columns)
{
	int32_t point;
	size_t size;

	if (is_ascii(*at)) {
		*columns = *at >= ' ' && *at != 0x7F;
		return at + 1;
	}
	size = decode(at, end, &point);
	*columns = size > 0 ? (size_t)utf8proc_charwidth(point) : 1;
	return at + (size > 0 ? size : 1);
}

size_t
text_width(const char *text, size_t size)
{
	const char *end = text + size;
	size_t width = 0;
	size_t columns;

	for (const char *at = text; at < end; width += columns)
		at = column_step(at, end, &columns);
	return width;
}

size_t
text_fit(const char *text, size_t size, size_t columns)
{
	const char *end = text + size;
	const char *at = text;

	while (at < end) {
		size_t needed;
		const char *behind = column_step(at, end, &needed);

		if (needed > columns)
			break;
		columns -= needed;
		at = behind;
	}
	return (size_t)(at - text);
}

static bool
is_shown(int32_t point)
{
	switch (utf8proc_category(point)) {
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return false;
	default:
		return true;
	}
}

/* The first thing from at that a terminal must not be given as it is. */
static const char *
find_hidden(const char *at, const char *end, bool keep_lines)
{
	while (at < end) {
		size_t step = 1;
		int32_t point;

		if (is_ascii(*at)) {
			bool is_line = *at == '\n' || *at == '\t';

			if ((*at < ' ' || *at == 0x7F) && !(keep_lines && is_line))
				break;
		} else {
			step = decode(at, end, &point);
			if (step == 0 || !is_shown(point))
				break;
		}
		at += step;
	}
	return at;
}

/* Names what stands at at, and returns its size. */
static size_t
name_hidden(const char *at, const char *end, char name[16])
{
	int32_t point;
	size_t size = decode(at, end, &point);

	if (*at == '\n' || *at == '\t')
		snprintf(name, 16, "\\%c", *at == '\n' ? 'n' : 't');
	else if (size < 2)
		snprintf(name, 16, "\\x%02x", (unsigned)(unsigned char)*at);
	else
		snprintf(name, 16, "\\u{%04x}", (unsigned)point);
	return size > 0 ? size : 1;
}

enum status
text_escape_terminal(struct arena *arena, const char *text, size_t size,
	bool keep_lines, const char **out, struct err *err)
{
	struct buffer buffer = { .arena = arena, .capacity = size + 1 };
	const char *end = text + size;
	const char *at = text;

	TRY(arena_take(arena, buffer.capacity, 1, &buffer.data, err));
	while (at < end) {
		const char *hidden = find_hidden(at, end, keep_lines);
		char name[16] = "";

		TRY(buffer_append(&buffer, at, (size_t)(hidden - at), err));
		at = hidden;
		if (at < end)
			at += name_hidden(at, end, name);
		TRY(buffer_append_text(&buffer, name, err));
	}
	TRY(buffer_append(&buffer, "", 1, err));
	*out = (const char *)buffer.data;
	return ST_OK;
}
