#include <stdio.h>
#include <string.h>

#include "catalog/find.h"
#include "catalog/synonym.h"
#include "cmd/index_rebuild.h"
#include "cmd/param.h"
#include "order/proof.h"
#include "pricing/rule.h"
#include "store/event.h"

struct check_input {
	const char *since;
	bool repair;
};

static const struct param params[] = {
	OPTION(struct check_input, const char *, since, "since", KIND_TEXT,
		"a head of the log kept elsewhere ('admin log --head')"),
	OPTION(struct check_input, bool, repair, "repair", KIND_FLAG,
		"build anew what can be derived: the index, current prices, what is "
		"due, how synonyms and coupons are found, how often coupons were "
		"used, and the books"),
};

struct fault {
	const char *kind;
	const char *subject;
	const char *message;
};

static const struct field fault_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct fault, kind) },
	{ FIELD(2, FIELD_TEXT, struct fault, subject) },
	{ FIELD(3, FIELD_TEXT, struct fault, message) },
};
static const struct record_type fault_record = { .name = "fault",
	RECORD_FIELDS(struct fault, fault_fields) };

struct check_result {
	bool ok;
	uint64_t values;
	uint64_t events;
	uint64_t products;
	uint64_t skus;
	uint64_t movements;
	uint64_t orders;
	uint64_t customers;
	uint64_t synonyms;
	uint64_t rules;
	struct list faults;
};

static const struct field check_result_fields[] = {
	{ FIELD(1, FIELD_BOOL, struct check_result, ok) },
	{ FIELD(2, FIELD_ID, struct check_result, values) },
	{ FIELD(3, FIELD_ID, struct check_result, events) },
	{ FIELD(4, FIELD_ID, struct check_result, products) },
	{ FIELD(5, FIELD_ID, struct check_result, skus) },
	{ FIELD(6, FIELD_ID, struct check_result, movements) },
	{ FIELD(7, FIELD_ID, struct check_result, orders) },
	{ FIELD(8, FIELD_ID, struct check_result, customers) },
	{ FIELD(10, FIELD_ID, struct check_result, synonyms) },
	{ FIELD(11, FIELD_ID, struct check_result, rules) },
	{ FIELD(9, FIELD_RECORDS, struct check_result, faults),
		.record = &fault_record },
};
static const struct record_type check_result_record = { .name = "check",
	RECORD_FIELDS(struct check_result, check_result_fields) };

/* What is wrong beyond so many faults is only counted: the first ones tell the tale.
 */
#define FAULTS_MAX 1000

struct checking {
	struct context *context;
	const char *head;
	struct check_result result;
	struct arena faults_arena;
	struct fault *faults;
	size_t fault_count; /* kept */
	size_t fault_total;
	bool out_of_memory;
};

static bool
copy_fault(struct checking *checking, const struct fault *fault)
{
	struct fault *kept = &checking->faults[checking->fault_count];
	struct arena *arena = &checking->faults_arena;
	struct err ignored;

	return arena_text(arena, fault->kind, &kept->kind, &ignored) == ST_OK &&
	       arena_text(arena, fault->subject, &kept->subject, &ignored) == ST_OK &&
	       arena_text(arena, fault->message, &kept->message, &ignored) == ST_OK;
}

static void
note_fault(void *arg, const char *kind, const char *subject, const char *message)
{
	struct checking *checking = arg;
	struct fault fault = { kind, subject, message };

	checking->result.ok = false;
	checking->fault_total++;
	if (checking->fault_count >= FAULTS_MAX)
		return;
	if (copy_fault(checking, &fault))
		checking->fault_count++;
	else
		checking->out_of_memory = true;
}

static void
note_store_fault(void *arg, enum table table, struct bytes key, const char *message)
{
	char subject[128];
	size_t size = key.size < 48 ? key.size : 48;

	(void)snprintf(subject, sizeof(subject), "%s ", table_infos[table].name);
	hex_encode((struct bytes){ key.data, size }, subject + strlen(subject));
	note_fault(arg, "checksum", subject, message);
}

static void
note_index_fault(void *arg, const char *subject, const char *message)
{
	note_fault(arg, "index", subject, message);
}

