#include "csv/html_text.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define NAME_SIZE_MAX 12

struct writer {
	char *text;
	size_t size;
	size_t lines; /* line breaks that are owed before the next word */
	bool blank;   /* so is a blank */
	bool item;    /* so is the mark of a list's item */
	bool keeps;   /* white space stays as it is: no HTML, or within pre */
};

/* What an element does to the text around it. */
static const struct {
	const char *name;
	size_t lines;
} blocks[] = {
	{ "address", 1 },
	{ "article", 2 },
	{ "aside", 2 },
	{ "blockquote", 2 },
	{ "br", 1 },
	{ "dd", 1 },
	{ "div", 1 },
	{ "dl", 2 },
	{ "dt", 1 },
	{ "figure", 2 },
	{ "footer", 2 },
	{ "form", 2 },
	{ "h1", 2 },
	{ "h2", 2 },
	{ "h3", 2 },
	{ "h4", 2 },
	{ "h5", 2 },
	{ "h6", 2 },
	{ "header", 2 },
	{ "hr", 2 },
	{ "li", 1 },
	{ "main", 2 },
	{ "nav", 2 },
	{ "ol", 1 },
	{ "p", 2 },
	{ "pre", 2 },
	{ "section", 2 },
	{ "table", 2 },
	{ "tr", 1 },
	{ "ul", 1 },
};

/* Their content is no text. */
static const char *const unseen[] = { "head", "noscript", "script", "style",
	"template", "title" };

