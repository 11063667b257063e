#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/process.h"
#include "store/private.h"

/*
 * Damaged pages can make LMDB crash. So a child of ours, with a store of its own,
 * walks the tables and reports through a pipe; when it dies, the table that it was
 * in is damaged, and another child goes on with the next one.
 */
struct report {
	enum report_kind {
		REPORT_TABLE,  /* this table begins */
		REPORT_FAULT,  /* in this table, key and message follow */
		REPORT_COUNT,  /* this many values were read in this table */
		REPORT_FAILED, /* the walk cannot go on: message, and its status */
	} kind;
	unsigned table; /* the engine's number of it */
	enum status status;
	uint64_t checked;
	size_t key_size;
	uint8_t key[ENGINE_KEY_MAX];
	char message[ERR_MESSAGE_MAX];
};

typedef enum status report_fn(
	void *arg, const struct report *report, struct err *err);

struct walk {
	const struct engine_type *type;
	struct engine_txn *txn;
	report_fn *report;
	void *arg;
	struct report now;
	unsigned first;
};

/* Both of the sets are walked: what is damaged in the one that is not in use is so on
 * the disk. */
static enum table
table_of(unsigned table)
{
	return (enum table)(table % ENGINE_SECOND);
}

static enum status
tell(struct walk *walk, enum report_kind kind, struct err *err)
{
	walk->now.kind = kind;
	return walk->report(walk->arg, &walk->now, err);
}

static enum status
tell_fault(struct walk *walk, struct bytes key, const char *message, struct err *err)
{
	size_t size = key.size < ENGINE_KEY_MAX ? key.size : ENGINE_KEY_MAX;

	walk->now.key_size = size;
	if (size > 0)
		memcpy(walk->now.key, key.data, size);
	snprintf(walk->now.message, sizeof(walk->now.message), "%s", message);
	return tell(walk, REPORT_FAULT, err);
}

/* The entry before, to see that keys go up. */
struct place {
	size_t size;
	uint8_t key[ENGINE_KEY_MAX];
};

static enum status
check_entry(struct walk *walk, struct bytes key, struct bytes stored,
	struct place *last, struct err *err)
{
	struct bytes before = { last->key, last->size };
	struct bytes value;
	struct err fault;

	if (key.size == 0 || key.size > ENGINE_KEY_MAX)
		return tell_fault(walk, key, "a key of an impossible size", err);
	if (walk->now.checked > 0 && bytes_compare(before, key) >= 0)
		TRY(tell_fault(walk, key, "a key that is out of order", err));
	if (value_check(table_of(walk->now.table), key, stored, &value, &fault) !=
		ST_OK)
		TRY(tell_fault(walk, key, fault.message, err));
	last->size = key.size;
	memcpy(last->key, key.data, key.size);
	return ST_OK;
}

/* A table that says how much is in it also ends the walk where damaged pages lead
 * round in a circle. */
static enum status
check_entries(struct walk *walk, struct engine_cursor *cursor, uint64_t entries,
	struct err *err)
{
	const struct engine_type *type = walk->type;
	struct bytes none = { NULL, 0 };
	struct place last = { 0 };
	struct bytes key;
	struct bytes stored;
	bool found;

	TRY(type->cursor_seek(cursor, none, &found, err));
	while (found && walk->now.checked < entries) {
		type->cursor_entry(cursor, &key, &stored);
		TRY(check_entry(walk, key, stored, &last, err));
		walk->now.checked++;
		TRY(type->cursor_step(cursor, false, &found, err));
	}
	if (found)
		return tell_fault(walk, none, "more entries than it counts", err);
	if (walk->now.checked < entries)
		return tell_fault(walk, none, "fewer entries than it counts", err);
	return ST_OK;
}

static enum status
check_table(struct walk *walk, struct err *err)
{
	const struct engine_type *type = walk->type;
	struct bytes none = { NULL, 0 };
	struct engine_cursor *cursor;
	struct engine_stat stat;
	enum status status;

	walk->now.checked = 0;
	TRY(tell(walk, REPORT_TABLE, err));
	status = type->stat(walk->txn, walk->now.table, &stat, err);
	if (status == ST_OK)
		status = type->cursor_open(walk->txn, walk->now.table, &cursor, err);
	if (status == ST_OK)
		status = check_entries(walk, cursor, stat.entries, err);
	if (status == ST_CORRUPT)
		status = tell_fault(walk, none, err->message, err);
	if (status != ST_OK)
		return status;
	return tell(walk, REPORT_COUNT, err);
}

static enum status
check_tables(struct walk *walk, struct err *err)
{
	for (; walk->first < ENGINE_TABLES; walk->first++) {
		walk->now.table = walk->first;
		if (engine_table_name(walk->first))
			TRY(check_table(walk, err));
	}
	return ST_OK;
}

/* What the caller is told, and how far the walk came. */
struct audience {
	store_fault_fn *fault;
	void *arg;
	bool begun;
	unsigned table;
	uint64_t checked;
	struct report failed;
};

