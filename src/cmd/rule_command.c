#include "cmd/rule_command.h"

#include "catalog/reprice.h"
#include "cmd/due.h"
#include "cmd/product_apply.h"
#include "cmd/product_change.h"
#include "cmd/rule_apply.h"
#include "cmd/rule_unknown.h"
#include "store/event.h"

/* As the commands call a kind, and events its subjects. */
static const char *const words[RULE_KIND_COUNT] = {
	[RULE_TAX] = "tax",
	[RULE_SHIPPING] = "shipping",
	[RULE_SALE] = "sale",
	[RULE_PROMOTION] = "promotion",
};

union rule {
	struct tax_rate tax;
	struct shipping_method shipping;
	struct sale sale;
	struct promotion promotion;
};

/* A rule that a command changes or shows. */
struct running {
	struct context *context;
	enum rule_kind kind;
	const struct rule_input *input;
	const char *name;
	union rule old;
	union rule now;
	union rule_view view;
	struct texts warnings;
};

static struct rule_edit
edit_of(const struct running *running, struct txn *txn, union rule *rule)
{
	return (struct rule_edit){ .kind = running->kind,
		.rule = rule,
		.decimals = running->context->decimals,
		.arena = txn_arena(txn) };
}

static enum status
look_at(struct running *running, struct txn *txn, const union rule *rule,
	struct err *err)
{
	struct rule_viewing viewing = { running->context, txn, running->kind };

	return rule_view_fill(&viewing, rule, &running->view, err);
}

struct rule_event {
	const char *kind; /* "added", "changed", "removed" */
	union rule *old;  /* NULL: there was none */
	union rule *now;  /* NULL: there is none any more */
};

/* What a sale covers or covered has another price now. */
static enum status
change_prices(struct running *running, struct txn *txn, const struct rule_event *what,
	struct err *err)
{
	const struct sale *old = what->old ? &what->old->sale : NULL;
	const struct sale *now = what->now ? &what->now->sale : NULL;
	struct catalog *catalog;
	enum status status;

	if (running->kind != RULE_SALE)
		return ST_OK;
	TRY(catalog_open(txn, &catalog, err));
	status = catalog_sale_changed(catalog, old, now, err);
	if (status == ST_OK)
		return catalog_close(catalog, err);
	catalog_abandon(catalog);
	return status;
}

static enum status
record(struct running *running, struct txn *txn, const struct rule_event *what,
	struct list *changes, struct err *err)
{
	struct event event = { .subject_kind = words[running->kind],
		.subject = running->name,
		.kind = what->kind };
	struct rule_edit old = edit_of(running, txn, what->old);
	struct rule_edit now = edit_of(running, txn, what->now);

	TRY(rule_changes(
		what->old ? &old : NULL, what->now ? &now : NULL, changes, err));
	if (changes->count == 0)
		return fail(err, ST_UNCHANGED, "nothing changed: '%s' is so already",
			running->name);
	event.changes = *changes;
	TRY(event_append(txn, &event, err));
	return change_prices(running, txn, what, err);
}

static enum status
add(struct txn *txn, void *arg, struct err *err)
{
	struct running *running = arg;
	const char *word = words[running->kind];
	struct rule_event event = { .kind = "added", .now = &running->now };
	struct rule_edit edit = edit_of(running, txn, &running->now);
	struct list changes;
	bool found;

	record_init(rule_types[running->kind].record, &running->now);
	TRY(rule_apply(&edit, running->input, true, err));
	TRY(product_input_fault(rule_check(running->kind, &running->now, err), err));
	TRY(rule_name(running->kind, &running->now, edit.arena, &running->name, err));
	TRY(rule_find(txn, running->kind, running->name, &running->old, &found, err));
	if (found)
		return fail(err, ST_EXISTS,
			"%s '%s' is there already (change it with 'shop admin %s "
			"edit %s')",
			rule_types[running->kind].noun, running->name, word,
			running->name);
	TRY(rule_put(txn, running->kind, &running->now, err));
	TRY(rule_unknown(txn, running->kind, &running->now, &running->warnings, err));
	TRY(record(running, txn, &event, &changes, err));
	return look_at(running, txn, &running->now, err);
}

static enum status
edit(struct txn *txn, void *arg, struct err *err)
{
	struct running *running = arg;
	const struct record_type *type = rule_types[running->kind].record;
	struct rule_edit edit = edit_of(running, txn, &running->now);
	struct rule_event event = { "changed", &running->old, &running->now };
	struct list changes;

	TRY(rule_require(
		txn, running->kind, running->input->name, &running->old, err));
	TRY(rule_name(running->kind, &running->old, edit.arena, &running->name, err));
	TRY(record_copy(type, &running->old, edit.arena, &running->now, err));
	TRY(rule_apply(&edit, running->input, false, err));
	TRY(product_input_fault(
		rule_put(txn, running->kind, &running->now, err), err));
	TRY(rule_unknown(txn, running->kind, &running->now, &running->warnings, err));
	TRY(record(running, txn, &event, &changes, err));
	TRY(look_at(running, txn, &running->now, err));
	*rule_view_changes(running->kind, &running->view) = changes;
	return ST_OK;
}

