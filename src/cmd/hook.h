#ifndef SHOP_CMD_HOOK_H
#define SHOP_CMD_HOOK_H

#include "base/bytes.h"
#include "base/process.h"
#include "base/record.h"

/*
 * Hooks: the programs in the folder hooks/ of the shop's home, which are told of each
 * event, one after the other. What begins with "." or ends in ".sample" is none, nor
 * is a folder.
 */
#define HOOK_OUTPUT_MAX ((size_t)64 * 1024)

/* By sysexits.h: try again later. Of a hook: not now. */
#define HOOK_EXIT_LATER 75

struct hook {
	const char *name;
	const char *path; /* absolute */
	/* Why it is not run, "" where it is: not executable, writable by everybody,
	 * ... */
	const char *problem;
	bool nameless; /* its name is no hook's, as an editor's copy of one: left out
			*/
};

/* All of them by name, without those that are none; empty where there is no folder.
 * ST_CONFIG where everybody may write the folder, or it is none. */
enum status hook_list(
	const char *home, struct arena *arena, struct list *hooks, struct err *err);
/* One of a list; ST_NOT_FOUND says where it would be. */
enum status hook_find(const struct list *hooks, const char *home, const char *name,
	const struct hook **hook, struct err *err);

struct hook_call {
	const struct hook *hook;
	const char *home;
	int64_t timeout; /* microseconds */
	struct bytes event;
};
/* Runs it in its folder, the event on its stdin, in an environment of PATH, LC_ALL,
 * TZ, SHOP_HOME and SHOP_HOOK, and of ours HOME and what names the shop's key. No
 * store may be open. As process_run; what could not be started is ST_UNAVAILABLE. */
enum status hook_run(const struct hook_call *call, struct arena *arena,
	struct process_result *result, struct err *err);
/* How it ended, in words: "ended with status 3"; NULL where all is well. */
enum status hook_verdict(const struct process_result *result, int64_t timeout,
	struct arena *arena, const char **verdict, struct err *err);

#endif
