/*
 * Runs commands in turn, each as a whole process, and prints the median time of each
 * in microseconds and its ratio to the first:
 *
 *     runner ROUNDS COMMAND... -- COMMAND... [-- COMMAND...]
 *
 * In turn, so that whatever else the machine does falls on all of them. What they
 * print is thrown away; one that fails ends the run.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define COMMANDS_MAX 16
#define ROUNDS_MAX 100000
#define WARMUP 10

extern char **environ;

struct timed {
	char **argv;
	int64_t *nanoseconds;
};

static int64_t
now(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (int64_t)at.tv_sec * 1000000000 + at.tv_nsec;
}

static void
stop(const char *what, const char *name)
{
	fprintf(stderr, "runner: %s: %s\n", name, what);
	exit(1);
}

static int64_t
run(char **argv, const posix_spawn_file_actions_t *actions)
{
	int64_t began = now();
	pid_t child;
	int status;

	if (posix_spawn(&child, argv[0], actions, NULL, argv, environ) != 0)
		stop("cannot be started", argv[0]);
	if (waitpid(child, &status, 0) != child)
		stop("cannot be waited for", argv[0]);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		stop("ended with a failure", argv[0]);
	return now() - began;
}

static int
compare(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a;
	int64_t right = *(const int64_t *)b;

	return (left > right) - (left < right);
}

static double
median(int64_t *values, size_t count)
{
	qsort(values, count, sizeof(*values), compare);
	return (double)(values[(count - 1) / 2] + values[count / 2]) / 2;
}

/* Cuts the arguments at each "--". */
static size_t
split(char **argv, struct timed *commands, size_t rounds)
{
	size_t count = 0;

	for (; *argv != NULL; argv++) {
		if (count == COMMANDS_MAX)
			stop("too many commands", *argv);
		commands[count].argv = argv;
		commands[count].nanoseconds = calloc(rounds, sizeof(int64_t));
		if (commands[count++].nanoseconds == NULL)
			stop("out of memory", *argv);
		while (argv[1] != NULL && strcmp(*argv, "--") != 0)
			argv++;
		if (strcmp(*argv, "--") == 0)
			*argv = NULL;
	}
	return count;
}

static void
print(struct timed *commands, size_t count, size_t rounds)
{
	double first = median(commands[0].nanoseconds, rounds);

	for (size_t i = 0; i < count; i++) {
		double time = median(commands[i].nanoseconds, rounds);

		printf("%.1f\t%.2f\t", time / 1000, time / first);
		for (char **word = commands[i].argv; *word != NULL; word++)
			printf("%s%s", word == commands[i].argv ? "" : " ", *word);
		putchar('\n');
	}
}

int
main(int argc, char **argv)
{
	struct timed commands[COMMANDS_MAX];
	posix_spawn_file_actions_t actions;
	long rounds = argc > 2 ? strtol(argv[1], NULL, 10) : 0;
	size_t count;

	if (rounds < 1 || rounds > ROUNDS_MAX)
		stop("needs a number of rounds and a command", argv[0]);
	count = split(argv + 2, commands, (size_t)rounds);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(
		&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(
		&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	for (long round = -WARMUP; round < rounds; round++)
		for (size_t i = 0; i < count; i++) {
			int64_t time = run(commands[i].argv, &actions);

			if (round >= 0)
				commands[i].nanoseconds[round] = time;
		}
	print(commands, count, (size_t)rounds);
	return 0;
}
