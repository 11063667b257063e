#ifndef SHOP_YAML_YAML_AGAIN_H
#define SHOP_YAML_YAML_AGAIN_H

#include "items/item.h"
#include "yaml/yaml_part.h"

/*
 * The sections of a file, by their numbers in the places of items, and reading an
 * item once more. One thread may add sections while another reads again.
 */
/* Of all documents; those without items are not counted. */
#define YAML_FILE_SECTIONS_MAX 100000

/* item.place.section of an item refused where no item was: what the reader says of no
 * other. */
#define YAML_PLACE_NOWHERE (YAML_PLACE_EMPTY | YAML_PLACE_FAULT)

struct yaml_again;

enum status yaml_again_open(
	int fd, const char *name, struct yaml_again **again, struct err *err);
/* Harmless on NULL. */
void yaml_again_close(struct yaml_again *again);

/* Keeps a copy of a section. *kept is it, for as long as this is open. */
enum status yaml_again_add(struct yaml_again *again,
	const struct yaml_section *section, const struct yaml_section **kept,
	uint32_t *number, struct err *err);

/* What item.place.section is to be: number is a section's, flags what the reader said
 * there. */
uint32_t yaml_again_place(uint32_t number, uint32_t flags);

/* As item_reader_again. */
enum status yaml_again_read(struct yaml_again *again, const struct item_place *place,
	struct arena *arena, struct item *item, struct err *err);

#endif
