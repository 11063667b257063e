#include "yaml/yaml.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "yaml/yaml_source.h"
#include "yaml/yaml_tree.h"

/* A refused item is read on to its end, to go on behind it; but the parser takes
 * the longer for each step the deeper it is. */
#define DEPTH_SKIPPED_MAX 64

enum place {
	BEFORE_STREAM,
	BETWEEN_DOCUMENTS,
	IN_DOCUMENT, /* where a section or the document's end comes */
	IN_SECTION,  /* where an item or the section's end comes */
	AT_END,
	BROKEN, /* nothing more can be read */
};

struct section {
	const char *name;
	size_t size;
	uint64_t line;
	uint64_t column;
};

struct yaml_reader {
	yaml_parser_t parser;
	yaml_event_t event;
	struct yaml_source source;
	const char *name;
	enum place place;
	struct arena arena; /* the document's section names */
	struct section sections[YAML_SECTIONS_MAX];
	size_t section_count;
	uint64_t content_end; /* the index behind the last that was content */
	struct err broken;
};

static int
read_handler(void *arg, unsigned char *to, size_t size, size_t *count)
{
	struct yaml_reader *reader = arg;

	return yaml_source_read(&reader->source, to, size, count);
}

enum status
yaml_reader_open(
	int fd, const char *name, struct yaml_reader **reader, struct err *err)
{
	struct yaml_reader *opened = calloc(1, sizeof(*opened));
	uint8_t *data = malloc(YAML_SOURCE_CAPACITY);

	if (!opened || !data || !yaml_parser_initialize(&opened->parser)) {
		free(opened);
		free(data);
		return fail_memory(err);
	}
	yaml_source_init(&opened->source, fd, data);
	opened->name = name;
	yaml_parser_set_encoding(&opened->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input(&opened->parser, read_handler, opened);
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
	if (!reader)
		return;
	yaml_event_delete(&reader->event);
	yaml_parser_delete(&reader->parser);
	arena_free(&reader->arena);
	free(reader->source.data);
	free(reader);
}

uint64_t
yaml_reader_position(const struct yaml_reader *reader)
{
	return yaml_source_position(&reader->source);
}

static enum status
fail_mark(struct yaml_reader *reader, const yaml_mark_t *mark, const char *message,
	struct err *err)
{
	return fail_at(
		err, reader->name, mark->line + 1, mark->column + 1, "%s", message);
}

/* The stream was made to end where it had no end; the parser took that for a text
 * that ends there, or is not closed. */
static enum status
fail_overflow(struct yaml_reader *reader, bool parsed, struct err *err)
{
	const yaml_parser_t *parser = &reader->parser;
	const yaml_mark_t *mark = &parser->problem_mark;

	if (parsed)
		mark = &reader->event.start_mark;
	else if (parser->context)
		mark = &parser->context_mark;
	return fail_at(err, reader->name, mark->line + 1, mark->column + 1,
		"text or comment of more than %zu bytes (is a quote not closed?)",
		YAML_STEP_MAX);
}

static enum status
fail_syntax(struct yaml_reader *reader, struct err *err)
{
	const yaml_parser_t *parser = &reader->parser;
	const yaml_mark_t *mark = &parser->problem_mark;
	const yaml_mark_t *context = &parser->context_mark;

	if (!parser->context)
		return fail_mark(reader, mark, parser->problem, err);
	if (context->index == mark->index)
		return fail_at(err, reader->name, mark->line + 1, mark->column + 1,
			"%s %s", parser->problem, parser->context);
	return fail_at(err, reader->name, mark->line + 1, mark->column + 1,
		"%s %s that begins at %zu:%zu", parser->problem, parser->context,
		context->line + 1, context->column + 1);
}

/* What was wrong with the bytes comes before what the parser made of them. */
static enum status
fail_parse(struct yaml_reader *reader, struct err *err)
{
	struct yaml_source *source = &reader->source;
	struct yaml_fault fault;

	if (reader->parser.error == YAML_MEMORY_ERROR)
		return fail_memory(err);
	if (source->error != 0)
		return fail_errno(err, source->error == EISDIR ? ST_NO_INPUT : ST_IO,
			source->error, "cannot read '%s'", reader->name);
	if (yaml_source_take_faults(
		    source, reader->parser.problem_mark.index, &fault))
		return yaml_fault_fail(&fault, reader->name, err);
	if (source->overflow)
		return fail_overflow(reader, false, err);
	return fail_syntax(reader, err);
}

static enum status
next_event(struct yaml_reader *reader, struct err *err)
{
	yaml_event_delete(&reader->event);
	if (reader->place == BROKEN) {
		*err = reader->broken;
		return err->status;
	}
	if (!yaml_parser_parse(&reader->parser, &reader->event))
		return fail_parse(reader, err);
	if (reader->source.is_utf16)
		return fail_at(err, reader->name, 1, 1,
			"the file is UTF-16 (save it as UTF-8)");
	if (reader->source.overflow)
		return fail_overflow(reader, true, err);
	yaml_source_step(&reader->source, reader->event.start_mark.index);
	if (reader->event.end_mark.index > reader->event.start_mark.index ||
		reader->event.type == YAML_SCALAR_EVENT)
		reader->content_end = reader->event.end_mark.index;
	return ST_OK;
}

static enum status
fail_here(struct yaml_reader *reader, const char *message, struct err *err)
{
	return fail_mark(reader, &reader->event.start_mark, message, err);
}

/* Anchors, aliases and tags. */
static enum status
refuse_properties(struct yaml_reader *reader, struct err *err)
{
	const yaml_event_t *event = &reader->event;
	const yaml_char_t *anchor = NULL;
	const yaml_char_t *tag = NULL;

	if (event->type == YAML_ALIAS_EVENT)
		return fail_here(reader,
			"aliases ('*') are not allowed here (quote a text that "
			"begins with '*')",
			err);
	if (event->type == YAML_SCALAR_EVENT) {
		anchor = event->data.scalar.anchor;
		tag = event->data.scalar.tag;
	} else if (event->type == YAML_SEQUENCE_START_EVENT) {
		anchor = event->data.sequence_start.anchor;
		tag = event->data.sequence_start.tag;
	} else if (event->type == YAML_MAPPING_START_EVENT) {
		anchor = event->data.mapping_start.anchor;
		tag = event->data.mapping_start.tag;
	}
	if (anchor)
		return fail_here(reader,
			"anchors ('&') are not allowed here (quote a text that "
			"begins with '&')",
			err);
	if (tag)
		return fail_here(reader,
			"tags ('!') are not allowed here (quote a text that begins "
			"with '!')",
			err);
	return ST_OK;
}

static enum status
add_event(struct yaml_reader *reader, struct yaml_tree *tree, struct err *err)
{
	const yaml_event_t *event = &reader->event;
	uint64_t line = event->start_mark.line + 1;
	uint64_t column = event->start_mark.column + 1;
	yaml_scalar_style_t style;

	TRY(refuse_properties(reader, err));
	if (event->type == YAML_SEQUENCE_START_EVENT)
		return yaml_tree_begin(tree, ITEM_LIST, line, column, err);
	if (event->type == YAML_MAPPING_START_EVENT)
		return yaml_tree_begin(tree, ITEM_MAP, line, column, err);
	if (event->type != YAML_SCALAR_EVENT)
		return yaml_tree_end(tree, err);
	style = event->data.scalar.style;
	return yaml_tree_scalar(tree,
		&(struct yaml_scalar){
			.text = (const char *)event->data.scalar.value,
			.size = event->data.scalar.length,
			.plain = style == YAML_PLAIN_SCALAR_STYLE,
			.escapes = style == YAML_DOUBLE_QUOTED_SCALAR_STYLE,
			.line = line,
			.column = column,
		},
		err);
}

/* How the event changes the depth. */
static int
event_depth(const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_SEQUENCE_START_EVENT:
	case YAML_MAPPING_START_EVENT:
		return 1;
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
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
			reader->place = BROKEN;
			reader->broken = err;
			return true;
		}
		depth += event_depth(&reader->event);
	}
	return true;
}

