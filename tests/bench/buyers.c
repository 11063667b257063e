/*
 * Runs a command for one buyer after the other, each as a whole process, in several
 * lanes at once:
 *
 *     buyers LANES COUNT FIRST COMMAND...
 *
 * Each lane begins its next process when its last one has ended, COUNT times. "{}" in
 * a word of the command stands for the buyer's number, from FIRST on. What the
 * command prints is thrown away; one that fails ends the run. Prints a line for each
 * process and two for the whole run:
 *
 *     took MICROSECONDS
 *     wall MICROSECONDS
 *     share SLOWEST FASTEST    how many a lane had had when the first had all of its
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

#define LANES_MAX 64
#define COUNT_MAX 100000
#define WORDS_MAX 32
#define WORD_SIZE 512

extern char **environ;

struct lane {
	pid_t child; /* 0 where none runs */
	int64_t began;
	size_t ended;
};

struct buyers {
	posix_spawn_file_actions_t actions;
	char **command;
	size_t first;
	size_t count;
	size_t lane_count;
	struct lane lanes[LANES_MAX];
	int64_t *times;
	size_t time_count;
	size_t slowest; /* when the fastest had ended; COUNT_MAX before */
};

static int64_t
now(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (int64_t)at.tv_sec * 1000000 + at.tv_nsec / 1000;
}

static void
stop(const char *what, const char *name)
{
	fprintf(stderr, "buyers: %s: %s\n", name, what);
	exit(1);
}

/* A word with the buyer's number in it. */
static void
fill_in(const char *word, size_t buyer, char *filled)
{
	const char *place = strstr(word, "{}");
	int before = place ? (int)(place - word) : (int)strlen(word);
	int size = place ? snprintf(filled, WORD_SIZE, "%.*s%zu%s", before, word,
				   buyer, place + 2)
			 : snprintf(filled, WORD_SIZE, "%s", word);

	if (size >= WORD_SIZE)
		stop("a word is too long", word);
}

static void
begin(struct buyers *buyers, size_t number)
{
	struct lane *lane = &buyers->lanes[number];
	size_t buyer = buyers->first + number * buyers->count + lane->ended;
	char words[WORDS_MAX][WORD_SIZE];
	char *argv[WORDS_MAX + 1] = { NULL };
	size_t i;

	for (i = 0; buyers->command[i]; i++) {
		if (i == WORDS_MAX)
			stop("too many words", buyers->command[i]);
		fill_in(buyers->command[i], buyer, words[i]);
		argv[i] = words[i];
	}
	lane->began = now();
	if (posix_spawn(&lane->child, argv[0], &buyers->actions, NULL, argv,
		    environ) != 0)
		stop("cannot be started", argv[0]);
}

static size_t
find_lane(const struct buyers *buyers, pid_t child)
{
	size_t i;

	for (i = 0; i < buyers->lane_count; i++)
		if (buyers->lanes[i].child == child)
			return i;
	stop("a child of nobody's", "wait");
	return 0;
}

static size_t
slowest(const struct buyers *buyers)
{
	size_t least = buyers->count;
	size_t i;

	for (i = 0; i < buyers->lane_count; i++)
		if (buyers->lanes[i].ended < least)
			least = buyers->lanes[i].ended;
	return least;
}

/* Waits for any process to end, and begins the lane's next one. */
static void
step(struct buyers *buyers)
{
	int status;
	pid_t child = waitpid(-1, &status, 0);
	size_t number = find_lane(buyers, child);
	struct lane *lane = &buyers->lanes[number];

	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		stop("ended with a failure", buyers->command[0]);
	buyers->times[buyers->time_count++] = now() - lane->began;
	lane->child = 0;
	if (++lane->ended < buyers->count)
		begin(buyers, number);
	else if (buyers->slowest == COUNT_MAX)
		buyers->slowest = slowest(buyers);
}

static size_t
number_of(const char *text, size_t least, size_t most)
{
	char *end;
	unsigned long number = strtoul(text, &end, 10);

	if (*end != '\0' || number < least || number > most)
		stop("is not a number that is possible here", text);
	return number;
}

static void
open_standard(struct buyers *buyers)
{
	posix_spawn_file_actions_init(&buyers->actions);
	posix_spawn_file_actions_addopen(
		&buyers->actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(
		&buyers->actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
}

int
main(int argc, char **argv)
{
	struct buyers buyers = { .slowest = COUNT_MAX };
	int64_t began;
	int64_t wall;
	size_t total;
	size_t i;

	if (argc < 5)
		stop("needs lanes, a count, the first buyer and a command", argv[0]);
	buyers.lane_count = number_of(argv[1], 1, LANES_MAX);
	buyers.count = number_of(argv[2], 1, COUNT_MAX - 1);
	buyers.first = number_of(argv[3], 0, SIZE_MAX / 2);
	buyers.command = argv + 4;
	total = buyers.lane_count * buyers.count;
	buyers.times = calloc(total, sizeof(*buyers.times));
	if (!buyers.times)
		stop("out of memory", argv[0]);
	open_standard(&buyers);
	began = now();
	for (i = 0; i < buyers.lane_count; i++)
		begin(&buyers, i);
	while (buyers.time_count < total)
		step(&buyers);
	wall = now() - began;
	for (i = 0; i < total; i++)
		printf("took %lld\n", (long long)buyers.times[i]);
	printf("wall %lld\n", (long long)wall);
	printf("share %zu %zu\n", buyers.slowest, buyers.count);
	return 0;
}
