#include "cli/progress.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"

#define DRAW_EVERY (SECOND / 10)
#define COLUMNS_DEFAULT 80

/* Return, the rest of the line erased (ECMA-48 EL). */
static const char ERASE[] = "\r\033[K";

static void
draw(const char *text, size_t size)
{
	struct err ignored;

	(void)file_write_all(STDERR_FILENO, text, size, "stderr", &ignored);
}

static size_t
screen_columns(void)
{
	struct winsize screen;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &screen) == 0 && screen.ws_col > 0)
		return screen.ws_col;
	return COLUMNS_DEFAULT;
}

/* "  1:05 left", or nothing where it cannot be known yet. */
static void
time_left(const struct progress *progress, int64_t elapsed, char *text, size_t size)
{
	uint64_t seconds = (uint64_t)(elapsed / SECOND);
	uint64_t left;

	text[0] = '\0';
	if (progress->total == 0 || progress->done == 0 || seconds == 0 ||
		progress->done > progress->total)
		return;
	if (__builtin_mul_overflow(seconds, progress->total - progress->done, &left))
		return;
	left /= progress->done;
	snprintf(text, size, ", %llu:%02llu left", (unsigned long long)(left / 60),
		(unsigned long long)(left % 60));
}

static void
draw_line(const struct progress *progress, int64_t now)
{
	int64_t elapsed = now - progress->started_at;
	uint64_t tenths = (uint64_t)(elapsed / DRAW_EVERY);
	uint64_t rate = progress->rows * 10 / (tenths > 0 ? tenths : 1);
	size_t columns = screen_columns();
	char line[256];
	char left[64];
	int size;

	time_left(progress, elapsed, left, sizeof(left));
	size = snprintf(line, sizeof(line), "%s%.100s: %llu, %llu/s%s", ERASE,
		progress->what, (unsigned long long)progress->rows,
		(unsigned long long)rate, left);
	if (size < 0)
		return;
	/* A line that wraps could not be taken away. */
	if ((size_t)size > columns + sizeof(ERASE) - 2)
		size = (int)(columns + sizeof(ERASE) - 2);
	draw(line, (size_t)size < sizeof(line) ? (size_t)size : sizeof(line) - 1);
}

void
progress_begin(
	struct progress *progress, const char *what, uint64_t total, bool quiet)
{
	*progress = (struct progress){ .what = what, .total = total };
	progress->shown = !quiet && isatty(STDERR_FILENO);
	if (progress->shown)
		progress->started_at = clock_monotonic();
	progress->drawn_at = progress->started_at;
}

void
progress_step(struct progress *progress, uint64_t rows, uint64_t done)
{
	int64_t now;

	progress->rows = rows;
	progress->done = done;
	if (!progress->shown)
		return;
	now = clock_monotonic();
	if (now - progress->drawn_at < DRAW_EVERY)
		return;
	progress->drawn_at = now;
	draw_line(progress, now);
}

void
progress_end(struct progress *progress)
{
	if (progress->shown && progress->drawn_at > progress->started_at)
		draw(ERASE, sizeof(ERASE) - 1);
	progress->shown = false;
}
