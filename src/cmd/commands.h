#ifndef SHOP_CMD_COMMANDS_H
#define SHOP_CMD_COMMANDS_H

#include "cli/command.h"

/* Every command, in the manual's order: the one list. Each is command_NAME in
 * cmd/NAME.c. */
#define COMMANDS(X) \
	X(init) \
	X(help) \
	X(completion)

#define COMMAND_DECLARE(name) extern const struct command command_##name;
COMMANDS(COMMAND_DECLARE)
#undef COMMAND_DECLARE

extern const struct command_list all_commands;

#endif
