#include "cli/completion_place.h"

#include <string.h>

#include "cli/completion.h"
#include "cli/parse.h"

static bool
is_global(const struct param *param)
{
	for (size_t i = 0; i < global_param_count; i++)
		if (param == &global_params[i])
			return true;
	return false;
}

static size_t
number_of(const struct completion_place *place, const struct param *param)
{
	const struct command *command = place->command;
	size_t own = command ? command->param_count : 0;

	if (is_global(param))
		return own + (size_t)(param - global_params);
	return (size_t)(param - command->params);
}

bool
completion_is_given(const struct completion_place *place, const struct param *param)
{
	size_t number = number_of(place, param);

	return number < PARAMS_MAX && place->given[number] &&
	       !(param->flags & PARAM_REPEATED);
}

static void
note_option(struct completion_place *place, const struct argument *argument)
{
	size_t number = number_of(place, argument->param);

	if (number < PARAMS_MAX)
		place->given[number] = true;
	if (is_global(argument->param) &&
		argument->param->offset == offsetof(struct global_options, home))
		place->home = argument->value;
}

static bool
is_command_word(const struct completion_place *place, size_t used, size_t at)
{
	for (size_t i = 0; i < used; i++)
		if (place->words.places[i] == at)
			return true;
	return false;
}

static void
note_operand(struct completion_place *place, const char *word)
{
	if (place->operand_count < COMMAND_WORDS_MAX)
		place->operands[place->operand_count] = word;
	place->operand_count++;
}

/* Walks the words before the last; true where "--" was among them. */
static bool
walk(struct completion_place *place, const struct words *typed, size_t used)
{
	struct arguments arguments = { .words = typed->items,
		.count = typed->count - 1,
		.command = place->command };

	for (;;) {
		struct argument argument = argument_next(&arguments);

		if (argument.type == ARGUMENT_NONE)
			return arguments.ended;
		if (argument.type == ARGUMENT_OPTION) {
			note_option(place, &argument);
		} else if (argument.type == ARGUMENT_NO_VALUE) {
			place->place = PLACE_VALUE;
			place->param = argument.param;
		} else if (argument.type == ARGUMENT_OPERAND &&
			   !is_command_word(place, used, argument.at)) {
			note_operand(place, argument.value);
		}
	}
}

/* The last word begins with "-": an option's name, or --name=VALUE. */
static void
look_at_option(struct completion_place *place)
{
	struct arguments arguments = {
		.words = &place->last, .count = 1, .command = place->command
	};
	struct argument argument = argument_next(&arguments);

	place->place = PLACE_OPTION;
	if (argument.type != ARGUMENT_OPTION || !argument.value)
		return;
	place->place = PLACE_VALUE;
	place->param = argument.param;
	place->value = argument.value;
}

static void
look_at_word(struct completion_place *place)
{
	const struct param *param = NULL;

	place->place = PLACE_WORD;
	place->command_open = !place->command || place->operand_count == 0;
	if (!place->command)
		return;
	param = command_operand(place->command, place->operand_count);
	for (size_t i = place->operand_count; !param && i > 0; i--) {
		param = command_operand(place->command, i - 1);
		if (param && !(param->flags & PARAM_REPEATED))
			return;
	}
	place->param = param;
}

void
completion_look(const struct command_list *commands, const struct words *typed,
	struct completion_place *place)
{
	const char *nothing = "";
	const struct words empty = { &nothing, 1 };
	struct err ignored;
	size_t used = 0;
	bool ended;

	if (typed->count == 0)
		typed = &empty;
	*place = (struct completion_place){ .last = typed->items[typed->count - 1] };
	place->value = place->last;
	place->words = command_words(typed->items, typed->count - 1);
	if (place->words.count > 0 &&
		command_find(commands, place->words.words, place->words.count,
			&place->command, &used, &ignored) != ST_OK)
		used = 0;
	ended = walk(place, typed, used);
	if (place->place == PLACE_VALUE)
		return;
	if (!ended && place->last[0] == '-')
		look_at_option(place);
	else
		look_at_word(place);
}

bool
kind_needs_shop(enum kind kind)
{
	switch (kind) {
	case KIND_SKU:
	case KIND_CATEGORY:
	case KIND_BRAND:
	case KIND_PAIR:
	case KIND_ORDER:
	case KIND_WORDS:
	case KIND_QUERY:
	case KIND_SYNONYM:
	case KIND_TAX_RATE:
	case KIND_SHIPPING_METHOD:
	case KIND_SALE:
	case KIND_PROMOTION:
		return true;
	default:
		return false;
	}
}

bool
kind_has_candidates(enum kind kind)
{
	return kind_needs_shop(kind) || kind == KIND_SETTING || kind == KIND_CUSTOMER;
}

const char *
completion_home(const struct command_list *commands, const struct words *typed)
{
	struct completion_place place;

	completion_look(commands, typed, &place);
	return place.home;
}

bool
completion_needs_shop(const struct command_list *commands, const struct words *typed)
{
	struct completion_place place;

	completion_look(commands, typed, &place);
	return place.param && !is_global(place.param) &&
	       kind_needs_shop(place.param->kind);
}
