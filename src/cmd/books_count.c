#include "cmd/books_count.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/process.h"
#include "cli/progress.h"
#include "order/posting.h"

struct counting {
	bool anew;
	bool done;
	uint64_t orders;
	uint64_t last; /* order's number */
	uint64_t next; /* to be counted */
};

int64_t
books_slice(void)
{
#ifdef SHOP_TESTING
	const char *set = getenv("SHOP_TEST_SLICE");

	if (set && *set)
		return strtoll(set, NULL, 10);
#endif
	return GROUP_TIME;
}

/* How far it has to go. */
static enum status
read_orders(struct txn *txn, struct counting *counting, struct err *err)
{
	struct scan_range all = { .backward = true };
	struct table_stat stat;
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	bool found;

	TRY(txn_table_stat(txn, TABLE_ORDER, &stat, err));
	TRY(scan_open(txn, TABLE_ORDER, all, &scan, err));
	TRY(scan_next(scan, &key, &value, &found, err));
	counting->orders = stat.entries;
	counting->last =
		found && key.size == sizeof(uint64_t) ? get_u64(key.data) : 0;
	scan_close(scan);
	return ST_OK;
}

/* Where they are whole they are counted anew because somebody asks for it. */
static enum status
count_slice(struct txn *txn, void *arg, struct err *err)
{
	struct counting *counting = arg;
	struct books_state state;

	TRY(books_state(txn, &state, err));
	if (counting->anew && state.whole)
		TRY(books_begin_count(txn, err));
	TRY(order_count_books(txn, books_slice(), &counting->done, err));
	TRY(books_state(txn, &state, err));
	counting->next = state.next;
	return read_orders(txn, counting, err);
}

static enum status
count_all(struct context *context, struct counting *counting,
	struct progress *progress, struct err *err)
{
	struct arena_mark mark = arena_mark(context->arena);

	for (;;) {
		arena_rewind(context->arena, mark);
		TRY(context_write(context, count_slice, counting, err));
		counting->anew = false;
		progress->total = counting->last;
		progress_step(progress, counting->next, counting->next);
		if (counting->done)
			return ST_OK;
		TRY(signal_check(err));
		store_give_way(context->store);
	}
}

static enum status
count(struct context *context, struct counting *counting, struct err *err)
{
	struct progress progress;
	enum status status;

	progress_begin(&progress, "counting", 0, context->global->quiet);
	status = count_all(context, counting, &progress, err);
	progress_end(&progress);
	return status;
}

enum status
books_count_anew(struct context *context, uint64_t *orders, struct err *err)
{
	struct counting counting = { .anew = true };

	TRY(count(context, &counting, err));
	*orders = counting.orders;
	return ST_OK;
}

enum status
books_count_rest(struct context *context, uint64_t *orders, struct err *err)
{
	struct counting counting = { .anew = false };

	TRY(count(context, &counting, err));
	*orders = counting.orders;
	return ST_OK;
}

enum status
books_count_say(struct context *context, uint64_t orders, struct err *err)
{
	static const char format[] = "the books %s counted anew: %" PRIu64 " order%s";
	const char *was = context->global->dry_run ? "would be" : "were";
	const char *plural = orders == 1 ? "" : "s";
	struct output *output = context->output;

	if (orders == 0)
		return ST_OK;
	if (output_is_table(output))
		return output_say(output, err, format, was, orders, plural);
	return output_detail(output, err, format, was, orders, plural);
}
