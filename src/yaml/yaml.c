#include "yaml/yaml.h"

#include <inttypes.h>
#include <string.h>

#include "yaml/yaml_reader.h"
#include "yaml/yaml_tree.h"

/* A refused item is read on to its end, to go on behind it; but the parser takes
 * the longer for each step the deeper it is. */
#define DEPTH_SKIPPED_MAX 64

static enum status
open_source(struct yaml_reader *reader, int fd, struct err *err)
{
	uint8_t *data;

	TRY(arena_take_raw(&reader->memory, YAML_SOURCE_CAPACITY, &data, err));
	yaml_source_init(&reader->source, fd, data);
	return yaml_events_open(&reader->source, reader->name, &reader->events, err);
}

enum status
yaml_reader_open(
	int fd, const char *name, struct yaml_reader **reader, struct err *err)
{
	struct arena memory = { NULL };
	struct yaml_reader *opened;
	enum status status;

	TRY(ARENA_NEW(&memory, 1, &opened, err));
	opened->memory = memory;
	opened->name = name;
	status = open_source(opened, fd, err);
	if (status != ST_OK) {
		yaml_reader_close(opened);
		return status;
	}
	*reader = opened;
	return ST_OK;
}

enum status
yaml_reader_open_file(
	int fd, const char *name, struct yaml_reader **reader, struct err *err)
{
	TRY(yaml_reader_open(fd, name, reader, err));
	(*reader)->source.is_stream = false;
	return ST_OK;
}

void
yaml_reader_close(struct yaml_reader *reader)
{
	struct arena memory;

	if (!reader)
		return;
	yaml_events_close(reader->events);
	arena_free(&reader->arena);
	arena_free(&reader->before);
	memory = reader->memory;
	arena_free(&memory);
}

uint64_t
yaml_reader_position(const struct yaml_reader *reader)
{
	return yaml_source_position(&reader->source);
}

static enum status
next_event(struct yaml_reader *reader, struct err *err)
{
	if (reader->place == YAML_BROKEN) {
		*err = reader->broken;
		return err->status;
	}
	return yaml_events_next(reader->events, &reader->event, err);
}

static enum status
fail_here(struct yaml_reader *reader, const char *message, struct err *err)
{
	return fail_at(err, reader->name, reader->event->line, reader->event->column,
		"%s", message);
}

static enum status
refuse_properties(struct yaml_reader *reader, struct err *err)
{
	const struct yaml_event *event = reader->event;

	if (event->kind == YAML_AT_ALIAS)
		return fail_here(reader,
			"aliases ('*') are not allowed here (quote a text that "
			"begins with '*')",
			err);
	if (event->anchor)
		return fail_here(reader,
			"anchors ('&') are not allowed here (quote a text that "
			"begins with '&')",
			err);
	if (event->tag)
		return fail_here(reader,
			"tags ('!') are not allowed here (quote a text that begins "
			"with '!')",
			err);
	return ST_OK;
}

static enum status
add_event(struct yaml_reader *reader, struct yaml_tree *tree, struct err *err)
{
	const struct yaml_event *event = reader->event;

	TRY(refuse_properties(reader, err));
	if (event->kind == YAML_AT_LIST)
		return yaml_tree_begin(
			tree, ITEM_LIST, event->line, event->column, err);
	if (event->kind == YAML_AT_MAP)
		return yaml_tree_begin(
			tree, ITEM_MAP, event->line, event->column, err);
	if (event->kind != YAML_AT_SCALAR)
		return yaml_tree_end(tree, err);
	return yaml_tree_scalar(tree,
		&(struct yaml_scalar){
			.text = event->text,
			.size = event->size,
			.plain = event->plain,
			.escapes = event->escapes,
			.line = event->line,
			.column = event->column,
		},
		err);
}

/* How the event changes the depth. */
static int
event_depth(const struct yaml_event *event)
{
	switch (event->kind) {
	case YAML_AT_LIST:
	case YAML_AT_MAP:
		return 1;
	case YAML_AT_LIST_END:
	case YAML_AT_MAP_END:
		return -1;
	default:
		return 0;
	}
}

