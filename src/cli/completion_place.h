#ifndef SHOP_CLI_COMPLETION_PLACE_H
#define SHOP_CLI_COMPLETION_PLACE_H

#include "cli/argument.h"
#include "cli/path.h"

/* Where in a command line the word to be completed stands. Private to cli/. */

#define PARAMS_MAX 1024

enum place {
	PLACE_WORD,   /* a command's word or an operand */
	PLACE_OPTION, /* an option's name */
	PLACE_VALUE,  /* an option's value */
};

struct completion_place {
	enum place place;
	const char *last;
	/* PLACE_VALUE: of which option; PLACE_WORD: the operand, or NULL. */
	const struct param *param;
	const char *value; /* what of last belongs to the value */
	const struct command *command;
	/* Whether a command's word may still stand here, and those before it. */
	bool command_open;
	struct command_words words;
	/* The operands before, the first few of them. */
	const char *operands[COMMAND_WORDS_MAX];
	size_t operand_count;
	const char *home;
	bool given[PARAMS_MAX]; /* the command's parameters, then the global ones */
};

void completion_look(const struct command_list *commands, const struct words *typed,
	struct completion_place *place);

/* Whether an option was given before and may not come again. */
bool completion_is_given(
	const struct completion_place *place, const struct param *param);

/* Whether a kind's values are looked up at all, and whether in the shop. */
bool kind_has_candidates(enum kind kind);
bool kind_needs_shop(enum kind kind);

#endif
