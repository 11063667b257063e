#include "report/day_sort.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

#define TEXTS_MAX ((size_t)32 * 1024)
#define RUNS_MIN ((size_t)256)
#define WINDOW_SIZE ((size_t)64 * 1024)

static const char FILE_NAME[] = "a temporary file";

struct day_sort_text {
	int32_t day;
	uint32_t at;
	uint32_t size;
};

struct day_sort_run {
	int32_t day;
	uint64_t at;
	uint64_t size;
};

static int
compare_days(int32_t a, int32_t b)
{
	return (a > b) - (a < b);
}

static int
compare_texts(const void *left, const void *right)
{
	const struct day_sort_text *a = left;
	const struct day_sort_text *b = right;

	return a->day != b->day ? compare_days(a->day, b->day)
				: (a->at > b->at) - (a->at < b->at);
}

static int
compare_runs(const void *left, const void *right)
{
	const struct day_sort_run *a = left;
	const struct day_sort_run *b = right;

	return a->day != b->day ? compare_days(a->day, b->day)
				: (a->at > b->at) - (a->at < b->at);
}

static void
sort_texts(struct day_sort *sort)
{
	char *to = sort->ordered;
	size_t i;

	if (sort->count == 0)
		return;
	qsort(sort->texts, sort->count, sizeof(*sort->texts), compare_texts);
	for (i = 0; i < sort->count; i++) {
		memcpy(to, sort->memory + sort->texts[i].at, sort->texts[i].size);
		to += sort->texts[i].size;
	}
}

static enum status
add_run(struct day_sort *sort, int32_t day, struct err *err)
{
	size_t capacity = sort->run_capacity ? sort->run_capacity * 2 : RUNS_MIN;
	struct day_sort_run *runs;

	if (sort->run_count == sort->run_capacity) {
		TRY(ARENA_NEW(&sort->arena, capacity, &runs, err));
		if (sort->run_count > 0)
			memcpy(runs, sort->runs, sort->run_count * sizeof(*runs));
		sort->runs = runs;
		sort->run_capacity = capacity;
	}
	sort->runs[sort->run_count++] =
		(struct day_sort_run){ .day = day, .at = sort->written };
	return ST_OK;
}

static enum status
empty_memory(struct day_sort *sort, struct err *err)
{
	size_t i;

	if (sort->fd < 0)
		TRY(file_temporary(&sort->fd, err));
	sort_texts(sort);
	TRY(file_write_all(sort->fd, sort->ordered, sort->used, FILE_NAME, err));
	for (i = 0; i < sort->count; i++) {
		if (i == 0 || sort->texts[i].day != sort->texts[i - 1].day)
			TRY(add_run(sort, sort->texts[i].day, err));
		sort->runs[sort->run_count - 1].size += sort->texts[i].size;
		sort->written += sort->texts[i].size;
	}
	sort->used = 0;
	sort->count = 0;
	return ST_OK;
}

static enum status
take_memory(struct day_sort *sort, struct err *err)
{
	TRY(arena_take_raw(&sort->arena, DAY_SORT_MEMORY_MAX, &sort->memory, err));
	TRY(arena_take_raw(&sort->arena, DAY_SORT_MEMORY_MAX, &sort->ordered, err));
	return ARENA_NEW(&sort->arena, TEXTS_MAX, &sort->texts, err);
}

enum status
day_sort_add(struct day_sort *sort, int32_t day, const void *text, size_t size,
	struct err *err)
{
	invariant(size <= DAY_SORT_MEMORY_MAX);
	if (!sort->memory)
		TRY(take_memory(sort, err));
	if (sort->count == TEXTS_MAX || size > DAY_SORT_MEMORY_MAX - sort->used)
		TRY(empty_memory(sort, err));
	memcpy(sort->memory + sort->used, text, size);
	sort->texts[sort->count++] =
		(struct day_sort_text){ day, (uint32_t)sort->used, (uint32_t)size };
	sort->used += size;
	return ST_OK;
}

static enum status
give_run(struct day_sort *sort, const struct day_sort_run *run,
	day_sort_take_fn *take, void *arg, struct err *err)
{
	uint64_t done;

	for (done = 0; done < run->size;) {
		uint64_t left = run->size - done;
		size_t some = left < WINDOW_SIZE ? (size_t)left : WINDOW_SIZE;

		TRY(file_read_at(sort->fd, sort->ordered, some, run->at + done,
			FILE_NAME, err));
		TRY(take(arg, sort->ordered, some, err));
		done += some;
	}
	return ST_OK;
}

enum status
day_sort_give(
	struct day_sort *sort, day_sort_take_fn *take, void *arg, struct err *err)
{
	size_t i;

	if (sort->fd < 0) {
		sort_texts(sort);
		return sort->used > 0 ? take(arg, sort->ordered, sort->used, err)
				      : ST_OK;
	}
	TRY(empty_memory(sort, err));
	qsort(sort->runs, sort->run_count, sizeof(*sort->runs), compare_runs);
	for (i = 0; i < sort->run_count; i++)
		TRY(give_run(sort, &sort->runs[i], take, arg, err));
	return ST_OK;
}

void
day_sort_close(struct day_sort *sort)
{
	if (sort->fd >= 0)
		close(sort->fd);
	arena_free(&sort->arena);
	*sort = (struct day_sort){ .fd = -1 };
}
