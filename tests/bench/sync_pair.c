/*
 * What every durable commit has to wait for: a page written and synced, then the page
 * that makes it valid. Prints the median of COUNT such pairs in microseconds:
 *
 *     sync_pair FILE COUNT
 *
 * FILE is made and removed; it lies where the data does.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define PAGE 4096
#define PAGES 256
#define COUNT_MAX 10000

static void
stop(const char *what)
{
	perror(what);
	exit(1);
}

static int64_t
now(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (int64_t)at.tv_sec * 1000000000 + at.tv_nsec;
}

static int
compare(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a;
	int64_t right = *(const int64_t *)b;

	return (left > right) - (left < right);
}

static int64_t
write_pair(int plain, int synced, int round)
{
	static const char page[PAGE];
	int64_t began = now();

	if (pwrite(plain, page, PAGE, (2 + round % (PAGES - 2)) * PAGE) != PAGE ||
		fdatasync(plain) != 0 ||
		pwrite(synced, page, PAGE, round % 2 * PAGE) != PAGE)
		stop("sync_pair");
	return now() - began;
}

int
main(int argc, char **argv)
{
	long count = argc == 3 ? strtol(argv[2], NULL, 10) : 0;
	int64_t times[COUNT_MAX];
	static const char page[PAGE];
	int plain;
	int synced;

	if (count < 1 || count > COUNT_MAX) {
		fprintf(stderr, "usage: sync_pair FILE COUNT\n");
		return 2;
	}
	plain = open(argv[1], O_RDWR | O_CREAT | O_TRUNC, 0600);
	synced = open(argv[1], O_RDWR | O_DSYNC);
	if (plain < 0 || synced < 0)
		stop(argv[1]);
	for (int i = 0; i < PAGES; i++)
		if (write(plain, page, PAGE) != PAGE)
			stop(argv[1]);
	if (fsync(plain) != 0 || unlink(argv[1]) != 0)
		stop(argv[1]);
	for (int i = 0; i < count; i++)
		times[i] = write_pair(plain, synced, i);
	qsort(times, (size_t)count, sizeof(times[0]), compare);
	printf("%.1f\n", (double)times[count / 2] / 1000);
	return 0;
}
