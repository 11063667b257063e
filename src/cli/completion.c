#include "cli/completion.h"

#include <string.h>

#include "base/money.h"
#include "base/record.h"
#include "cli/completion_place.h"
#include "cli/kind.h"
#include "cli/output_parts.h"
#include "cli/parse.h"

#define CANDIDATES_MAX 100

/* A line without a value tells the shell to offer files. */
static const char FILES[] = "\tfiles\n";

static const char *const periods[] = { "today", "yesterday", "this week", "last week",
	"this month", "last month", "this quarter", "last quarter", "this year",
	"last year", NULL };

/* Where candidates go: what stood before the value is put before each of them. */
struct offer {
	struct buffer *out;
	const char *before;
	size_t before_size;
	const char *prefix;
	size_t count;
};

static enum status
offer_run(struct offer *offer, const char *value, size_t size,
	const char *description, struct err *err)
{
	if (offer->count >= CANDIDATES_MAX)
		return ST_OK;
	offer->count++;
	TRY(buffer_append(offer->out, offer->before, offer->before_size, err));
	TRY(buffer_append(offer->out, value, size, err));
	TRY(buffer_append_text(offer->out, "\t", err));
	TRY(buffer_append_text(offer->out, description ? description : "", err));
	return buffer_append_text(offer->out, "\n", err);
}

/* Offers a value that begins as what has been typed. */
static enum status
offer_value(struct offer *offer, const char *value, const char *description,
	struct err *err)
{
	if (strncmp(value, offer->prefix, strlen(offer->prefix)) != 0)
		return ST_OK;
	return offer_run(offer, value, strlen(value), description, err);
}

static enum status
offer_all(struct offer *offer, const char *const *values, struct err *err)
{
	for (; *values; values++)
		TRY(offer_value(offer, *values, NULL, err));
	return ST_OK;
}

/* In a list with commas, only what stands behind the last comma is completed. */
static void
skip_to_last_word(struct offer *offer)
{
	const char *comma = strrchr(offer->prefix, ',');

	if (!comma)
		return;
	offer->before_size += (size_t)(comma + 1 - offer->prefix);
	offer->prefix = comma + 1;
}

static enum status
offer_fields(struct offer *offer, const struct record_type *type, struct err *err)
{
	for (size_t i = 0; i < type->field_count; i++)
		if (!(type->fields[i].flags & FIELD_HIDDEN))
			TRY(offer_value(offer, type->fields[i].name, NULL, err));
	return ST_OK;
}

/* --json=FIELD,...: the only words of a global option. */
static enum status
offer_json(struct offer *offer, const struct completion_place *place, struct err *err)
{
	const struct record_type *type =
		place->command ? place->command->result : NULL;
	const struct field *items = type ? items_field(type) : NULL;

	if (!type)
		return ST_OK;
	skip_to_last_word(offer);
	TRY(offer_fields(offer, type, err));
	return items ? offer_fields(offer, items->record, err) : ST_OK;
}

/* The words of a command, for help. */
static enum status
offer_commands(struct offer *offer, const struct command_list *commands,
	const char *const *words, size_t count, struct err *err)
{
	struct path_next next;
	const char *path[COMMAND_WORDS_MAX];

	if (count >= COMMAND_WORDS_MAX)
		return ST_OK;
	memcpy(path, words, count * sizeof(path[0]));
	path_next(commands, words, count, &next);
	for (size_t i = 0; i < next.count; i++) {
		const struct command *command;

		path[count] = next.items[i];
		command = path_command(commands, path, count + 1);
		TRY(offer_value(offer, next.items[i],
			command ? command->summary : NULL, err));
	}
	return ST_OK;
}

struct lookup {
	completion_values_fn *values;
	void *arg;
};

static enum status
offer_looked_up(struct offer *offer, enum kind kind, const struct lookup *lookup,
	struct err *err)
{
	struct buffer found = { .arena = offer->out->arena };
	const char *at;
	const char *end;

