#ifndef SHOP_YAML_YAML_EVENTS_H
#define SHOP_YAML_YAML_EVENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "yaml/yaml_source.h"

/*
 * What the parser finds in a file, one event after the other. Owner of libyaml; says
 * nothing of what a catalogue is. It begins where a file begins, or amidst it: then
 * it is given some text first that brings the parser into the state that the text
 * before that place would have brought it into.
 */
enum yaml_event_kind {
	YAML_AT_STREAM,   /* the stream begins */
	YAML_AT_DOCUMENT, /* begins, as do the list and the map */
	YAML_AT_LIST,
	YAML_AT_MAP,
	YAML_AT_SCALAR,
	YAML_AT_ALIAS,
	YAML_AT_LIST_END,
	YAML_AT_MAP_END,
	YAML_AT_DOCUMENT_END,
	YAML_AT_STREAM_END,
	YAML_AT_NOTHING, /* behind the stream's end */
};

struct yaml_event {
	enum yaml_event_kind kind;
	bool block;    /* a list or map that is told by its indent */
	bool implied;  /* a document's end that was not written */
	bool tags;     /* a document with %TAG */
	bool anchor;   /* the event has an anchor, */
	bool tag;      /* a tag */
	bool plain;    /* a scalar without quotes */
	bool escapes;  /* a scalar in double quotes */
	uint64_t line; /* from 1 */
	uint64_t column;
	uint64_t index; /* characters before it, those given first counted in */
	uint64_t end_index;
	const char *text; /* of a scalar, NUL-terminated: until the next event */
	size_t size;
};

/* Where to begin, if not at the beginning of the file. */
struct yaml_start {
	struct yaml_part part;
	const char *before;  /* the text that is given first: ASCII, whole lines */
	uint64_t list_index; /* of the first '-' */
	/* What messages are to call the map, and the list in it, that the text
	 * before has opened. */
	uint64_t map_line;
	uint64_t map_column;
	uint64_t list_line;
	uint64_t list_column;
};

struct yaml_events;

/* The source stays the caller's, as it was begun, and name; both must outlive it. */
enum status yaml_events_open(struct yaml_source *source, const char *name,
	struct yaml_events **events, struct err *err);
/* Harmless on NULL. */
void yaml_events_close(struct yaml_events *events);

/* Goes to another place of the file, whatever was before. *start is copied, but not
 * its text. */
enum status yaml_events_restart(
	struct yaml_events *events, const struct yaml_start *start, struct err *err);

/* The next event, borrowed until the next call. Refuses what is no YAML, and what
 * the source ended for: faults of its bytes up to the place come first. */
enum status yaml_events_next(
	struct yaml_events *events, const struct yaml_event **event, struct err *err);

/* The index behind the last event that was content, not merely an end. */
uint64_t yaml_events_content_end(const struct yaml_events *events);

/* True where that was a scalar without any characters, whose place may be that of
 * what comes next. */
bool yaml_events_content_is_empty(const struct yaml_events *events);

#endif