/* Reads on to the end of an item that began at the event. False where the parser
 * finds none: the next call will say why. */
static bool
skip_item(struct yaml_reader *reader, int depth)
{
	struct err err;

	while (depth > 0) {
		if (depth > DEPTH_SKIPPED_MAX)
			return false;
		if (next_event(reader, &err) != ST_OK) {
			reader->place = YAML_BROKEN;
			reader->broken = err;
			return true;
		}
		depth += event_depth(reader->event);
	}
	return true;
}

/* The events of one item, from the one that has come already. */
static enum status
read_tree(struct yaml_reader *reader, struct yaml_tree *tree, bool *recoverable,
	struct err *err)
{
	int depth = event_depth(reader->event);
	enum status status = add_event(reader, tree, err);

	while (status == ST_OK && depth > 0) {
		TRY(next_event(reader, err));
		depth += event_depth(reader->event);
		status = add_event(reader, tree, err);
	}
	*recoverable = status == ST_BAD_DATA && skip_item(reader, depth);
	return status;
}

/* The first byte before the item that no text may hold, between it and the item
 * before: the item is refused for it, and to be found where that byte is. */
static void
place_at_fault(struct yaml_reader *reader, struct item *item)
{
	const struct yaml_fault *fault = yaml_source_first_fault(&reader->source);

	if (!fault || fault->index >= reader->event->index)
		return;
	item->place = (struct item_place){
		.offset = fault->offset,
		.line = fault->line,
		.column = (uint32_t)fault->column,
		.section = YAML_PLACE_FAULT,
	};
}

static void
begin_item(struct yaml_reader *reader, struct item *item)
{
	const struct yaml_event *event = reader->event;

	*item = (struct item){
		.section = reader->sections[reader->section_count - 1].name,
		.column = event->column,
	};
	reader->section_is_empty = false;
	place_at_fault(reader, item);
	item->offset = yaml_source_offset(&reader->source, event->index);
	if (item->place.section == YAML_PLACE_FAULT)
		return;
	item->place = (struct item_place){
		.offset = item->offset,
		.line = event->line,
		.column = (uint32_t)event->column,
		.section = event->kind == YAML_AT_SCALAR &&
					   event->end_index == event->index
				   ? YAML_PLACE_EMPTY
				   : 0,
	};
}

static void
name_root(struct yaml_reader *reader, struct item_node *root)
{
	const struct yaml_section *section =
		&reader->sections[reader->section_count - 1];

	root->key = section->name;
	root->key_size = section->size;
	root->key_line = section->line;
	root->key_column = section->column;
}

/* Faults of bytes count up to where the parser went for the item's end. */
static enum status
read_item(struct yaml_reader *reader, struct arena *arena, struct item *item,
	bool *recoverable, struct err *err)
{
	struct yaml_tree tree = { .arena = arena, .name = reader->name };
	struct yaml_source *source = &reader->source;
	struct yaml_fault fault;
	struct item read;
	enum status status;
	uint64_t end;

	begin_item(reader, &read);
	status = read_tree(reader, &tree, recoverable, err);
	if (status != ST_OK && !*recoverable)
		return status;
	end = yaml_events_content_end(reader->events);
	read.end_offset = yaml_source_offset(source, end);
	read.node = tree.root;
	if (read.node)
		name_root(reader, read.node);
	*item = read;
	if (reader->event->index > end)
		end = reader->event->index;
	if (!yaml_source_take_faults(source, end, &fault))
		return status;
	*recoverable = true;
	return yaml_fault_fail(&fault, reader->name, err);
}

static bool
is_null_event(const struct yaml_event *event)
{
	return event->kind == YAML_AT_SCALAR && event->plain &&
	       yaml_is_null(event->text, event->size);
}

