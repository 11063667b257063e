#include "cmd/context.h"

#include "account/keys.h"
#include "base/money.h"
#include "cmd/due.h"

static const struct field list_count_fields[] = {
	{ FIELD(1, FIELD_COUNT, struct list_count, count) },
};

const struct record_type list_count_record = { .name = "list",
	RECORD_FIELDS(struct list_count, list_count_fields) };

enum status
context_read(struct context *context, txn_fn *fn, void *arg, struct err *err)
{
	return store_read(context->store, context->arena, fn, arg, err);
}

enum status
context_write(struct context *context, txn_fn *fn, void *arg, struct err *err)
{
	if (context->rehearsed)
		return due_write(context, store_write, fn, arg, err);
	if (context->global->dry_run)
		return due_write(context, store_rehearse, fn, arg, err);
	TRY(due_write(context, store_write, fn, arg, err));
	context->committed = true;
	return ST_OK;
}

enum status
context_settle(struct context *context, struct err *err)
{
	if (context->rehearsed)
		return ST_OK;
	return store_group_settle(context->store, err);
}

enum status
context_close_store(struct context *context, struct err *err)
{
	TRY(context_settle(context, err));
	store_close(context->store);
	context->store = NULL;
	context->closings++;
	return ST_OK;
}

enum status
context_reopen_store(struct context *context, struct err *err)
{
	TRY(store_open(&context->opened, &context->store, err));
	if (context->rehearsed)
		store_group_rehearse(context->store);
	else if (context->grouped)
		store_group_open(context->store);
	store_set_key(context->store, &context->chain_key);
	store_set_actor(context->store, context->actor);
	return ST_OK;
}

enum status
context_load_keys(struct context *context, struct err *err)
{
	TRY(keys_load(context->home, context->arena, &context->shop_key, err));
	TRY(keys_derive(
		&context->shop_key, KEY_EVENT_CHAIN, &context->chain_key, err));
	store_set_key(context->store, &context->chain_key);
	return ST_OK;
}

void
context_forget_keys(struct context *context)
{
	secret_free(&context->shop_key);
	secret_free(&context->chain_key);
}

struct people
context_people(const struct context *context, struct txn *txn)
{
	return (struct people){ txn, &context->shop_key };
}

enum status
context_money(const struct context *context, const char *option,
	struct decimal decimal, int64_t *minor, struct err *err)
{
	if (decimal_to_minor(decimal, context->decimals, minor))
		return ST_OK;
	if (decimal.decimals > context->decimals)
		return fail(err, ST_USAGE, "%s has more decimals than %s has (%u)",
			option, context->currency, context->decimals);
	return fail(err, ST_USAGE, "%s is too large", option);
}
