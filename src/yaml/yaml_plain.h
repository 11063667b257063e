#ifndef SHOP_YAML_YAML_PLAIN_H
#define SHOP_YAML_YAML_PLAIN_H

#include "items/item.h"
#include "yaml/yaml_part.h"

/*
 * Reads items of the plainest kind without the parser, many times as fast: block maps
 * of simple keys and of values that stand in one line, plain or in quotes without
 * escapes, with nothing else between the lines. It knows no errors: whatever is not
 * certainly of that kind, and right, is left to the parser from the item's first line
 * on. Most of a supplier's file is of that kind.
 */
struct yaml_plain {
	int fd;
	const char *name;
	size_t capacity;
	char *window; /* capacity bytes, of which */
	size_t size;  /* were read; a whole part */
	size_t at;    /* the line of the next item's '-', or the end */
	uint64_t line;
	const struct yaml_section *section;
	size_t indent;   /* of the section's items */
	uint64_t offset; /* of the window in the file */
};

/* Begins with a part; at is at its end where it cannot be read so. */
void yaml_plain_begin(struct yaml_plain *plain, const struct yaml_section *section,
	const struct yaml_part *part);

/* The next item. False at the part's end, and where the parser has to go on from
 * plain->at. */
bool yaml_plain_next(
	struct yaml_plain *plain, struct arena *arena, struct item *item);

#endif