static enum status
remove_one(struct txn *txn, void *arg, struct err *err)
{
	struct running *running = arg;
	struct rule_event event = { .kind = "removed", .old = &running->old };
	struct list changes;

	TRY(rule_require(
		txn, running->kind, running->input->name, &running->old, err));
	TRY(rule_name(
		running->kind, &running->old, txn_arena(txn), &running->name, err));
	TRY(rule_remove(txn, running->kind, running->name, err));
	TRY(record(running, txn, &event, &changes, err));
	return look_at(running, txn, &running->old, err);
}

static enum status
print(struct running *running, struct err *err)
{
	struct output *output = running->context->output;
	const struct rule_records *records = &rule_records[running->kind];

	return output_record(output,
		output_is_table(output) ? records->alone : records->machines,
		&running->view, err);
}

static enum status
warn(const struct running *running, struct err *err)
{
	size_t i;

	for (i = 0; i < running->warnings.count; i++)
		TRY(output_warn(running->context->output, err, "%s",
			running->warnings.items[i]));
	return ST_OK;
}

static enum status
change(struct running *running, txn_fn *fn, struct err *err)
{
	TRY(context_write(running->context, fn, running, err));
	TRY(print(running, err));
	TRY(warn(running, err));
	if (running->kind == RULE_SALE && running->context->committed)
		TRY(due_apply_all(running->context, err));
	return product_change_say(running->context, err);
}

enum status
rule_add_run(struct context *context, enum rule_kind kind,
	const struct rule_input *input, struct err *err)
{
	struct running running = { .context = context, .kind = kind, .input = input };

	return change(&running, add, err);
}

enum status
rule_edit_run(struct context *context, enum rule_kind kind,
	const struct rule_input *input, struct err *err)
{
	struct running running = { .context = context, .kind = kind, .input = input };

	if (!rule_input_changes(kind, input))
		return fail(err, ST_USAGE,
			"nothing to change: give an option (see 'shop admin %s edit "
			"--help')",
			words[kind]);
	return change(&running, edit, err);
}

enum status
rule_remove_run(struct context *context, enum rule_kind kind,
	const struct rule_input *input, struct err *err)
{
	struct running running = { .context = context, .kind = kind, .input = input };

	TRY(change(&running, remove_one, err));
	if (context->global->dry_run)
		return ST_OK;
	return output_say(context->output, err, "%s '%s' removed",
		rule_types[kind].noun, running.name);
}

static enum status
show(struct txn *txn, void *arg, struct err *err)
{
	struct running *running = arg;

	TRY(rule_require(
		txn, running->kind, running->input->name, &running->now, err));
	return look_at(running, txn, &running->now, err);
}

enum status
rule_show_run(struct context *context, enum rule_kind kind,
	const struct rule_input *input, struct err *err)
{
	struct running running = { .context = context, .kind = kind, .input = input };

	TRY(context_read(context, show, &running, err));
	return print(&running, err);
}

struct listing {
	struct context *context;
	enum rule_kind kind;
	struct list_count envelope;
};

/* Rows go to the output's own keeping, so that this may run inside the transaction.
 */
static enum status
list_rules(struct txn *txn, void *arg, struct err *err)
{
	struct listing *listing = arg;
	size_t size = rule_types[listing->kind].record->size;
	struct rule_viewing viewing = { listing->context, txn, listing->kind };
	struct arena_mark mark;
	union rule_view view;
	struct list rules;
	size_t i;

	TRY(rule_list(txn, listing->kind, &rules, err));
	mark = arena_mark(txn_arena(txn));
	for (i = 0; i < rules.count; i++) {
		TRY(rule_view_fill(
			&viewing, (char *)rules.items + i * size, &view, err));
		TRY(output_row(listing->context->output, &view, err));
		arena_rewind(txn_arena(txn), mark);
	}
	listing->envelope.count = (int64_t)rules.count;
	return ST_OK;
}

enum status
rule_list_run(struct context *context, enum rule_kind kind, struct err *err)
{
	struct listing listing = { .context = context, .kind = kind };
	bool people = output_is_table(context->output);

	TRY(output_list_begin(context->output,
		people ? rule_records[kind].line : rule_records[kind].machines, err));
	TRY(context_read(context, list_rules, &listing, err));
	TRY(output_list_end(
		context->output, &list_count_record, &listing.envelope, err));
	return output_say(context->output, err, "%lld %s%s",
		(long long)listing.envelope.count, rule_types[kind].noun,
		listing.envelope.count == 1 ? "" : "s");
}
