#ifndef SHOP_STORE_EVENT_H
#define SHOP_STORE_EVENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/record.h"
#include "store/store.h"

/*
 * The event log: one append-only table that every change that matters appends to,
 * in its own transaction. Each event carries the keyed BLAKE2b hash of the one
 * before, so that an edit, a deletion, an insertion or another order shows.
 */
struct event {
	uint64_t number;
	int64_t at;
	const char *actor_kind;
	uint64_t actor_id;
	const char *command;
	const char *
		/* "product", "order", "customer", "staff", "setting", "import" */
		subject_kind;
	const char *subject; /* SKU or handle, order number, customer id, name */
	const char *
		/* "added", "changed", "removed", "placed", "paid", "shipped", ... */
		kind;
	struct list changes; /* of struct change */
	const char *note;
	struct bytes previous; /* hash of the event before; empty in the first */
};

extern const struct record_type event_record;

/* Appends an event. Number, time, actor, command and previous are filled in here;
 * the caller gives the rest. */
enum status event_append(struct txn *txn, struct event *event, struct err *err);

/* Which events event_next hands out: those of one subject, of one actor, since a
 * number or a time; zeros and NULLs ask for all. */
struct event_filter {
	const char *subject_kind;
	const char *subject;
	const char *actor_kind;
	uint64_t actor_id;
	int64_t since;  /* microseconds */
	uint64_t after; /* event number */
	bool newest_first;
};
struct event_scan;
enum status event_scan_open(struct txn *txn, const struct event_filter *filter,
	struct event_scan **scan, struct err *err);
enum status event_next(
	struct event_scan *scan, struct event *event, bool *found, struct err *err);

/* The chain's head: the last event's number and the hash that the next one would
 * carry, as "NUMBER:HASH". */
enum status event_head(struct txn *txn, const char **head, struct err *err);
/* Walks the chain from the first event; describes the first break in *fault, NULL
 * where there is none. head, where not NULL, is one kept elsewhere that the chain
 * must contain. */
enum status event_verify(struct txn *txn, const char *head, const char **fault,
	uint64_t *count, struct err *err);

#endif