/* The events of one item, from the one that has come already. */
static enum status
read_tree(struct yaml_reader *reader, struct yaml_tree *tree, bool *recoverable,
	struct err *err)
{
	int depth = event_depth(&reader->event);
	enum status status = add_event(reader, tree, err);

	while (status == ST_OK && depth > 0) {
		TRY(next_event(reader, err));
		depth += event_depth(&reader->event);
		status = add_event(reader, tree, err);
	}
	*recoverable = status == ST_BAD_DATA && skip_item(reader, depth);
	return status;
}

/* Faults of bytes count up to where the parser went for the item's end. */
static enum status
read_item(struct yaml_reader *reader, struct arena *arena, struct item *item,
	bool *recoverable, struct err *err)
{
	const struct section *section = &reader->sections[reader->section_count - 1];
	struct yaml_tree tree = { .arena = arena, .name = reader->name };
	struct yaml_source *source = &reader->source;
	struct yaml_fault fault;
	struct item read = {
		.section = section->name,
		.column = reader->event.start_mark.column + 1,
		.offset = yaml_source_offset(source, reader->event.start_mark.index),
	};
	enum status status;

	read.place = (struct item_place){
		.offset = read.offset,
		.line = reader->event.start_mark.line + 1,
		.column = (uint32_t)read.column,
	};
	status = read_tree(reader, &tree, recoverable, err);
	if (status != ST_OK && !*recoverable)
		return status;
	read.end_offset = yaml_source_offset(source, reader->content_end);
	read.node = tree.root;
	if (read.node) {
		read.node->key = section->name;
		read.node->key_size = section->size;
		read.node->key_line = section->line;
		read.node->key_column = section->column;
	}
	*item = read;
	if (!yaml_source_take_faults(source, reader->event.start_mark.index, &fault))
		return status;
	*recoverable = true;
	return yaml_fault_fail(&fault, reader->name, err);
}

