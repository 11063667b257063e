#include "yaml/yaml_batch.h"

#include <string.h>
#include <unistd.h>

#define ITEMS_IN_SEQUENCE 64
#define SIZE_IN_SEQUENCE ((size_t)1024 * 1024)
#define ITEMS_IN_PART ((size_t)16 * 1024)

/* A file is split at items with less before them in their line. */
#define INDENT_MAX 64

/* How much that is no content may lie at a part's end, and is taken to lie before its
 * beginning: so the sum stays below what ends the stream for one thread. */
#define GAP_MAX ((uint64_t)YAML_STEP_MAX / 4)

/* One of so many items at most may need the parser, for it to be left again. */
#define OTHERS_FEW 8

/* Where splitting fails, it is tried more seldom. */
#define PATIENCE_PARTS 4
#define PATIENCE_MAX ((uint64_t)256 * 1024 * 1024)

void
yaml_batch_clear(struct yaml_batch *batch)
{
	arena_rewind(&batch->arena, (struct arena_mark){ NULL, 0 });
	batch->first = NULL;
	batch->tail = &batch->first;
	batch->count = 0;
	batch->size = 0;
	batch->last = false;
	batch->whole = false;
	batch->spoilt = false;
}

static void
append(struct yaml_batch *batch, struct yaml_reading *reading)
{
	reading->next = NULL;
	*batch->tail = reading;
	batch->tail = &reading->next;
	batch->count++;
	batch->size += reading->item.end_offset - reading->item.offset;
}

static enum status
add_reading(struct yaml_batch *batch, const struct yaml_reading *read,
	const struct err *read_err, struct err *err)
{
	struct yaml_reading *reading;
	struct err *kept;

	TRY(arena_take_raw(&batch->arena, sizeof(*reading), &reading, err));
	*reading = *read;
	if (read->status != ST_OK) {
		TRY(arena_take_raw(&batch->arena, sizeof(*kept), &kept, err));
		*kept = *read_err;
		reading->err = kept;
	}
	append(batch, reading);
	return ST_OK;
}

static void
add(struct yaml_batch *batch, const struct yaml_reading *read,
	const struct err *read_err)
{
	struct err err;

	if (add_reading(batch, read, read_err, &err) == ST_OK)
		return;
	batch->refusal_err = err;
	batch->refusal = (struct yaml_reading){ .status = err.status,
		.err = &batch->refusal_err };
	batch->last = true;
	append(batch, &batch->refusal);
}

/* The section's name in the item is the file's, not the reader's, which forgets it.
 */
static void
set_section(struct item *item, const struct yaml_section *section, uint32_t number)
{
	item->section = section->name;
	item->place.section = yaml_again_place(number, item->place.section);
	if (item->node)
		item->node->key = section->name;
}

static enum status
find_section(struct yaml_sequence *sequence, struct err *err)
{
	const struct yaml_section *section;
	uint32_t count;

	section = yaml_reader_section(sequence->reader, &count);
	if (sequence->section && sequence->section_count == count)
		return ST_OK;
	TRY(yaml_again_add(sequence->again, section, &sequence->section,
		&sequence->section_number, err));
	sequence->section_count = count;
	sequence->end_offset = 0;
	return ST_OK;
}

/* True where nothing but the '-' stands before the item in its line. */
static bool
is_behind_dash(const struct yaml_sequence *sequence, const struct item *item)
{
	size_t indent = sequence->section->list_column - 1;
	size_t size = item->column - 1;
	char line[INDENT_MAX];

	if (size > sizeof(line) || indent + 2 > size ||
		pread(sequence->fd, line, size, (off_t)(item->offset - size)) !=
			(ssize_t)size)
		return false;
	for (size_t i = 0; i < size; i++)
		if (line[i] != (i == indent ? '-' : ' '))
			return false;
	return true;
}

static bool
splits_at(const struct yaml_sequence *sequence, const struct item *item)
{
	const struct yaml_section *section = sequence->section;

	return sequence->may_split && item->offset >= sequence->split_after &&
	       sequence->end_offset > 0 && section->block &&
	       section->map_column <= section->list_column &&
	       item->offset + 3 * sequence->part_size < sequence->size &&
	       item->offset - sequence->end_offset < GAP_MAX &&
	       is_behind_dash(sequence, item);
}

/* The item itself is read with its part. */
static void
split(struct yaml_sequence *sequence, const struct item *item)
{
	sequence->splits = true;
	sequence->split = (struct yaml_part){
		.offset = item->offset - (item->column - 1),
		.line = item->place.line,
		.column = 1,
		.debt = GAP_MAX,
	};
}

/* A section without items is not kept with those that have some. */
static enum status
keep_name(struct yaml_batch *batch, struct item *item, struct err *err)
{
	return arena_text(&batch->arena, item->section, &item->section, err);
}

/* ST_OK and not found at the end, and where the file is to be split. */
static enum status
read_one(struct yaml_batch *batch, struct yaml_sequence *sequence,
	struct yaml_reading *reading, struct err *err)
{
	enum status status = yaml_read_item(sequence->reader, &batch->arena,
		&reading->item, &reading->found, &reading->recoverable, err);

