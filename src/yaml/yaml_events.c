#include "yaml/yaml_events.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

struct yaml_events {
	yaml_parser_t parser;
	yaml_event_t found;
	struct yaml_event event; /* the same */
	struct yaml_source *source;
	const char *name;
	uint64_t content_end;
	bool content_is_empty;
	struct yaml_start start;
	size_t before_size;
	size_t before_given;
	uint64_t before_lines;
};

/* What is to be given first, then the file. */
static int
read_handler(void *arg, unsigned char *to, size_t size, size_t *count)
{
	struct yaml_events *events = arg;
	size_t left = events->before_size - events->before_given;

	if (left == 0)
		return yaml_source_read(events->source, to, size, count);
	*count = left < size ? left : size;
	memcpy(to, events->start.before + events->before_given, *count);
	events->before_given += *count;
	return 1;
}

static bool
start_parser(struct yaml_events *events)
{
	if (!yaml_parser_initialize(&events->parser))
		return false;
	yaml_parser_set_encoding(&events->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input(&events->parser, read_handler, events);
	return true;
}

enum status
yaml_events_open(struct yaml_source *source, const char *name,
	struct yaml_events **events, struct err *err)
{
	struct yaml_events *opened = calloc(1, sizeof(*opened));

	if (!opened || !start_parser(opened)) {
		free(opened);
		return fail_memory(err);
	}
	opened->source = source;
	opened->name = name;
	*events = opened;
	return ST_OK;
}

void
yaml_events_close(struct yaml_events *events)
{
	if (!events)
		return;
	yaml_event_delete(&events->found);
	yaml_parser_delete(&events->parser);
	free(events);
}

enum status
yaml_events_restart(
	struct yaml_events *events, const struct yaml_start *start, struct err *err)
{
	const char *at = start->before;

	yaml_event_delete(&events->found);
	yaml_parser_delete(&events->parser);
	events->start = *start;
	events->before_size = strlen(start->before);
	events->before_given = 0;
	events->before_lines = 0;
	while ((at = strchr(at, '\n'))) {
		events->before_lines++;
		at++;
	}
	events->content_end = events->before_size;
	yaml_source_restart(events->source, &start->part, events->before_size);
	return start_parser(events) ? ST_OK : fail_memory(err);
}

/* Where a mark lies in the file. */
static void
place_of(const struct yaml_events *events, const yaml_mark_t *mark, uint64_t *line,
	uint64_t *column)
{
	const struct yaml_start *start = &events->start;

	*line = mark->line + 1;
	*column = mark->column + 1;
	if (!start->before)
		return;
	if (mark->line == events->before_lines)
		*column += start->part.column_before;
	*line += start->part.line - events->before_lines - 1;
}

static enum status
fail_mark(const struct yaml_events *events, const yaml_mark_t *mark,
	const char *message, struct err *err)
{
	uint64_t line;
	uint64_t column;

	place_of(events, mark, &line, &column);
	return fail_at(err, events->name, line, column, "%s", message);
}

/* The stream was made to end where it had no end; the parser took that for a text
 * that ends there, or is not closed. */
static enum status
fail_overflow(
	const struct yaml_events *events, const yaml_mark_t *mark, struct err *err)
{
	uint64_t line;
	uint64_t column;

	place_of(events, mark, &line, &column);
	return fail_at(err, events->name, line, column,
		"text or comment of more than %zu bytes (is a quote not closed?)",
		YAML_STEP_MAX);
}

/* Where what the parser was about began, if that was in the text given first: in the
 * file it began elsewhere. */
static void
context_of(const struct yaml_events *events, uint64_t *line, uint64_t *column)
{
	const yaml_mark_t *context = &events->parser.context_mark;
	const struct yaml_start *start = &events->start;

	place_of(events, context, line, column);
	if (!start->before)
		return;
	if (context->index == start->list_index) {
		*line = start->list_line;
		*column = start->list_column;
	} else if (context->index < events->before_size) {
		*line = start->map_line;
		*column = start->map_column;
	}
}

static enum status
fail_syntax(const struct yaml_events *events, struct err *err)
{
	const yaml_parser_t *parser = &events->parser;
	const yaml_mark_t *mark = &parser->problem_mark;
	uint64_t line;
	uint64_t column;
	uint64_t from_line;
	uint64_t from_column;

	if (!parser->context)
		return fail_mark(events, mark, parser->problem, err);
	place_of(events, mark, &line, &column);
	if (parser->context_mark.index == mark->index)
		return fail_at(err, events->name, line, column, "%s %s",
			parser->problem, parser->context);
	context_of(events, &from_line, &from_column);
	return fail_at(err, events->name, line, column,
		"%s %s that begins at %" PRIu64 ":%" PRIu64, parser->problem,
		parser->context, from_line, from_column);
}

/* What was wrong with the bytes comes before what the parser made of them. */
static enum status
fail_parse(const struct yaml_events *events, struct err *err)
{
	const yaml_parser_t *parser = &events->parser;
	struct yaml_source *source = events->source;
	struct yaml_fault fault;

	if (parser->error == YAML_MEMORY_ERROR)
		return fail_memory(err);
	if (source->error != 0)
		return fail_errno(err, source->error == EISDIR ? ST_NO_INPUT : ST_IO,
			source->error, "cannot read '%s'", events->name);
	if (yaml_source_take_faults(source, parser->problem_mark.index, &fault))
		return yaml_fault_fail(&fault, events->name, err);
	if (source->overflow)
		return fail_overflow(events,
			parser->context ? &parser->context_mark
					: &parser->problem_mark,
			err);
	return fail_syntax(events, err);
}

static enum yaml_event_kind
kind_of(yaml_event_type_t type)
{
	switch (type) {
	case YAML_STREAM_START_EVENT:
		return YAML_AT_STREAM;
	case YAML_DOCUMENT_START_EVENT:
		return YAML_AT_DOCUMENT;
	case YAML_SEQUENCE_START_EVENT:
		return YAML_AT_LIST;
	case YAML_MAPPING_START_EVENT:
		return YAML_AT_MAP;
	case YAML_SCALAR_EVENT:
		return YAML_AT_SCALAR;
	case YAML_ALIAS_EVENT:
		return YAML_AT_ALIAS;
	case YAML_SEQUENCE_END_EVENT:
		return YAML_AT_LIST_END;
	case YAML_MAPPING_END_EVENT:
		return YAML_AT_MAP_END;
	case YAML_DOCUMENT_END_EVENT:
		return YAML_AT_DOCUMENT_END;
	case YAML_STREAM_END_EVENT:
		return YAML_AT_STREAM_END;
	case YAML_NO_EVENT:
		break;
	}
	return YAML_AT_NOTHING;
}

static void
take_scalar(struct yaml_event *event, const yaml_event_t *found)
{
	event->text = (const char *)found->data.scalar.value;
	event->size = found->data.scalar.length;
	event->plain = found->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	event->escapes = found->data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE;
	event->anchor = found->data.scalar.anchor;
	event->tag = found->data.scalar.tag;
}

static void
take_details(struct yaml_event *event, const yaml_event_t *found)
{
	switch (found->type) {
	case YAML_SCALAR_EVENT:
		take_scalar(event, found);
		break;
	case YAML_SEQUENCE_START_EVENT:
		event->anchor = found->data.sequence_start.anchor;
		event->tag = found->data.sequence_start.tag;
		event->block =
			found->data.sequence_start.style == YAML_BLOCK_SEQUENCE_STYLE;
		break;
	case YAML_MAPPING_START_EVENT:
		event->anchor = found->data.mapping_start.anchor;
		event->tag = found->data.mapping_start.tag;
		event->block =
			found->data.mapping_start.style == YAML_BLOCK_MAPPING_STYLE;
		break;
	case YAML_DOCUMENT_START_EVENT:
		event->tags = found->data.document_start.tag_directives.start !=
			      found->data.document_start.tag_directives.end;
		break;
	case YAML_DOCUMENT_END_EVENT:
		event->implied = found->data.document_end.implicit;
		break;
	default:
		break;
	}
}

static void
take_event(struct yaml_events *events)
{
	const yaml_event_t *found = &events->found;
	struct yaml_event *event = &events->event;

	*event = (struct yaml_event){
		.kind = kind_of(found->type),
		.index = found->start_mark.index,
		.end_index = found->end_mark.index,
	};
	place_of(events, &found->start_mark, &event->line, &event->column);
	take_details(event, found);
	if ((event->end_index > event->index || event->kind == YAML_AT_SCALAR) &&
		event->end_index > events->content_end) {
		events->content_end = event->end_index;
		events->content_is_empty = event->end_index == event->index;
		yaml_source_step(events->source, event->end_index);
	}
}

enum status
yaml_events_next(
	struct yaml_events *events, const struct yaml_event **event, struct err *err)
{
	yaml_event_delete(&events->found);
	if (!yaml_parser_parse(&events->parser, &events->found))
		return fail_parse(events, err);
	if (events->source->is_utf16)
		return fail_at(err, events->name, 1, 1,
			"the file is UTF-16 (save it as UTF-8)");
	if (events->source->overflow)
		return fail_overflow(events, &events->found.start_mark, err);
	take_event(events);
	*event = &events->event;
	return ST_OK;
}

uint64_t
yaml_events_content_end(const struct yaml_events *events)
{
	return events->content_end;
}

bool
yaml_events_content_is_empty(const struct yaml_events *events)
{
	return events->content_is_empty;
}