static enum status
begin_document(struct yaml_reader *reader, struct err *err)
{
	if (reader->event->tags)
		return fail_here(reader, "%TAG directives are not allowed here", err);
	TRY(next_event(reader, err));
	TRY(refuse_properties(reader, err));
	reader->section_count = 0;
	arena_free(&reader->arena);
	if (reader->event->kind == YAML_AT_MAP) {
		reader->place = YAML_IN_DOCUMENT;
		reader->block_map = reader->event->block;
		reader->map_line = reader->event->line;
		reader->map_column = reader->event->column;
		return ST_OK;
	}
	if (!is_null_event(reader->event))
		return fail_here(reader,
			"a document must be a map of sections, such as 'products:'",
			err);
	TRY(next_event(reader, err));
	reader->place = YAML_BETWEEN_DOCUMENTS;
	return ST_OK;
}

static enum status
check_section(struct yaml_reader *reader, const struct yaml_section *section,
	struct err *err)
{
	for (size_t i = 0; i < reader->section_count; i++) {
		const struct yaml_section *other = &reader->sections[i];

		if (other->size == section->size &&
			memcmp(other->name, section->name, section->size) == 0)
			return fail_at(err, reader->name, section->line,
				section->column,
				"key '%.*s' is there twice, first on line %" PRIu64,
				yaml_shown(section->name, section->size),
				section->name, other->line);
	}
	if (reader->section_count == YAML_SECTIONS_MAX)
		return fail_here(reader, "more than 64 sections in a document", err);
	return ST_OK;
}

/* A section's name is a key of a map like any other. */
static enum status
read_section_name(struct yaml_reader *reader, struct err *err)
{
	struct yaml_tree tree = { .arena = &reader->arena, .name = reader->name };
	const struct yaml_scalar *key = &tree.levels[0].key;
	struct yaml_section section;

	TRY(yaml_tree_begin(&tree, ITEM_MAP, 0, 0, err));
	TRY(add_event(reader, &tree, err));
	section = (struct yaml_section){
		.name = key->text,
		.size = key->size,
		.line = key->line,
		.column = key->column,
		.map_line = reader->map_line,
		.map_column = reader->map_column,
	};
	TRY(check_section(reader, &section, err));
	reader->sections[reader->section_count++] = section;
	reader->section_number++;
	return ST_OK;
}

static void
hand_out_section(struct yaml_reader *reader, struct item *item)
{
	const struct yaml_section *section =
		&reader->sections[reader->section_count - 1];
	uint64_t offset = yaml_source_offset(&reader->source, reader->event->index);

	*item = (struct item){
		.section = section->name,
		.is_section = true,
		.column = section->column,
		.offset = offset,
		.end_offset = offset,
		.place = { offset, section->line, (uint32_t)section->column, 0 },
	};
}

static enum status
begin_section(struct yaml_reader *reader, struct item *item, struct err *err)
{
	const struct yaml_event *event;
	struct yaml_section *section;

	TRY(read_section_name(reader, err));
	section = &reader->sections[reader->section_count - 1];
	TRY(next_event(reader, err));
	TRY(refuse_properties(reader, err));
	event = reader->event;
	if (event->kind == YAML_AT_LIST) {
		section->block = reader->block_map && event->block;
		section->list_line = event->line;
		section->list_column = event->column;
		reader->place = YAML_IN_SECTION;
		reader->section_is_empty = true;
	} else if (is_null_event(event)) {
		hand_out_section(reader, item);
	} else {
		return fail_at(err, reader->name, event->line, event->column,
			"section '%.*s' must be a list of items, each after '- '",
			yaml_shown(section->name, section->size), section->name);
	}
	return ST_OK;
}

/* A fault behind the last item is refused like an item that has no bytes. */
static void
refuse_end(
	struct yaml_reader *reader, const struct yaml_fault *fault, struct item *item)
{
	size_t count = reader->section_count;

	*item = (struct item){
		.section = count > 0 ? reader->sections[count - 1].name : "",
		.column = fault->column,
		.offset = fault->offset,
		.end_offset = fault->offset,
		.place = { fault->offset, fault->line, (uint32_t)fault->column,
			YAML_PLACE_FAULT },
	};
}

static enum status
end_stream(struct yaml_reader *reader, struct item *item, bool *recoverable,
	struct err *err)
{
	struct yaml_source *source = &reader->source;
	struct yaml_fault fault;