	if (!lookup->values)
		return ST_OK;
	if (kind == KIND_WORDS)
		skip_to_last_word(offer);
	TRY(lookup->values(lookup->arg, kind, offer->prefix, &found, err));
	TRY(buffer_append(&found, "", 1, err));
	for (at = (const char *)found.data; *at; at = end) {
		size_t size = strcspn(at, "\t\n");
		const char *description = NULL;

		end = at + strcspn(at, "\n");
		if (at[size] == '\t')
			TRY(arena_copy(found.arena, at + size + 1,
				(size_t)(end - at) - size - 1, &description, err));
		if (size > 0)
			TRY(offer_run(offer, at, size, description, err));
		end += *end == '\n';
	}
	return ST_OK;
}

static enum status
offer_values(struct offer *offer, const struct command_list *commands,
	const struct completion_place *place, const struct lookup *lookup,
	struct err *err)
{
	const struct param *param = place->param;

	switch (param->kind) {
	case KIND_CHOICES:
		skip_to_last_word(offer);
		return offer_all(offer, param->choices, err);
	case KIND_CHOICE:
		return offer_all(offer, param->choices, err);
	case KIND_PERIOD:
		return offer_all(offer, periods, err);
	case KIND_CURRENCY:
		return offer_all(offer, currency_codes(), err);
	case KIND_COUNTRY:
		return offer_all(offer, country_codes, err);
	case KIND_PATH:
		return buffer_append_text(offer->out, FILES, err);
	case KIND_COMMAND:
		return place->operand_count >= COMMAND_WORDS_MAX
			       ? ST_OK
			       : offer_commands(offer, commands, place->operands,
					 place->operand_count, err);
	default:
		break;
	}
	if (param->choices)
		return offer_all(offer, param->choices, err);
	if (param->flags & PARAM_GLOBAL && param->kind == KIND_WORDS)
		return offer_json(offer, place, err);
	if (kind_has_candidates(param->kind))
		return offer_looked_up(offer, param->kind, lookup, err);
	return ST_OK;
}

static enum status
offer_option(struct offer *offer, const struct completion_place *place,
	const struct param *param, struct err *err)
{
	const char *name;

	if (param->flags & PARAM_OPERAND || completion_is_given(place, param))
		return ST_OK;
	TRY(arena_format(offer->out->arena, &name, err, "--%s", param->name));
	TRY(offer_value(offer, name, param->help, err));
	if (!(param->flags & PARAM_OPTIONAL_VALUE))
		return ST_OK;
	TRY(arena_format(offer->out->arena, &name, err, "--%s=", param->name));
	return offer_value(offer, name, param->help, err);
}

static enum status
offer_options(
	struct offer *offer, const struct completion_place *place, struct err *err)
{
	const struct command *command = place->command;

	for (size_t i = 0; command && i < command->param_count; i++)
		TRY(offer_option(offer, place, &command->params[i], err));
	for (size_t i = 0; i < global_param_count; i++)
		if (command_takes(command, &global_params[i]))
			TRY(offer_option(offer, place, &global_params[i], err));
	return ST_OK;
}

enum status
completion_candidates(const struct command_list *commands, const struct words *typed,
	completion_values_fn *values, void *arg, struct buffer *out, struct err *err)
{
	const struct lookup lookup = { values, arg };
	struct completion_place place;
	struct offer offer = { .out = out };

	completion_look(commands, typed, &place);
	offer.before = place.last;
	offer.before_size = (size_t)(place.value - place.last);
	offer.prefix = place.value;
	if (place.place == PLACE_OPTION)
		return offer_options(&offer, &place, err);
	if (place.place == PLACE_WORD && place.command_open)
		TRY(offer_commands(
			&offer, commands, place.words.words, place.words.count, err));
	if (place.param)
		return offer_values(&offer, commands, &place, &lookup, err);
	return ST_OK;
}
