#include "report/journal_entry.h"

#include <inttypes.h>
#include <stdio.h>

#include "account/customer.h"
#include "base/money.h"
#include "base/period.h"
#include "pricing/percent.h"

#define RECEIVABLE "assets:receivable"

/* Tax of one rate in a posting. */
struct rate_tax {
	int64_t rate;
	int64_t tax;
};

static enum status
too_large(const struct posting *posting, struct err *err)
{
	return fail(err, ST_BAD_DATA,
		"the amounts of order %" PRIu64 " are too large for a journal",
		posting->order);
}

static enum status
add_line(struct journal_entry *entry, const char *account, int64_t minor,
	struct err *err)
{
	char amount[MONEY_TEXT_MAX];
	const char *line;

	money_format(minor, entry->decimals, amount);
	TRY(account_names_add(entry->accounts, account, err));
	TRY(arena_format(entry->out.arena, &line, err, "    %-32s  %14s %s\n",
		account, amount, entry->currency));
	return buffer_append_text(&entry->out, line, err);
}

static enum status
add_amount(struct journal_entry *entry, const char *account, int64_t minor,
	struct err *err)
{
	return minor == 0 ? ST_OK : add_line(entry, account, minor, err);
}

static enum status
add_tag(struct journal_entry *entry, const char *name, const char *value,
	struct err *err)
{
	const char *line;

	TRY(arena_format(
		entry->out.arena, &line, err, "    ; %s: %s\n", name, value));
	return buffer_append_text(&entry->out, line, err);
}

/* "2026-11-23 (1001.5) order 1001: payment, what the clerk noted". */
static enum status
add_first_line(struct journal_entry *entry, const struct posting *posting,
	const char *note, struct err *err)
{
	struct arena *arena = entry->out.arena;
	char day[16];
	char fact[24] = "";
	const char *line;

	day_format(day_of(posting->at), day);
	if (posting->fact > 0)
		snprintf(fact, sizeof(fact), ".%" PRIu64, posting->fact);
	TRY(journal_text(arena, note, &note, err));
	TRY(arena_format(arena, &line, err,
		"\n%s (%" PRIu64 "%s) order %" PRIu64 ": %s%s%s\n", day,
		posting->order, fact, posting->order,
		posting_kind_names[posting->kind], note[0] ? ", " : "", note));
	return buffer_append_text(&entry->out, line, err);
}

static enum status
add_head(struct journal_entry *entry, const struct posting *posting, const char *note,
	struct err *err)
{
	char customer[CUSTOMER_ID_TEXT_MAX];
	char order[24];

	TRY(add_first_line(entry, posting, note, err));
	snprintf(order, sizeof(order), "%" PRIu64, posting->order);
	TRY(add_tag(entry, "order", order, err));
	if (posting->customer != 0) {
		customer_id_format(posting->customer, customer);
		TRY(add_tag(entry, "customer", customer, err));
	}
	if (posting->country[0])
		TRY(add_tag(entry, "country", posting->country, err));
	return ST_OK;
}

static bool
add_tax(struct rate_tax *taxes, size_t *count, int64_t rate, int64_t tax)
{
	size_t i;

	if (tax == 0)
		return true;
	for (i = 0; i < *count; i++)
		if (taxes[i].rate == rate)
			return money_add(taxes[i].tax, tax, &taxes[i].tax);
	taxes[(*count)++] = (struct rate_tax){ rate, tax };
	return true;
}

static enum status
sum_taxes(struct journal_entry *entry, const struct posting *posting,
	struct list *taxes, struct err *err)
{
	const struct posting_line *lines = posting->lines.items;
	struct rate_tax *sums;
	size_t count = 0;
	size_t i;

	TRY(ARENA_NEW(entry->out.arena, posting->lines.count + 1, &sums, err));
	for (i = 0; i < posting->lines.count; i++)
		if (!add_tax(sums, &count, lines[i].tax_rate, lines[i].tax))
			return too_large(posting, err);
	if (!add_tax(sums, &count, posting->shipping_tax_rate, posting->shipping_tax))
		return too_large(posting, err);
	*taxes = (struct list){ sums, count };
	return ST_OK;
}

static enum status
add_taxes(struct journal_entry *entry, const struct posting *posting, int sign,
	struct err *err)
{
	struct arena *arena = entry->out.arena;
	const struct rate_tax *taxes;
	struct list list = { NULL, 0 };
	const char *country;
	const char *account;
	size_t i;

	TRY(sum_taxes(entry, posting, &list, err));
	TRY(account_part(arena, posting->country, &country, err));
	taxes = list.items;
	for (i = 0; i < list.count; i++) {
		char rate[PERCENT_TEXT_MAX] = "unknown";

		if (taxes[i].rate != NUMBER_NONE)
			percent_format(taxes[i].rate, rate);
		TRY(arena_format(arena, &account, err, "liabilities:tax:%s:%s%s",
			country, rate, taxes[i].rate == NUMBER_NONE ? "" : "%"));
		TRY(add_amount(entry, account, sign * taxes[i].tax, err));
	}
	return ST_OK;
}

/* What was sold, or with the other sign taken back. */
static enum status
add_goods(struct journal_entry *entry, const struct posting *posting, struct err *err)
{
	bool is_sale = posting->kind == POSTING_SALE;
	int sign = is_sale ? 1 : -1;
	struct figures figures = { .orders = 0 };
	int64_t total;

	if (!posting_figures(posting, &figures) || !posting_total(posting, &total))
		return too_large(posting, err);
	TRY(add_amount(entry, RECEIVABLE, sign * total, err));
	TRY(add_amount(entry, "income:sales", -figures.gross, err));
	TRY(add_amount(entry, "income:discounts", figures.discounts, err));
	TRY(add_amount(entry, "income:refunds", figures.refunds, err));
	TRY(add_amount(entry, "income:shipping", -sign * posting->shipping, err));
	return add_taxes(entry, posting, -sign, err);
}

static enum status
add_money(struct journal_entry *entry, const struct posting *posting, struct err *err)
{
	int sign = posting->kind == POSTING_PAYMENT ? 1 : -1;
	const char *method;
	const char *account;

	TRY(account_part(entry->out.arena, posting->method, &method, err));
	TRY(arena_format(
		entry->out.arena, &account, err, "assets:payments:%s", method));
	TRY(add_amount(entry, account, sign * posting->amount, err));
	return add_amount(entry, RECEIVABLE, -sign * posting->amount, err);
}

enum status
journal_entry_write(struct journal_entry *entry, const struct posting *posting,
	const char *note, struct err *err)
{
	size_t before;

	TRY(add_head(entry, posting, note, err));
	before = entry->out.size;
	if (posting_is_money(posting))
		TRY(add_money(entry, posting, err));
	else
		TRY(add_goods(entry, posting, err));
	/* What was for nothing is there to be found, too. */
	return entry->out.size > before ? ST_OK : add_line(entry, RECEIVABLE, 0, err);
}
