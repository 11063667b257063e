#ifndef SHOP_CLI_HELP_H
#define SHOP_CLI_HELP_H

#include "base/bytes.h"
#include "cli/command.h"

/* Help is drawn from the tables. What is appended ends with a newline. */

/* The short list of commands, grouped as a person meets them, with an example. */
enum status help_overview(
	const struct command_list *commands, struct buffer *out, struct err *err);
/* A command's page: examples first, usage, options, exit hints; or, for words such
 * as "admin" that begin commands but are none, the commands below them (ST_USAGE
 * where they are no such words). */
enum status help_command(const struct command_list *commands,
	const struct command *command, struct buffer *out, struct err *err);
enum status help_group(const struct command_list *commands, const char *prefix,
	struct buffer *out, struct err *err);
/* One line: "usage: shop cart add SKU [-n COUNT]". */
enum status help_usage(
	const struct command *command, struct buffer *out, struct err *err);
/* The tables for the check of the manual: one line for each command, option and
 * operand, tab-separated (command, name, letter, value name, summary or help). The
 * global options come first, without a command; --dry-run and --for again below
 * each command that takes them. A command's own line has no name. */
enum status help_dump(
	const struct command_list *commands, struct buffer *out, struct err *err);

#endif
