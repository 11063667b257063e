#ifndef SHOP_CLI_COMPLETION_H
#define SHOP_CLI_COMPLETION_H

#include "base/bytes.h"
#include "cli/command.h"

/*
 * Completion. The scripts are thin: they hand the words typed so far to "shop
 * completion candidates -- WORD..." and show its lines, so that what a shell offers
 * and what is parsed come from one table. A candidate line is
 * "VALUE<TAB>DESCRIPTION".
 */
enum shell {
	SHELL_BASH,
	SHELL_ZSH,
	SHELL_FISH,
};
enum status completion_script(enum shell shell, struct buffer *out, struct err *err);

/* Looks up candidates of a kind that begin with prefix, in the shop: at most 100,
 * nothing personal. May add none. */
typedef enum status completion_values_fn(void *arg, enum kind kind,
	const char *prefix, struct buffer *out, struct err *err);

/* Candidates for the last of the words typed after "shop": command words, option
 * names, choices, values. Lines are appended to out. */
enum status completion_candidates(const struct command_list *commands,
	const struct words *typed, completion_values_fn *values, void *arg,
	struct buffer *out, struct err *err);

/* The folder that the words typed name with -C or --home, or NULL. */
const char *completion_home(
	const struct command_list *commands, const struct words *typed);

/* True where completing these words needs the shop to be opened: values may then be
 * asked for. */
bool completion_needs_shop(
	const struct command_list *commands, const struct words *typed);

#endif
