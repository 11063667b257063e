#ifndef SHOP_REPORT_LIST_PARTS_H
#define SHOP_REPORT_LIST_PARTS_H

#include "report/report.h"

/* What the reports of lists share. */

/* A name that outlives the record it was read from; what is longer is cut at a whole
 * character. */
#define LIST_NAME_MAX 2048
struct list_name {
	char text[LIST_NAME_MAX];
};
void list_name_set(struct list_name *name, const char *text);

/* Copies of what a page shows above a report. */
enum status list_figures(struct arena *arena, const struct report_figure *figures,
	size_t count, struct list *list, struct err *err);

/* The one chart of a report, of bars that live in the arena. */
enum status list_chart(struct arena *arena, const struct report_chart *chart,
	struct report *report, struct err *err);

/* How far a period is shown: from the first day on which anything was posted, where
 * it is open, to its end or today. Nothing of one that has not begun. */
enum status list_shown_days(struct txn *txn, const struct report_request *request,
	struct report_days *days, struct err *err);
/* The first and the last day of a time, as dates; "" where it is open. */
struct list_time {
	const char *from;
	const char *until;
};
enum status list_time(struct arena *arena, const struct report_days *days,
	struct list_time *time, struct err *err);
/* The same in words: "2026-11-01 to 2026-11-30". */
enum status list_time_words(struct arena *arena, const struct list_time *time,
	const char **words, struct err *err);

/* "Payments by payment method": a title, by one of the names of what it may be by. */
enum status list_by_words(struct arena *arena, const char *what,
	const char *const *names, int by, const char **words, struct err *err);

/* The moment a day begins; of open sides the end of time. */
int64_t list_moment(int32_t day);

/* The largest of many, in bounded memory: the rest is forgotten. Those that are the
 * same size stand by id, then by part. */
struct ranked {
	int64_t size;
	uint64_t id;
	uint64_t part;
};
struct ranking {
	struct ranked *items;
	void **heap;
	size_t count;
	size_t limit;
};
/* There are no more than most to come. */
enum status list_ranking_open(struct arena *arena, int64_t limit, uint64_t most,
	struct ranking *ranking, struct err *err);
void list_ranking_add(struct ranking *ranking, const struct ranked *item);
/* Puts them in order, the largest first. */
void list_ranking_sort(struct ranking *ranking);

/* Things in the order of compare, each once, which looks at what they are known by.
 */
struct sorted {
	struct arena *arena;
	size_t size; /* of one */
	int (*compare)(const void *a, const void *b);
	void *items;
	size_t count;
	size_t room;
};
/* The one that is like key; if it is new, it is a copy of it. Adding one moves
 * others.
 */
enum status sorted_at(
	struct sorted *sorted, const void *key, void **item, struct err *err);

/* What is shown of a period in days, weeks, ...: all of them. */
struct list_times {
	enum day_unit unit;
	struct report_days days;
	size_t count;
	const char **labels;
	/* Where list_times_at has come to. */
	size_t at;
	int32_t end;
};
enum status list_times_open(struct txn *txn, const struct report_request *request,
	enum day_unit unit, struct list_times *times, struct err *err);
/* Which of them a day lies in; days come in their order. */
size_t list_times_at(struct list_times *times, int32_t day);

/* The same record, but its first field has another name. */
enum status list_row_type(struct arena *arena, const struct record_type *type,
	const char *name, const struct record_type **named, struct err *err);

#endif
