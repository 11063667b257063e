/*
 * Runs commands in turn, each as a whole process, and prints the median time of each
 * in microseconds and its ratio to the first:
 *
 *     runner [-p] [-b SECONDS] [-e FILE]... ROUNDS COMMAND... [-- COMMAND...]...
 *
 * In turn, so that whatever else the machine does falls on all of them. What they
 * print is thrown away; one that fails ends the run.
 *
 *     -p  prints the 99th percentile behind the median
 *     -b  no more rounds for a command that has had so many seconds and ROUNDS_MIN
 *     -e  evicts a file from the page cache before each command, for cold starts
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define COMMANDS_MAX 32
#define FILES_MAX 32
#define ROUNDS_MAX 100000
#define ROUNDS_MIN 5
#define WARMUP 10

extern char **environ;

struct timed {
	char **argv;
	int64_t *nanoseconds;
	size_t count;
	int64_t spent;
};

struct runner {
	posix_spawn_file_actions_t actions;
	bool percentile;
	int64_t budget; /* nanoseconds */
	char *files[FILES_MAX];
	size_t file_count;
	struct timed commands[COMMANDS_MAX];
	size_t command_count;
	size_t rounds;
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

static size_t
resident(int file, size_t size)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	size_t pages = (size + page - 1) / page;
	unsigned char *there = malloc(pages + 1);
	void *map = mmap(NULL, size, PROT_READ, MAP_SHARED, file, 0);
	size_t count = 0;

	if (there == NULL || map == MAP_FAILED || mincore(map, size, there) != 0)
		stop("cannot be looked at", "mincore");
	for (size_t i = 0; i < pages; i++)
		count += there[i] & 1;
	munmap(map, size);
	free(there);
	return count;
}

/* Only what is on disk can be evicted. */
static void
evict(const char *path, bool is_checked)
{
	int file = open(path, O_RDONLY);
	struct stat stat;

	if (file < 0 || fstat(file, &stat) != 0)
		stop("cannot be opened", path);
	if (fsync(file) != 0 || posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED) != 0)
		stop("cannot be evicted", path);
	if (is_checked && stat.st_size > 0 &&
		resident(file, (size_t)stat.st_size) > 0)
		stop("stays in the page cache", path);
	close(file);
}

static int
compare(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a;
	int64_t right = *(const int64_t *)b;

	return (left > right) - (left < right);
}

static double
median(const struct timed *timed)
{
	const int64_t *sorted = timed->nanoseconds;

	return (double)(sorted[(timed->count - 1) / 2] + sorted[timed->count / 2]) /
	       2;
}

static double
percentile_99(const struct timed *timed)
{
	return (double)timed->nanoseconds[(timed->count * 99 + 99) / 100 - 1];
}

/* Cuts the arguments at each "--". */
static void
split(struct runner *runner, char **argv)
{
	struct timed *timed;

	for (; *argv != NULL; argv++) {
		if (runner->command_count == COMMANDS_MAX)
			stop("too many commands", *argv);
		timed = &runner->commands[runner->command_count++];
		timed->argv = argv;
		timed->nanoseconds = calloc(runner->rounds, sizeof(int64_t));
		if (timed->nanoseconds == NULL)
			stop("out of memory", *argv);
		while (argv[1] != NULL && strcmp(*argv, "--") != 0)
			argv++;
		if (strcmp(*argv, "--") == 0)
			*argv = NULL;
	}
}

static void
print(struct runner *runner)
{
	double first = 0;

	for (size_t i = 0; i < runner->command_count; i++) {
		struct timed *timed = &runner->commands[i];

		qsort(timed->nanoseconds, timed->count, sizeof(int64_t), compare);
		if (i == 0)
			first = median(timed);
		printf("%.1f\t", median(timed) / 1000);
		if (runner->percentile)
			printf("%.1f\t", percentile_99(timed) / 1000);
		printf("%.2f\t", median(timed) / first);
		for (char **word = timed->argv; *word != NULL; word++)
			printf("%s%s", word == timed->argv ? "" : " ", *word);
		putchar('\n');
	}
}

static void
read_options(struct runner *runner, int argc, char **argv)
{
	long rounds;
	int option;

	runner->budget = INT64_MAX;
	while ((option = getopt(argc, argv, "+pb:e:")) != -1) {
		if (option == 'p')
			runner->percentile = true;
		else if (option == 'b')
			runner->budget = strtol(optarg, NULL, 10) * 1000000000;
		else if (option == 'e' && runner->file_count < FILES_MAX)
			runner->files[runner->file_count++] = optarg;
		else
			stop("takes no such option, or not so many", argv[0]);
	}
	rounds = optind + 1 < argc ? strtol(argv[optind], NULL, 10) : 0;
	if (rounds < 1 || rounds > ROUNDS_MAX)
		stop("needs a number of rounds and a command", argv[0]);
	runner->rounds = (size_t)rounds;
	split(runner, argv + optind + 1);
}

static void
run_round(struct runner *runner, bool is_warmup)
{
	for (size_t i = 0; i < runner->command_count; i++) {
		struct timed *timed = &runner->commands[i];
		int64_t time;

		if (timed->spent > runner->budget && timed->count >= ROUNDS_MIN)
			continue;
		for (size_t j = 0; j < runner->file_count; j++)
			evict(runner->files[j], is_warmup);
		time = run(timed->argv, &runner->actions);
		if (is_warmup)
			continue;
		timed->nanoseconds[timed->count++] = time;
		timed->spent += time;
	}
}

int
main(int argc, char **argv)
{
	struct runner runner = { .percentile = false };
	size_t warmup;

	read_options(&runner, argc, argv);
	posix_spawn_file_actions_init(&runner.actions);
	posix_spawn_file_actions_addopen(
		&runner.actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(
		&runner.actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	warmup = runner.file_count > 0 ? 1 : WARMUP;
	for (size_t round = 0; round < warmup; round++)
		run_round(&runner, true);
	for (size_t round = 0; round < runner.rounds; round++)
		run_round(&runner, false);
	print(&runner);
	return 0;
}
