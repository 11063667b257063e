#include "report/journal.h"

#include <inttypes.h>
#include <string.h>

#include "order/posting.h"
#include "report/day_sort.h"
#include "report/journal_entry.h"

/*
 * Orders are gone through by number, and each one's postings of the days asked for
 * are put aside by day: a fact of today may belong to an order of last year. Only
 * then it is known which accounts there are, which have to be declared first.
 */
struct journal {
	struct txn *txn;
	const struct journal_request *request;
	struct account_names accounts;
	struct day_sort sort;
};

static bool
is_in_days(const struct journal *journal, int64_t at)
{
	const struct report_days *days = &journal->request->days;
	int32_t day = day_of(at);

	return day >= days->from && day < days->until;
}

/* What is said with a fact, or of an order that came from elsewhere. */
static const char *
note_of(const struct posting *posting, const struct order *order,
	const struct list *facts)
{
	const struct fact *items = facts->items;
	size_t i;

	if (posting->fact == 0)
		return order->reference;
	for (i = 0; i < facts->count; i++)
		if (items[i].number == posting->fact)
			return items[i].reference;
	return "";
}

static enum status
add_posting(struct journal *journal, const struct posting *posting, const char *note,
	struct err *err)
{
	struct journal_entry entry = { .out = { .arena = txn_arena(journal->txn) },
		.currency = journal->request->currency,
		.decimals = journal->request->decimals,
		.accounts = &journal->accounts };

	TRY(journal_entry_write(&entry, posting, note, err));
	return day_sort_add(&journal->sort, day_of(posting->at), entry.out.data,
		entry.out.size, err);
}

/* Nothing of most orders is in a period that is short. */
static bool
is_any_in_days(const struct journal *journal, const struct order *order,
	const struct list *facts)
{
	const struct fact *items = facts->items;
	size_t i;

	if (is_in_days(journal, order->placed_at))
		return true;
	for (i = 0; i < facts->count; i++)
		if (is_in_days(journal, items[i].at))
			return true;
	return false;
}

static enum status
add_order(struct journal *journal, const struct order *order, struct err *err)
{
	struct list facts;
	struct list postings;
	const struct posting *items;
	size_t i;

	TRY(order_facts_of(journal->txn, order, &facts, err));
	if (!is_any_in_days(journal, order, &facts))
		return ST_OK;
	TRY(order_postings(order, &facts, txn_arena(journal->txn), &postings, err));
	items = postings.items;
	for (i = 0; i < postings.count; i++)
		if (is_in_days(journal, items[i].at))
			TRY(add_posting(journal, &items[i],
				note_of(&items[i], order, &facts), err));
	return ST_OK;
}

static enum status
add_orders(struct journal *journal, struct err *err)
{
	struct arena *arena = txn_arena(journal->txn);
	struct scan_range range = { .backward = false };
	struct scan *scan;

	TRY(scan_open(journal->txn, TABLE_ORDER, range, &scan, err));
	for (;;) {
		struct arena_mark mark = arena_mark(arena);
		struct order order;
		struct bytes key;
		struct bytes value;
		bool found;

		TRY(scan_next(scan, &key, &value, &found, err));
		if (!found)
			break;
		TRY(record_decode(&order_record, value, arena, &order, err));
		TRY(add_order(journal, &order, err));
		arena_rewind(arena, mark);
	}
	scan_close(scan);
	return ST_OK;
}

/* As --period reads it. */
static enum status
add_head(const struct journal *journal, struct buffer *head, struct err *err)
{
	const struct journal_request *request = journal->request;
	char from[16] = "";
	char until[16] = "";
	const char *shop;
	const char *text;

	if (request->days.from != INT32_MIN)
		day_format(request->days.from, from);
	if (request->days.until != INT32_MAX)
		day_format(request->days.until - 1, until);
	TRY(journal_text(head->arena, request->shop, &shop, err));
	TRY(arena_format(head->arena, &text, err,
		"; %s: the books of %s..%s, days of %s\n"
		"; shop-admin-report-journal(1) explains the accounts\n\n",
		shop, from, until, request->zone));
	return buffer_append_text(head, text, err);
}

/* Without decimals no format is one for both programs, and none is needed. */
static enum status
add_commodity(const struct journal *journal, struct buffer *head, struct err *err)
{
	const struct journal_request *request = journal->request;
	const char *text;

	TRY(arena_format(
		head->arena, &text, err, "commodity %s\n", request->currency));
	TRY(buffer_append_text(head, text, err));
	if (request->decimals == 0)
		return ST_OK;
	TRY(arena_format(head->arena, &text, err, "    format 1000.%0*d %s\n",
		(int)request->decimals, 0, request->currency));
	return buffer_append_text(head, text, err);
}

static enum status
add_accounts(const struct journal *journal, struct buffer *head, struct err *err)
{
	const struct account_names *accounts = &journal->accounts;
	const char *text;
	size_t i;

	TRY(buffer_append_text(head,
		"\ntag order\ntag customer\ntag country\n\n"
		"account assets:payments  ; type: C\n",
		err));
	for (i = 0; i < accounts->count; i++) {
		TRY(arena_format(
			head->arena, &text, err, "account %s\n", accounts->items[i]));
		TRY(buffer_append_text(head, text, err));
	}
	return ST_OK;
}

static enum status
write_all(struct journal *journal, journal_take_fn *take, void *arg, struct err *err)
{
	struct buffer head = { .arena = txn_arena(journal->txn) };

	TRY(add_orders(journal, err));
	TRY(add_head(journal, &head, err));
	TRY(add_commodity(journal, &head, err));
	TRY(add_accounts(journal, &head, err));
	TRY(take(arg, head.data, head.size, err));
	return day_sort_give(&journal->sort, take, arg, err);
}

enum status
journal_write(struct txn *txn, const struct journal_request *request,
	journal_take_fn *take, void *arg, struct err *err)
{
	struct journal journal = {
		.txn = txn, .request = request, .sort = { .fd = -1 }
	};
	enum status status = write_all(&journal, take, arg, err);

	day_sort_close(&journal.sort);
	arena_free(&journal.accounts.arena);
	return status;
}