static enum status
listen_to(void *arg, const struct report *report, struct err *err)
{
	struct audience *audience = arg;

	(void)err;
	audience->begun = true;
	audience->table = report->table;
	if (report->kind == REPORT_FAULT)
		audience->fault(audience->arg, table_of(report->table),
			(struct bytes){ report->key, report->key_size },
			report->message);
	if (report->kind == REPORT_COUNT)
		audience->checked += report->checked;
	if (report->kind == REPORT_FAILED)
		audience->failed = *report;
	return ST_OK;
}

static enum status
send_report(void *arg, const struct report *report, struct err *err)
{
	const int *fd = arg;

	return file_write_all(*fd, report, sizeof(*report), "a pipe", err);
}

static enum status
walk_alone(struct walk *walk, const struct store *store, struct err *err)
{
	struct engine_location location = { .folder = store->folder,
		.file = store->file,
		.file_name = store->file_name,
		.mode = ENGINE_READ };
	struct engine *engine;
	enum status status;

	TRY(walk->type->open(&location, &engine, err));
	status = walk->type->begin(engine, false, &walk->txn, err);
	if (status == ST_OK) {
		status = check_tables(walk, err);
		walk->type->abort(walk->txn);
	}
	walk->type->close(engine);
	return status;
}

/* A crash is expected here: it says nothing, leaves no core and runs no handler of
 * the parent's. */
static void
crash_quietly(void)
{
	static const int signals[] = { SIGSEGV, SIGBUS, SIGABRT, SIGFPE };
	struct rlimit no_core = { 0, 0 };
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	size_t i;

	setrlimit(RLIMIT_CORE, &no_core);
	if (null >= 0)
		dup2(null, STDERR_FILENO);
	for (i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		signal(signals[i], SIG_DFL);
}

static _Noreturn void
walk_in_child(const struct store *store, unsigned first, int fd)
{
	struct walk walk = { .type = store->type, .report = send_report, .arg = &fd };
	struct err err;
	enum status status;

	crash_quietly();
	walk.first = first;
	status = walk_alone(&walk, store, &err);
	if (status != ST_OK) {
		walk.now.status = status;
		snprintf(walk.now.message, sizeof(walk.now.message), "%s",
			err.message);
		status = tell(&walk, REPORT_FAILED, &err);
	}
	_exit(status == ST_OK ? 0 : 1);
}

/* Reports are smaller than what a pipe takes at once, so they come whole or, from a
 * child that was ended, not at all. */
static enum status
hear_child(struct audience *audience, int fd, struct err *err)
{
	struct report report;
	ssize_t size;

	for (;;) {
		TRY(signal_check(err));
		size = read(fd, &report, sizeof(report));
		if (size < 0 && errno == EINTR)
			continue;
		if (size < 0)
			return fail_errno(err, ST_IO, errno, "cannot read a pipe");
		if (size != (ssize_t)sizeof(report))
			return ST_OK;
		TRY(listen_to(audience, &report, err));
	}
}

static bool
ended_well(pid_t child)
{
	int how = 0;

	while (waitpid(child, &how, 0) < 0 && errno == EINTR)
		continue;
	return WIFEXITED(how) && WEXITSTATUS(how) == 0;
}

static enum status
send_child(const struct store *store, unsigned first, struct audience *audience,
	bool *well, struct err *err)
{
	enum status status;
	int ends[2];
	pid_t child;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return fail_errno(err, ST_SYSTEM, errno, "cannot make a pipe");
	child = fork();
	if (child == 0)
		walk_in_child(store, first, ends[1]);
	close(ends[1]);
	if (child < 0) {
		close(ends[0]);
		return fail_errno(err, ST_SYSTEM, errno, "cannot start a process");
	}
	status = hear_child(audience, ends[0], err);
	close(ends[0]);
	if (status != ST_OK)
		kill(child, SIGKILL);
	*well = ended_well(child);
	return status;
}

static enum status
walk_by_children(
	const struct store *store, struct audience *audience, struct err *err)
{
	unsigned first = 0;
	bool well = false;

	while (!well && first < ENGINE_TABLES) {
		audience->begun = false;
		TRY(send_child(store, first, audience, &well, err));
		if (audience->failed.status != ST_OK)
			return fail(err, audience->failed.status, "%s",
				audience->failed.message);
		if (!well && !audience->begun)
			return fail(err, ST_CORRUPT,
				"the shop's data is damaged: it cannot even be "
				"opened (restore the last backup)");
		if (!well)
			audience->fault(audience->arg, table_of(audience->table),
				(struct bytes){ NULL, 0 },
				"its pages are damaged: reading them ends in a crash "
				"(restore the last backup)");
		first = audience->table + 1;
	}
	return ST_OK;
}

static enum status
walk_here(struct txn *txn, void *arg, struct err *err)
{
	struct walk walk = {
		.type = txn->type,
		.txn = txn->engine,
		.report = listen_to,
		.arg = arg,
	};

	return check_tables(&walk, err);
}

enum status
store_verify(struct store *store, store_fault_fn *fault, void *arg, uint64_t *checked,
	struct err *err)
{
	struct audience audience = { .fault = fault, .arg = arg };
	struct arena none = { NULL };

	if (store->kind == STORE_MEMORY)
		TRY(store_read(store, &none, walk_here, &audience, err));
	else
		TRY(walk_by_children(store, &audience, err));
	*checked = audience.checked;
	return ST_OK;
}