static enum status
begin_document(struct yaml_reader *reader, struct err *err)
{
	const yaml_event_t *event = &reader->event;

	if (event->data.document_start.tag_directives.start !=
		event->data.document_start.tag_directives.end)
		return fail_here(reader, "%TAG directives are not allowed here", err);
	TRY(next_event(reader, err));
	TRY(refuse_properties(reader, err));
	reader->section_count = 0;
	arena_free(&reader->arena);
	if (event->type == YAML_MAPPING_START_EVENT) {
		reader->place = IN_DOCUMENT;
		return ST_OK;
	}
	if (event->type != YAML_SCALAR_EVENT ||
		event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE ||
		!yaml_is_null((const char *)event->data.scalar.value,
			event->data.scalar.length))
		return fail_here(reader,
			"a document must be a map of sections, such as 'products:'",
			err);
	TRY(next_event(reader, err));
	reader->place = BETWEEN_DOCUMENTS;
	return ST_OK;
}

static enum status
check_section(
	struct yaml_reader *reader, const struct section *section, struct err *err)
{
	for (size_t i = 0; i < reader->section_count; i++) {
		const struct section *other = &reader->sections[i];

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
	struct section section;

	TRY(yaml_tree_begin(&tree, ITEM_MAP, 0, 0, err));
	TRY(add_event(reader, &tree, err));
	section = (struct section){ key->text, key->size, key->line, key->column };
	TRY(check_section(reader, &section, err));
	reader->sections[reader->section_count++] = section;
	return ST_OK;
}

static enum status
begin_section(struct yaml_reader *reader, struct err *err)
{
	const yaml_event_t *event = &reader->event;
	const struct section *section;

	TRY(read_section_name(reader, err));
	section = &reader->sections[reader->section_count - 1];
	TRY(next_event(reader, err));
	TRY(refuse_properties(reader, err));
	if (event->type == YAML_SEQUENCE_START_EVENT)
		reader->place = IN_SECTION;
	else if (event->type != YAML_SCALAR_EVENT ||
		 event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE ||
		 !yaml_is_null((const char *)event->data.scalar.value,
			 event->data.scalar.length))
		return fail_at(err, reader->name, event->start_mark.line + 1,
			event->start_mark.column + 1,
			"section '%.*s' must be a list of items, each after '- '",
			yaml_shown(section->name, section->size), section->name);
	return ST_OK;
}

static enum status
end_stream(struct yaml_reader *reader, bool *recoverable, struct err *err)
{
	struct yaml_source *source = &reader->source;
	struct yaml_fault fault;

	*recoverable = !source->too_many_faults;
	if (yaml_source_take_faults(source, UINT64_MAX, &fault))
		return yaml_fault_fail(&fault, reader->name, err);
	if (source->too_many_faults)
		return fail_at(err, reader->name, source->line + 1,
			source->index - source->line_index,
			"more than %d bytes or characters here are no text",
			YAML_FAULTS_MAX);
	reader->place = AT_END;
	return ST_OK;
}

/* One event outside of items. */
static enum status
read_outside(struct yaml_reader *reader, bool *recoverable, struct err *err)
{
	switch (reader->event.type) {
	case YAML_DOCUMENT_START_EVENT:
		return begin_document(reader, err);
	case YAML_STREAM_END_EVENT:
		return end_stream(reader, recoverable, err);
	case YAML_NO_EVENT: /* again, after a fault behind the last item */
		reader->place = AT_END;
		return ST_OK;
	case YAML_MAPPING_END_EVENT:
		TRY(next_event(reader, err));
		reader->place = BETWEEN_DOCUMENTS;
		return ST_OK;
	case YAML_SEQUENCE_END_EVENT:
		reader->place = IN_DOCUMENT;
		return ST_OK;
	default:
		return reader->place == IN_DOCUMENT ? begin_section(reader, err)
						    : ST_OK;
	}
}

static enum status
read_next(struct yaml_reader *reader, struct arena *arena, struct item *item,
	bool *recoverable, struct err *err)
{
	while (reader->place != AT_END) {
		bool at_item;

		TRY(next_event(reader, err));
		at_item = reader->place == IN_SECTION &&
			  reader->event.type != YAML_SEQUENCE_END_EVENT;
		if (at_item)
			return read_item(reader, arena, item, recoverable, err);
		TRY(read_outside(reader, recoverable, err));
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
		*found = reader->place != AT_END;
		return ST_OK;
	}
	if (!goes_on && reader->place != BROKEN) {
		reader->place = BROKEN;
		reader->broken = *err;
	}
	*recoverable = goes_on;
	return status;
}
