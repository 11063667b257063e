#include "cmd/param.h"
#include "store/stage.h"

struct stats_input {
	bool unused;
};

struct shown_table {
	const char *table;
	uint64_t entries;
	uint64_t bytes;
	bool derived;
};

static const struct field shown_table_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct shown_table, table) },
	{ FIELD(2, FIELD_ID, struct shown_table, entries) },
	{ FIELD(3, FIELD_ID, struct shown_table, bytes) },
	{ FIELD(4, FIELD_BOOL, struct shown_table, derived) },
};
static const struct record_type shown_table_record = { .name = "table",
	RECORD_FIELDS(struct shown_table, shown_table_fields) };

struct listing {
	struct context *context;
	int64_t count;
};

/* What a catalogue takes that is being staged, or was given up: one line, where there
 * is any. */
static enum status
list_staged(struct txn *txn, struct listing *listing, struct err *err)
{
	struct shown_table shown = { .table = "(staged)", .derived = true };
	struct table_stat stat;

	TRY(stage_stat(txn, &stat, err));
	if (stat.entries == 0)
		return ST_OK;
	shown.entries = stat.entries;
	shown.bytes = stat.bytes;
	listing->count++;
	return output_row(listing->context->output, &shown, err);
}

static enum status
list_tables(struct txn *txn, void *arg, struct err *err)
{
	struct listing *listing = arg;
	struct context *context = listing->context;
	struct shown_table shown;
	struct table_stat stat;
	int i;

	listing->count = TABLE_COUNT;

	for (i = 0; i < TABLE_COUNT; i++) {
		TRY(txn_table_stat(txn, (enum table)i, &stat, err));
		shown = (struct shown_table){ table_infos[i].name, stat.entries,
			stat.bytes, table_infos[i].derived };
		TRY(output_row(context->output, &shown, err));
	}
	return list_staged(txn, listing, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	struct listing listing = { .context = context };
	struct list_count envelope;

	(void)arg;
	TRY(output_list_begin(context->output, &shown_table_record, err));
	TRY(context_read(context, list_tables, &listing, err));
	envelope = (struct list_count){ listing.count };
	return output_list_end(context->output, &list_count_record, &envelope, err);
}

static const char *const examples[] = { "shop admin stats", NULL };

const struct command command_admin_stats = {
	.path = "admin stats",
	.summary = "show how much is stored",
	.input_size = sizeof(struct stats_input),
	.access = ACCESS_READ,
	.role = ROLE_OWNER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_GROUPED | COMMAND_LONG,
	.result = &shown_table_record,
};
