#ifndef SHOP_STORE_EVENT_PRIVATE_H
#define SHOP_STORE_EVENT_PRIVATE_H

#include "base/crypto.h"
#include "store/event.h"

/* What event.c, event_scan.c and event_verify.c share. */
extern const struct stored events_stored;

struct key event_key(uint64_t number);

/* The beginning that all of a subject's keys in EVENT_BY have. */
enum status event_subject_key(
	const char *kind, const char *subject, struct key *key, struct err *err);

/* The hash that the event after this one carries. */
enum status event_hash(struct txn *txn, uint64_t number, struct bytes stored,
	uint8_t hash[HASH_SIZE], struct err *err);

#endif