	if (status == ST_OK ? !reading->found : !reading->item.section)
		return status;
	if (reading->item.section[0] == '\0' &&
		reading->item.place.section == YAML_PLACE_FAULT) {
		reading->item.section = "";
		reading->item.place.section = YAML_PLACE_NOWHERE;
		return status;
	}
	if (reading->item.is_section)
		return keep_name(batch, &reading->item, err);
	if (find_section(sequence, err) != ST_OK) {
		*reading = (struct yaml_reading){ .status = err->status };
		return err->status;
	}
	set_section(&reading->item, sequence->section, sequence->section_number);
	if (status == ST_OK && splits_at(sequence, &reading->item))
		split(sequence, &reading->item);
	sequence->end_offset = reading->item.end_offset;
	return status;
}

void
yaml_batch_read_on(struct yaml_batch *batch, struct yaml_sequence *sequence)
{
	sequence->splits = false;
	while (!batch->last && batch->count < ITEMS_IN_SEQUENCE &&
		batch->size < SIZE_IN_SEQUENCE) {
		struct yaml_reading reading = { .found = false };
		struct err err;

		reading.status = read_one(batch, sequence, &reading, &err);
		if (sequence->splits)
			return;
		reading.position = yaml_reader_position(sequence->reader);
		batch->last = reading.status == ST_OK ? !reading.found
						      : !reading.recoverable;
		batch->whole = reading.status == ST_OK && !reading.found;
		add(batch, &reading, &err);
	}
}

static void
add_of_part(struct yaml_batch *batch, struct yaml_reading *reading,
	const struct yaml_sequence *sequence, const struct err *err)
{
	set_section(&reading->item, sequence->section, sequence->section_number);
	reading->position = reading->item.end_offset;
	add(batch, reading, err);
	batch->part.debt = batch->part.limit - reading->item.end_offset;
}

static bool
is_full(const struct yaml_batch *batch)
{
	return batch->last || batch->count == ITEMS_IN_PART;
}

/* To where something else comes than items of the plainest kind. False at the part's
 * end. */
static bool
read_plain(struct yaml_batch *batch, struct yaml_plain *plain,
	const struct yaml_sequence *sequence)
{
	struct yaml_reading reading = { .status = ST_OK, .found = true };

	while (!is_full(batch) &&
		yaml_plain_next(plain, &batch->arena, &reading.item))
		add_of_part(batch, &reading, sequence, NULL);
	return !is_full(batch) && (plain->size == 0 || plain->at < plain->size);
}

/* One item, by the parser. False at the end, and where nothing can be said. */
static bool
read_other(struct yaml_batch *batch, struct yaml_reader *reader,
	const struct yaml_sequence *sequence, enum status *status)
{
	struct yaml_reading reading = { .found = false };
	struct err err;

	reading.status = yaml_read_item(reader, &batch->arena, &reading.item,
		&reading.found, &reading.recoverable, &err);
	*status = reading.status;
	if (!reading.item.section) {
		batch->spoilt =
			reading.status != ST_OK || !yaml_reader_is_whole(reader);
		return false;
	}
	add_of_part(batch, &reading, sequence, &err);
	return !is_full(batch);
}

/* From where the plain ones end to where they go on again: as long as most are such,
 * since the parser is begun anew each time. True there; false at the part's end. */
static bool
read_others(struct yaml_batch *batch, struct yaml_part_readers *readers,
	const struct yaml_sequence *sequence, size_t *others)
{
	struct yaml_plain *plain = &readers->plain;
	struct yaml_part rest = batch->part;
	enum status status;
	struct err err;

	rest.offset += plain->at;
	rest.line = plain->line;
	rest.debt = GAP_MAX;
	if (yaml_reader_take_part(readers->other, sequence->section, &rest, &err) !=
		ST_OK) {
		batch->spoilt = true;
		return false;
	}
	while (read_other(batch, readers->other, sequence, &status)) {
		++*others;
		if (status == ST_OK && batch->count > *others * OTHERS_FEW &&
			yaml_plain_resume(
				plain, batch->part.limit - batch->part.debt))
			return true;
	}
	return false;
}

void
yaml_batch_read_part(struct yaml_batch *batch, struct yaml_part_readers *readers,
	const struct yaml_sequence *sequence)
{
	size_t others = 0;

	yaml_plain_begin(&readers->plain, sequence->section, &batch->part);
	while (read_plain(batch, &readers->plain, sequence) &&
		read_others(batch, readers, sequence, &others))
		;
	if (is_full(batch) || batch->count == 0 || batch->part.debt > GAP_MAX)
		batch->spoilt = true;
	batch->last = false;
}

/* A batch without a limit is no part that was read in vain: there is none of its
 * size. */
enum status
yaml_sequence_resume(struct yaml_sequence *sequence, const struct yaml_batch *spoilt,
	uint64_t end_offset, struct err *err)
{
	struct yaml_part part = spoilt->part;

	if (part.limit == 0)
		sequence->split_after = part.offset + sequence->part_size;
	else {
		sequence->patience = sequence->patience == 0
					     ? PATIENCE_PARTS * sequence->part_size
					     : sequence->patience * 2;
		if (sequence->patience > PATIENCE_MAX)
			sequence->patience = PATIENCE_MAX;
		sequence->split_after = part.offset + sequence->patience;
	}
	part.limit = 0;
	part.debt = part.offset - end_offset;
	sequence->splits = false;
	sequence->end_offset = end_offset;
	return yaml_reader_resume(sequence->reader, &part, err);
}
