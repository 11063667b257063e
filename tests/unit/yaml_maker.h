#ifndef SHOP_TESTS_UNIT_YAML_MAKER_H
#define SHOP_TESTS_UNIT_YAML_MAKER_H

#include <stdio.h>

#include "chance.h"

/* Writes a catalogue file by chance: documents, sections in blocks of any indent and
 * in flows, items with every kind of scalar, some of whose lines look like items,
 * comments, CRLF, a byte order mark. It can be read unless chance spoils it. */
void make_yaml(FILE *file, struct chance *chance);

/* Changes some bytes of it. */
void spoil_yaml(char *yaml, size_t size, struct chance *chance);

#endif
