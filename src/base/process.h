#ifndef SHOP_BASE_PROCESS_H
#define SHOP_BASE_PROCESS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/status.h"

/* Signals and child processes. Children get only the three standard descriptors
 * (close_range), never a shell. */

/* Installs handlers that only note SIGINT, SIGTERM and SIGHUP, ignores SIGPIPE and
 * SIGXFSZ, and makes SIGBUS and SIGSEGV end the process with status 74 and one
 * sentence that names the shop's data as damaged or its disk as full. The arena holds
 * the stack that those two run on, to the process's end: it is not freed. */
void signals_install(struct arena *arena);

/* Fills those of the standard descriptors that are closed, so that no file of ours
 * becomes one of them: reading the one and writing the others stays an error. */
void descriptors_reserve(void);

/* ST_OK, or ST_INTERRUPTED or ST_TERMINATED once such a signal has come. Long loops
 * ask between rows. */
enum status signal_check(struct err *err);

/* Where exit is -1 and signal 0, how the child ended is not known. */
struct process_result {
	int exit;            /* the child's exit status, or -1 */
	int signal;          /* the signal that ended it, or 0 */
	bool timed_out;      /* killed at its deadline */
	struct bytes output; /* what it wrote to stdout, at most output_max */
};

struct process_request {
	const char *const *argv; /* absolute path first, ended by NULL */
	struct bytes input;      /* its stdin */
	int64_t timeout;         /* microseconds */
	size_t output_max;
	const char *folder;             /* where it runs; NULL: where we do */
	const char *const *environment; /* ended by NULL; NULL: ours */
	/* Where its output goes, output_max bytes, if it may hold secrets; NULL: the
	 * arena. */
	uint8_t *room;
};

/* Runs a program to its end; stderr is the caller's. A program that cannot be
 * started is ST_UNAVAILABLE; after any other failure it may have done its work. It is
 * killed when we are. */
enum status process_run(const struct process_request *request, struct arena *arena,
	struct process_result *result, struct err *err);

/* Starts $PAGER (split at blanks, default "less -FRX") reading from the returned
 * descriptor; *pid is waited for with process_wait after the descriptor is closed. */
enum status pager_start(const char *pager, int *fd, int *pid, struct err *err);
void process_wait(int pid);

#endif
