#ifndef SHOP_CLI_PROGRESS_H
#define SHOP_CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

/* One line on stderr, renewed at most ten times a second, and only where stderr is
 * a terminal: rows, rows a second, time left. */
struct progress {
	const char *what;
	bool shown;
	int64_t started_at;
	int64_t drawn_at;
	uint64_t rows;
	uint64_t done;
	uint64_t total; /* bytes or rows; 0 where it is not known */
};

void progress_begin(
	struct progress *progress, const char *what, uint64_t total, bool quiet);
void progress_step(struct progress *progress, uint64_t rows, uint64_t done);
/* Takes the line away. */
void progress_end(struct progress *progress);

#endif
