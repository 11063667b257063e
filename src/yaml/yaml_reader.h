#ifndef SHOP_YAML_YAML_READER_H
#define SHOP_YAML_YAML_READER_H

#include "yaml/yaml_events.h"
#include "yaml/yaml_part.h"
#include "yaml/yaml_source.h"

/* The reader's own, for yaml.c and yaml_part.c. */
enum yaml_place {
	YAML_BEFORE_STREAM,
	YAML_BEFORE_PART, /* what comes from the text given first is passed over */
	YAML_BETWEEN_DOCUMENTS,
	YAML_IN_DOCUMENT, /* where a section or the document's end comes */
	YAML_IN_SECTION,  /* where an item or the section's end comes */
	YAML_AT_END,
	YAML_BROKEN, /* nothing more can be read */
};

struct yaml_reader {
	struct arena memory; /* holds this */
	struct yaml_events *events;
	const struct yaml_event *event;
	struct yaml_source source;
	const char *name;
	enum yaml_place place;
	bool block_map; /* the document's */
	uint64_t map_line;
	uint64_t map_column;
	struct arena arena; /* the document's section names */
	struct yaml_section sections[YAML_SECTIONS_MAX];
	size_t section_count;
	uint32_t section_number; /* of all so far */
	bool section_is_empty;   /* as yet */
	struct arena before;     /* what a part is given first */
	bool in_part;            /* the section's items end with what is read */
	bool whole;
	struct err broken;
};

#endif
