#include "yaml/yaml_part.h"

#include <string.h>

#include "yaml/yaml_reader.h"

const struct yaml_section *
yaml_reader_section(const struct yaml_reader *reader, uint32_t *number)
{
	*number = reader->section_number;
	return &reader->sections[reader->section_count - 1];
}

/* "k:" at the map's column, and what is asked for behind it. */
static enum status
restart(struct yaml_reader *reader, const struct yaml_part *part, const char *behind,
	struct err *err)
{
	const struct yaml_section *section =
		&reader->sections[reader->section_count - 1];
	int indent = section->block ? (int)section->map_column - 1 : 0;
	struct yaml_start start = {
		.part = *part,
		.map_line = section->map_line,
		.map_column = section->map_column,
		.list_line = section->list_line,
		.list_column = section->list_column,
	};

	TRY(arena_format(
		&reader->before, &start.before, err, "%*sk:%s", indent, "", behind));
	start.list_index = strlen(start.before) + section->list_column - 1;
	reader->place = YAML_BEFORE_PART;
	return yaml_events_restart(reader->events, &start, err);
}

enum status
yaml_reader_resume(
	struct yaml_reader *reader, const struct yaml_part *part, struct err *err)
{
	arena_free(&reader->before);
	return restart(reader, part, "\n", err);
}

static void
take_section(struct yaml_reader *reader, const struct yaml_section *section)
{
	arena_free(&reader->before);
	reader->sections[0] = *section;
	reader->section_count = 1;
	reader->in_part = true;
	reader->whole = false;
}

enum status
yaml_reader_take_part(struct yaml_reader *reader, const struct yaml_section *section,
	const struct yaml_part *part, struct err *err)
{
	take_section(reader, section);
	return restart(reader, part, "\n", err);
}

bool
yaml_reader_is_whole(const struct yaml_reader *reader)
{
	return reader->whole;
}

/* In a flow no column means anything; else the item has to stand in its own, which
 * is behind its '-' even where it is on another line. */
enum status
yaml_reader_take_item(struct yaml_reader *reader, const struct yaml_section *section,
	const struct yaml_part *part, bool is_empty, struct err *err)
{
	struct yaml_part behind = *part;
	const char *before = " [\n";

	take_section(reader, section);
	behind.column_before = part->column - 1;
	if (section->block) {
		TRY(arena_format(&reader->before, &before, err, "\n%*s-%s%*s",
			(int)section->list_column - 1, "", is_empty ? "" : "\n",
			is_empty ? 0 : (int)part->column - 1, ""));
		behind.column_before = 0;
	}
	return restart(reader, &behind, before, err);
}