static enum status
check_events(struct txn *txn, struct checking *checking, struct err *err)
{
	const char *fault;

	TRY(event_verify(txn, checking->head, &fault, &checking->result.events, err));
	if (fault)
		note_fault(checking, "event", "log", fault);
	return ST_OK;
}

static enum status
check_synonyms(struct txn *txn, struct checking *checking, struct err *err)
{
	struct catalog *catalog;

	TRY(catalog_open(txn, &catalog, err));
	return synonym_prove(
		catalog, note_fault, checking, &checking->result.synonyms, err);
}

static enum status
check_rooms(struct txn *txn, void *arg, struct err *err)
{
	struct checking *checking = arg;
	struct people people = context_people(checking->context, txn);
	struct check_result *result = &checking->result;
	struct order_counts counts;

	TRY(check_events(txn, checking, err));
	TRY(find_prove(txn, note_index_fault, checking, &result->products, err));
	TRY(check_synonyms(txn, checking, err));
	TRY(rule_prove(txn, note_fault, checking, &result->rules, err));
	TRY(order_prove(txn, note_fault, checking, &counts, err));
	result->orders = counts.orders;
	result->skus = counts.skus;
	result->movements = counts.movements;
	return customer_prove(&people, note_fault, checking, &result->customers, err);
}

/* A damaged record stops a walk: that is one more fault, not the end of the check. */
static enum status
check_all(struct checking *checking, struct err *err)
{
	struct context *context = checking->context;
	enum status status;

	TRY(store_verify(context->store, note_store_fault, checking,
		&checking->result.values, err));
	status = context_read(context, check_rooms, checking, err);
	if (status == ST_CORRUPT)
		note_fault(checking, "record", "store", err->message);
	else if (status != ST_OK)
		return status;
	return checking->out_of_memory ? fail_memory(err) : ST_OK;
}

/* One line for each fault: part of the answer for people, else on stderr, so that
 * the mail of a nightly check names them. */
static enum status
print_faults(struct checking *checking, bool answer, struct err *err)
{
	struct output *output = checking->context->output;
	const struct fault *fault = checking->faults;
	const struct fault *end = fault + checking->fault_count;

	for (; fault < end; fault++) {
		const char *gap = fault->subject[0] ? ": " : "";

		TRY(answer ? output_say(output, err, "%s: %s%s%s", fault->kind,
				     fault->subject, gap, fault->message)
			   : output_warn(output, err, "%s: %s%s%s", fault->kind,
				     fault->subject, gap, fault->message));
	}
	return ST_OK;
}

static enum status
print(struct checking *checking, struct err *err)
{
	struct context *context = checking->context;
	bool answer = output_is_table(context->output) && !context->global->quiet;

	checking->result.faults =
		(struct list){ checking->faults, checking->fault_count };
	if (!answer || checking->result.ok)
		TRY(output_record(context->output, &check_result_record,
			&checking->result, err));
	TRY(print_faults(checking, answer, err));
	if (checking->result.ok)
		return ST_OK;
	return fail(err, ST_CORRUPT, "the shop has %zu %s", checking->fault_total,
		checking->fault_total == 1 ? "fault" : "faults");
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct check_input *input = arg;
	struct checking checking = {
		.context = context, .head = input->since, .result = { .ok = true }
	};
	enum status status;
	struct rebuilt rebuilt;

	if (input->repair)
		TRY(index_rebuild_all(context, &rebuilt, err));
	TRY(ARENA_NEW(&checking.faults_arena, FAULTS_MAX, &checking.faults, err));
	status = check_all(&checking, err);
	if (status == ST_OK)
		status = print(&checking, err);
	arena_free(&checking.faults_arena);
	return status;
}

static const char *const examples[] = { "shop admin check",
	"shop admin check --since \"$(cat head.txt)\"", NULL };

const struct command command_admin_check = {
	.path = "admin check",
	.summary = "prove that everything in the shop agrees with everything else",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct check_input),
	.access = ACCESS_WRITE,
	.role = ROLE_OWNER,
	.examples = examples,
	.run = run,
	.result = &check_result_record,
};
