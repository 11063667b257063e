#ifndef SHOP_CMD_CONTEXT_H
#define SHOP_CMD_CONTEXT_H

#include "account/customer.h"
#include "account/identity.h"
#include "base/arena.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/parse.h"
#include "store/store.h"

/* What a command runs in. Made by the dispatcher, which has opened the store as the
 * command's table says, found out who runs it, and checked the role. */
struct context {
	struct arena *arena;
	const struct command *command;
	const struct global_options *global;
	struct output *output;
	const char *home;
	struct store *store;         /* NULL for ACCESS_NONE and ACCESS_CREATE */
	struct store_options opened; /* how the store is opened again */
	struct actor actor;          /* who changes it */
	struct secret shop_key;      /* empty without a store */
	struct secret chain_key;     /* the event log's, derived from it */
	const char *shop_id;
	const char *zone;
	const char *currency;
	unsigned decimals;
	struct identity identity;
	/* whom customer commands act on: the one logged in, or --for's; 0 where
	 * none */
	uint64_t customer;
	bool is_due;    /* something was, when the shop was opened */
	bool committed; /* something was changed, and is on disk */
	/* As a line of a batch: what it writes may be on disk later, with others'
	 * (store_group_open), or is taken back at the end, with others'. */
	bool grouped;
	bool rehearsed;
	bool in_batch;
	uint64_t closings; /* how often the store was closed for a program */
	const struct command_list *commands;
};

/* What goes around a list that needs nothing but its count. */
struct list_count {
	int64_t count;
};
extern const struct record_type list_count_record;

/* A transaction as the command's --dry-run says: written, or rehearsed and taken
 * back; after what is due (cmd/due.h). */
enum status context_write(
	struct context *context, txn_fn *fn, void *arg, struct err *err);
enum status context_read(
	struct context *context, txn_fn *fn, void *arg, struct err *err);

/* What was written so far is on disk: before anything is done that cannot be taken
 * back, or that somebody has to be waited for. */
enum status context_settle(struct context *context, struct err *err);

/* Closes the store while a program is waited for, what was written being on disk, and
 * opens it again as it was. */
enum status context_close_store(struct context *context, struct err *err);
enum status context_reopen_store(struct context *context, struct err *err);

/* Loads the shop's key, and gives the open store the one derived for its event log.
 */
enum status context_load_keys(struct context *context, struct err *err);
void context_forget_keys(struct context *context);

/* The people room's view of a transaction. */
struct people context_people(const struct context *context, struct txn *txn);

/* A decimal as the shop's money; ST_USAGE names the option and the currency's
 * decimals. */
enum status context_money(const struct context *context, const char *option,
	struct decimal decimal, int64_t *minor, struct err *err);

#endif
