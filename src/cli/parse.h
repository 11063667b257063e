#ifndef SHOP_CLI_PARSE_H
#define SHOP_CLI_PARSE_H

#include "base/arena.h"
#include "base/status.h"
#include "cli/command.h"

/* The options every command takes, wherever they stand on the line. */
struct global_options {
	const char *home;
	int format; /* an enum output_format, or FORMAT_UNSET */
	bool json;
	struct words json_fields;
	bool quiet;
	bool verbose;
	bool no_input;
	const char *for_customer;
	bool dry_run;
	int64_t wait; /* microseconds */
	bool wait_given;
	bool help;
	bool version;
};

/* Their table, that usage, completion and the manual read as they read a command's.
 */
extern const struct param global_params[];
extern const size_t global_param_count;

struct parsed {
	struct global_options global;
	const struct command *command; /* NULL where no word was given */
	/* With --help: words that begin several commands, such as "admin"; command
	 * is then what they mean alone, or NULL. Else NULL. */
	const char *group;
	void *input; /* the command's input struct, in the arena */
};

/*
 * Reads a whole command line. Options and operands come in any order, "--" ends
 * options, names are never abbreviated, "--name=value" and "--name value", "-n3"
 * and "-n 3" are the same. Every mistake is ST_USAGE, names the word and the
 * nearest that is right, and ends with how to get help ("see 'shop cart add
 * --help'"). argv[0] is not looked at. With --help and --version nothing else is
 * required. On a refusal only parsed->global.format is set, to the format that the
 * line asks for, so that the error can be shown in it.
 */
enum status parse_command_line(const struct command_list *commands, int argc,
	const char *const *argv, struct arena *arena, struct parsed *parsed,
	struct err *err);

/* Reads one value of a kind into its member; reason is said in err without a
 * prefix. For the questionnaire and for tests. */
enum status parse_value(const struct param *param, const char *text,
	struct arena *arena, void *member, struct err *err);

#endif
