#include "command_line.h"

#define WORDS_MAX 64

struct reading
line_read_words(const char *const *argv, int argc)
{
	struct reading reading = { .err = { .status = ST_OK } };

	reading.status = parse_command_line(
		&made_up, argc, argv, &reading.arena, &reading.parsed, &reading.err);
	return reading;
}

struct reading
line_read(const char *first, ...)
{
	const char *argv[WORDS_MAX] = { "shop" };
	int argc = 1;
	va_list args;

	va_start(args, first);
	for (const char *word = first; word; word = va_arg(args, const char *))
		argv[argc++] = word;
	va_end(args);
	return line_read_words(argv, argc);
}

void
line_drop(struct reading *reading)
{
	arena_free(&reading->arena);
}
