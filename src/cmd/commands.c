#include "cmd/commands.h"

static const struct command *const list[] = {
#define COMMAND_ENTRY(name) &command_##name,
	COMMANDS(COMMAND_ENTRY)
#undef COMMAND_ENTRY
};

const struct command_list all_commands = { list, sizeof(list) / sizeof(list[0]) };
