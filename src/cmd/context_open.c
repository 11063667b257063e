#include "cmd/context_open.h"

#include <stdlib.h>
#include <unistd.h>

#include "account/login.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/money.h"
#include "cmd/due.h"
#include "store/due.h"
#include "store/setting.h"
#include "store/shop.h"

/* A folder named by the environment counts only if it is not empty. */
static const char *
environment(const char *name)
{
	const char *value = getenv(name);

	return value && value[0] ? value : NULL;
}

enum status
context_find_home(struct context *context, struct err *err)
{
	struct arena *arena = context->arena;
	const char *data = environment("XDG_DATA_HOME");
	const char *user = environment("HOME");

	context->home = context->global->home ? context->global->home
					      : environment("SHOP_HOME");
	if (context->home)
		return ST_OK;
	if (data)
		return path_join(arena, data, "shop", &context->home, err);
	if (!user)
		return fail(err, ST_CONFIG,
			"no folder for the shop: neither --home nor $SHOP_HOME nor "
			"$HOME is "
			"given");
	return path_join(arena, user, ".local/share/shop", &context->home, err);
}

/* Who may be anybody and only reads needs neither the key nor to be known, and is
 * shown no times. */
static bool
needs_identity(const struct command *command)
{
	return command->role != ROLE_ANY || command->access == ACCESS_WRITE;
}

/* Customer commands may have to note the session's last use. */
enum store_access
context_access(const struct command *command)
{
	if (command->access == ACCESS_READ && command->role != ROLE_CUSTOMER)
		return STORE_READ;
	return STORE_WRITE;
}

static enum status
read_shop(struct txn *txn, void *arg, struct err *err)
{
	struct context *context = arg;
	struct currency currency;
	struct err ignored;
	int64_t due;

	TRY(setting_get(txn, "shop.currency", &context->currency, err));
	if (!currency_find(context->currency, &currency))
		return fail(err, ST_CONFIG,
			"the setting shop.currency '%s' is no currency",
			context->currency);
	context->decimals = currency.decimals;
	TRY(setting_get(txn, "shop.time-zone", &context->zone, err));
	context->is_due =
		due_first(txn, &due, &ignored) == ST_OK && due <= txn_now(txn);
	return shop_id(txn, &context->shop_id, err);
}

/* Whom a customer command acts on. */
static enum status
read_customer(struct context *context, struct txn *txn, struct err *err)
{
	struct people people = context_people(context, txn);
	struct customer customer;

	context->customer = context->identity.customer;
	if (!context->global->for_customer)
		return ST_OK;
	TRY(identity_require(&context->identity, ROLE_CLERK, "--for", false, err));
	TRY(customer_find(&people, context->global->for_customer, &customer, err));
	context->customer = customer.id;
	return ST_OK;
}

struct who {
	struct context *context;
	struct secret token;
};

static enum status
read_identity(struct txn *txn, void *arg, struct err *err)
{
	struct who *who = arg;
	struct context *context = who->context;

	TRY(identity_find(
		txn, &who->token, (uint64_t)getuid(), &context->identity, err));
	TRY(read_customer(context, txn, err));
	return identity_require(&context->identity, context->command->role,
		context->command->path, context->global->for_customer != NULL, err);
}

static struct actor
find_actor(const struct context *context)
{
	struct actor actor = { "guest", context->identity.uid,
		context->command->path };

	if (context->identity.role != ROLE_ANY &&
		(context->command->role > ROLE_CUSTOMER ||
			context->global->for_customer)) {
		actor.kind = "staff";
	} else if (context->identity.customer != 0) {
		actor.kind = "customer";
		actor.id = context->identity.customer;
	}
	return actor;
}

static enum status
find_identity(struct context *context, struct err *err)
{
	struct who who = { context, { NULL, 0 } };
	enum status status;

	if (!(context->command->flags & COMMAND_KEYLESS) && !context->shop_key.data)
		TRY(context_load_keys(context, err));
	TRY(session_file_read(context->shop_id, context->arena, &who.token, err));
	status = store_read(context->store, context->arena, read_identity, &who, err);
	secret_free(&who.token);
	if (status != ST_OK)
		return status;
	context->actor = find_actor(context);
	store_set_actor(context->store, context->actor);
	return ST_OK;
}

/* What is due is written by a store of its own, before the one that reads. */
static void
write_due(struct context *context)
{
	struct store_options writing = context->opened;
	struct err ignored;

	writing.access = STORE_WRITE;
	writing.wait = DUE_READ_TIME;
	if (zone_use(context->zone, &ignored) == ST_OK &&
		store_open(&writing, &context->store, &ignored) == ST_OK &&
		context_load_keys(context, &ignored) == ST_OK)
		due_apply_for_read(context);
	store_close(context->store);
	context->store = NULL;
	context_forget_keys(context);
}

/* Writes apply what is due in their own transaction. Who has the turn already, as a
 * batch may, need not wait for it. */
static enum status
apply_due(struct context *context, struct err *err)
{
	if (!context->is_due || context->command->access != ACCESS_READ)
		return ST_OK;
	if (store_group_is_pending(context->store)) {
		due_apply_for_read(context);
		return ST_OK;
	}
	TRY(context_close_store(context, err));
	write_due(context);
	return context_reopen_store(context, err);
}

enum status
context_enter(struct context *context, struct err *err)
{
	TRY(store_read(context->store, context->arena, read_shop, context, err));
	output_set_style(context->output,
		(struct record_style){ .money_decimals = context->decimals });
	TRY(apply_due(context, err));
	if (!needs_identity(context->command))
		return ST_OK;
	TRY(zone_use(context->zone, err));
	return find_identity(context, err);
}

enum status
context_open(struct context *context, struct err *err)
{
	const struct command *command = context->command;

	TRY(context_find_home(context, err));
	if (command->access == ACCESS_NONE || command->access == ACCESS_CREATE)
		return ST_OK;
	context->opened = (struct store_options){ .kind = STORE_LMDB,
		.folder = context->home,
		.access = context_access(command),
		.wait = context->global->wait };
	TRY(context_reopen_store(context, err));
	return context_enter(context, err);
}

struct touch {
	const struct context *context;
	struct secret token;
};

static enum status
touch_session(struct txn *txn, void *arg, struct err *err)
{
	struct touch *touch = arg;

	return session_touch(txn, &touch->token, err);
}

/* Only a convenience for the customer: that it could not be noted spoils no command.
 */
void
context_note_use(struct context *context)
{
	struct touch touch = { context, { NULL, 0 } };
	struct err ignored;

	if (!context->store || !context->identity.session_stale ||
		context->command->role != ROLE_CUSTOMER)
		return;
	if (session_file_read(context->shop_id, context->arena, &touch.token,
		    &ignored) == ST_OK)
		(void)store_write(context->store, context->arena, touch_session,
			&touch, &ignored);
	secret_free(&touch.token);
}

void
context_close(struct context *context)
{
	context_note_use(context);
	store_close(context->store);
	context->store = NULL;
	context_forget_keys(context);
}