/* The references that descriptions have; those that are none stay as they are. */
static const struct {
	const char *name;
	uint32_t value;
} references[] = {
	{ "amp", '&' },
	{ "apos", '\'' },
	{ "bull", 0x2022 },
	{ "cent", 0xA2 },
	{ "copy", 0xA9 },
	{ "deg", 0xB0 },
	{ "eacute", 0xE9 },
	{ "euro", 0x20AC },
	{ "frac12", 0xBD },
	{ "frac14", 0xBC },
	{ "frac34", 0xBE },
	{ "gt", '>' },
	{ "hellip", 0x2026 },
	{ "laquo", 0xAB },
	{ "ldquo", 0x201C },
	{ "lsquo", 0x2018 },
	{ "lt", '<' },
	{ "mdash", 0x2014 },
	{ "micro", 0xB5 },
	{ "middot", 0xB7 },
	{ "nbsp", ' ' },
	{ "ndash", 0x2013 },
	{ "ouml", 0xF6 },
	{ "Ouml", 0xD6 },
	{ "plusmn", 0xB1 },
	{ "pound", 0xA3 },
	{ "quot", '"' },
	{ "raquo", 0xBB },
	{ "rdquo", 0x201D },
	{ "reg", 0xAE },
	{ "rsquo", 0x2019 },
	{ "shy", 0 },
	{ "szlig", 0xDF },
	{ "thinsp", ' ' },
	{ "times", 0xD7 },
	{ "trade", 0x2122 },
	{ "auml", 0xE4 },
	{ "Auml", 0xC4 },
	{ "uuml", 0xFC },
	{ "Uuml", 0xDC },
	{ "agrave", 0xE0 },
	{ "aacute", 0xE1 },
	{ "acirc", 0xE2 },
	{ "aring", 0xE5 },
	{ "ccedil", 0xE7 },
	{ "egrave", 0xE8 },
	{ "ecirc", 0xEA },
	{ "euml", 0xEB },
	{ "iacute", 0xED },
	{ "icirc", 0xEE },
	{ "ntilde", 0xF1 },
	{ "oacute", 0xF3 },
	{ "ocirc", 0xF4 },
	{ "oslash", 0xF8 },
	{ "uacute", 0xFA },
	{ "sup2", 0xB2 },
	{ "sup3", 0xB3 },
	{ "yen", 0xA5 },
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* A word is coming: what is owed goes before it. */
static void
settle(struct writer *writer)
{
	if (writer->size > 0 && writer->lines > 0) {
		size_t i;

		for (i = 0; i < writer->lines; i++)
			writer->text[writer->size++] = '\n';
	} else if (writer->size > 0 && writer->blank) {
		writer->text[writer->size++] = ' ';
	}
	if (writer->item) {
		writer->text[writer->size++] = '-';
		writer->text[writer->size++] = ' ';
	}
	writer->lines = 0;
	writer->blank = writer->item = false;
}

static void
put(struct writer *writer, char c)
{
	bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';

	if (!space) {
		settle(writer);
		writer->text[writer->size++] = c;
	} else if (writer->keeps && c == '\n') {
		writer->lines += writer->lines < 2 ? 1 : 0;
	} else {
		writer->blank = true;
	}
}

static void
break_lines(struct writer *writer, size_t lines)
{
	if (writer->lines < lines)
		writer->lines = lines;
}

static void
put_character(struct writer *writer, uint32_t value)
{
	char text[4];
	size_t size = 0;
	size_t i;

	if (value < 0x80) {
		text[size++] = (char)value;
	} else if (value < 0x800) {
		text[size++] = (char)(0xC0 | value >> 6);
		text[size++] = (char)(0x80 | (value & 0x3F));
	} else if (value < 0x10000) {
		text[size++] = (char)(0xE0 | value >> 12);
		text[size++] = (char)(0x80 | (value >> 6 & 0x3F));
		text[size++] = (char)(0x80 | (value & 0x3F));
	} else {
		text[size++] = (char)(0xF0 | value >> 18);
		text[size++] = (char)(0x80 | (value >> 12 & 0x3F));
		text[size++] = (char)(0x80 | (value >> 6 & 0x3F));
		text[size++] = (char)(0x80 | (value & 0x3F));
	}
	for (i = 0; i < size; i++)
		put(writer, text[i]);
}

/* A character that a number may stand for in a text: none is a control. */
static bool
is_character(unsigned long value)
{
	return value == '\t' || value == '\n' || (value >= 0x20 && value < 0x7F) ||
	       (value >= 0xA0 && value < 0xD800) ||
	       (value >= 0xE000 && value <= 0x10FFFF);
}

static bool
number_of(const char *name, uint32_t *value)
{
	bool hexadecimal = name[1] == 'x' || name[1] == 'X';
	const char *digits = name + (hexadecimal ? 2 : 1);
	char *end;
	unsigned long number;

	if (strspn(digits, hexadecimal ? "0123456789abcdefABCDEF" : "0123456789") !=
		strlen(digits))
		return false;
	number = strtoul(digits, &end, hexadecimal ? 16 : 10);
	if (end == digits || !is_character(number))
		return false;
	*value = (uint32_t)number;
	return true;
}

static bool
reference_of(const char *name, uint32_t *value)
{
	size_t i;

	if (name[0] == '#')
		return number_of(name, value);
	for (i = 0; i < COUNT(references); i++) {
		if (strcmp(references[i].name, name) == 0) {
			*value = references[i].value;
			return true;
		}
	}
	return false;
}

/* Behind a reference, or behind its & where it is none. */
static const char *
take_reference(struct writer *writer, const char *at, const char *end)
{
	char name[NAME_SIZE_MAX];
	size_t size = 0;
	uint32_t value;

	while (at + 1 + size < end && size < sizeof(name) - 1 &&
		at[1 + size] != ';' && (unsigned char)at[1 + size] > ' ') {
		name[size] = at[1 + size];
		size++;
	}
	name[size] = '\0';
	if (at + 1 + size == end || at[1 + size] != ';' ||
		!reference_of(name, &value)) {
		put(writer, '&');
		return at + 1;
	}
	if (value > 0)
		put_character(writer, value);
	return at + size + 2;
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
begins_tag(const char *at, const char *end)
{
	if (at + 1 >= end)
		return false;
	return is_letter(at[1]) || at[1] == '!' || at[1] == '?' ||
	       (at[1] == '/' && at + 2 < end && is_letter(at[2]));
}

static void
tag_name(const char *at, const char *end, char name[NAME_SIZE_MAX])
{
	size_t size = 0;

	while (at < end && size < NAME_SIZE_MAX - 1 &&
		(is_letter(*at) || (size > 0 && *at >= '0' && *at <= '9')))
		name[size++] = *at++;
	name[size] = '\0';
}

/* Behind the tag's >, which in quotes is none. A tag that does not end goes on to
 * the end of the text. */
static const char *
tag_end(const char *at, const char *end)
{
	char quote = '\0';

	for (; at < end; at++) {
		if (quote)
			quote = *at == quote ? '\0' : quote;
		else if (*at == '"' || *at == '\'')
			quote = *at;
		else if (*at == '>')
			return at + 1;
	}
	return end;
}

/* Behind the end tag of an element whose content is no text. */
static const char *
skip_content(const char *at, const char *end, const char *name)
{
	size_t size = strlen(name);

	for (; (at = memchr(at, '<', (size_t)(end - at))); at++)
		if ((size_t)(end - at) > size + 2 && at[1] == '/' &&
			strncasecmp(at + 2, name, size) == 0)
			return tag_end(at + 2 + size, end);
	return end;
}

static const char *
skip_comment(const char *at, const char *end)
{
	const char *found = NULL;

	if (end - at >= 4 && at[2] == '-' && at[3] == '-')
		found = memmem(at + 4, (size_t)(end - at) - 4, "-->", 3);
	else
		return tag_end(at, end);
	return found ? found + 3 : end;
}

static void
apply_tag(struct writer *writer, const char *name, bool closes)
{
	size_t i;

	for (i = 0; i < COUNT(blocks); i++) {
		if (strcasecmp(blocks[i].name, name) != 0)
			continue;
		if (strcasecmp(name, "br") == 0)
			writer->lines += writer->lines < 2 ? 1 : 0;
		else
			break_lines(writer, blocks[i].lines);
	}
	if (strcasecmp(name, "li") == 0)
		writer->item = !closes;
	else if (strcasecmp(name, "td") == 0 || strcasecmp(name, "th") == 0)
		writer->blank = true;
	else if (strcasecmp(name, "pre") == 0)
		writer->keeps = !closes;
}

static const char *
take_tag(struct writer *writer, const char *at, const char *end)
{
	char name[NAME_SIZE_MAX];
	bool closes = at[1] == '/';
	const char *behind;
	size_t i;

	if (at[1] == '!')
		return skip_comment(at, end);
	tag_name(at + (closes ? 2 : 1), end, name);
	behind = tag_end(at + 1, end);
	for (i = 0; !closes && i < COUNT(unseen); i++)
		if (strcasecmp(unseen[i], name) == 0)
			return skip_content(behind, end, name);
	apply_tag(writer, name, closes);
	return behind;
}

static bool
has_tags(const char *at, const char *end)
{
	for (; (at = memchr(at, '<', (size_t)(end - at))); at++)
		if (begins_tag(at, end))
			return true;
	return false;
}

/* Nothing grows: what is owed before a word was in the text as a tag or white space,
 * but for the mark and two line breaks of "<p>" and "<li>" without more; each of
 * them is three bytes at least. */
enum status
html_to_text(struct arena *arena, const char *html, size_t size, const char **text,
	struct err *err)
{
	const char *end = html + size;
	struct writer writer = { .keeps = !has_tags(html, end) };
	const char *at = html;

	TRY(arena_take_raw(arena, size * 2 + 1, &writer.text, err));
	while (at < end) {
		if (*at == '<' && begins_tag(at, end))
			at = take_tag(&writer, at, end);
		else if (*at == '&')
			at = take_reference(&writer, at, end);
		else
			put(&writer, *at++);
	}
	writer.text[writer.size] = '\0';
	*text = writer.text;
	return ST_OK;
}