	*recoverable = !source->too_many_faults;
	if (yaml_source_take_faults(source, UINT64_MAX, &fault)) {
		refuse_end(reader, &fault, item);
		return yaml_fault_fail(&fault, reader->name, err);
	}
	if (source->too_many_faults)
		return fail_at(err, reader->name, source->line + 1,
			source->index - source->line_index,
			"more than %d bytes or characters here are no text",
			YAML_FAULTS_MAX);
	reader->place = YAML_AT_END;
	return ST_OK;
}

/* The section's end, when a part is read to its limit: what was opened has to end
 * there, not before, and nothing may be left that would concern what comes. */
static enum status
end_part(struct yaml_reader *reader, struct err *err)
{
	static const enum yaml_event_kind kinds[] = { YAML_AT_MAP_END,
		YAML_AT_DOCUMENT_END, YAML_AT_STREAM_END };
	const struct yaml_source *source = &reader->source;
	bool whole = !yaml_events_content_is_empty(reader->events) ||
		     yaml_events_content_end(reader->events) < reader->event->index;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]) && whole; i++) {
		TRY(next_event(reader, err));
		whole = reader->event->kind == kinds[i] &&
			(kinds[i] != YAML_AT_DOCUMENT_END || reader->event->implied);
	}
	reader->whole = whole && source->fault_count == 0 &&
			!source->too_many_faults &&
			yaml_source_position(source) == source->limit;
	reader->place = YAML_AT_END;
	return ST_OK;
}

/* What comes from the text given first: the document, its map, the section. */
static enum status
begin_part(struct yaml_reader *reader, struct err *err)
{
	do
		TRY(next_event(reader, err));
	while (reader->event->kind != YAML_AT_LIST);
	reader->place = YAML_IN_SECTION;
	reader->section_is_empty = false;
	return ST_OK;
}

/* One event outside of items; item is set where a section without any has ended. */
static enum status
read_outside(struct yaml_reader *reader, struct item *item, bool *recoverable,
	struct err *err)
{
	switch (reader->event->kind) {
	case YAML_AT_DOCUMENT:
		return begin_document(reader, err);
	case YAML_AT_STREAM_END:
		return end_stream(reader, item, recoverable, err);
	case YAML_AT_NOTHING: /* again, after a fault behind the last item */
		reader->place = YAML_AT_END;
		return ST_OK;
	case YAML_AT_MAP_END:
		TRY(next_event(reader, err));
		reader->place = YAML_BETWEEN_DOCUMENTS;
		return ST_OK;
	case YAML_AT_LIST_END:
		if (reader->in_part)
			return end_part(reader, err);
		reader->place = YAML_IN_DOCUMENT;
		if (reader->section_is_empty)
			hand_out_section(reader, item);
		return ST_OK;
	default:
		return reader->place == YAML_IN_DOCUMENT
			       ? begin_section(reader, item, err)
			       : ST_OK;
	}
}

static enum status
read_next(struct yaml_reader *reader, struct arena *arena, struct item *item,
	bool *recoverable, struct err *err)
{
	item->is_section = false;
	if (reader->place == YAML_BEFORE_PART)
		TRY(begin_part(reader, err));
	while (reader->place != YAML_AT_END && !item->is_section) {
		bool at_item;

		TRY(next_event(reader, err));
		at_item = reader->place == YAML_IN_SECTION &&
			  reader->event->kind != YAML_AT_LIST_END;
		if (at_item)
			return read_item(reader, arena, item, recoverable, err);
		TRY(read_outside(reader, item, recoverable, err));
	}
	return ST_OK;
}

enum status
yaml_read_item(struct yaml_reader *reader, struct arena *arena, struct item *item,
	bool *found, bool *recoverable, struct err *err)
{
	bool goes_on = false;
	enum status status = read_next(reader, arena, item, &goes_on, err);

	if (status == ST_OK) {
		*found = reader->place != YAML_AT_END;
		return ST_OK;
	}
	if (!goes_on && reader->place != YAML_BROKEN) {
		reader->place = YAML_BROKEN;
		reader->broken = *err;
	}
	*recoverable = goes_on;
	return status;
}
