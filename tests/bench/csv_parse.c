/* Prints the seconds that our reader alone takes for all items of a CSV file, as
 * trees that an import would look at: beside yaml_parse. */
#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "csv/csv_items.h"

static double
now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static enum status
read_all(int fd, const char *path, struct err *err)
{
	struct item_reader *reader;
	struct item item;
	enum status status;
	bool recoverable;
	bool found = true;

	TRY(csv_items_open(fd, path, &reader, err));
	do
		status = item_reader_next(reader, &item, &found, &recoverable, err);
	while (status == ST_OK && found);
	item_reader_close(reader);
	return status;
}

int
main(int argc, char **argv)
{
	enum status status;
	struct err err;
	double start;
	int fd;

	if (argc != 2) {
		fprintf(stderr, "usage: csv_parse FILE\n");
		return 2;
	}
	fd = open(argv[1], O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		perror(argv[1]);
		return 66;
	}
	start = now();
	status = read_all(fd, argv[1], &err);
	if (status == ST_OK)
		printf("%.3f\n", now() - start);
	else
		fprintf(stderr, "%s:%llu: %s\n", argv[1],
			(unsigned long long)err.line, err.message);
	close(fd);
	return status_exit(status);
}
