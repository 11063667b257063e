#ifndef SHOP_ACCOUNT_PRIVACY_H
#define SHOP_ACCOUNT_PRIVACY_H

#include "base/secret.h"
#include "store/store.h"

/*
 * Personal data is sealed with a key per customer, which is itself sealed with the
 * shop's key; each text is bound to the table, the record and the field where it
 * lies. Without the customer's key (erased) it cannot be read any more.
 */
struct privacy {
	uint64_t customer;
	struct secret key; /* the customer's; empty once erased */
};

/* Where a sealed text lies. */
struct privacy_place {
	enum table table;
	uint64_t record; /* customer id, order number */
	uint32_t field;  /* field's number */
};

/* Makes a new customer's key in a write transaction. */
enum status privacy_create(struct txn *txn, const struct secret *shop_key,
	uint64_t customer, struct privacy *privacy, struct err *err);
enum status privacy_open(struct txn *txn, const struct secret *shop_key,
	uint64_t customer, struct privacy *privacy, struct err *err);
/* Wipes; harmless on one that is empty. */
void privacy_close(struct privacy *privacy);
/* An empty text is sealed as nothing. */
enum status privacy_seal(const struct privacy *privacy, struct privacy_place place,
	const char *text, struct arena *arena, struct bytes *sealed, struct err *err);
/* What was erased reads as "". */
enum status privacy_unseal(const struct privacy *privacy, struct privacy_place place,
	struct bytes sealed, struct arena *arena, const char **text, struct err *err);

/* The same for what must not enter an arena, as the token of a payment method: the
 * text is read from and opened into guarded memory. What was erased is ST_NOT_FOUND.
 */
enum status privacy_seal_secret(const struct privacy *privacy,
	struct privacy_place place, const struct secret *text, struct arena *arena,
	struct bytes *sealed, struct err *err);
enum status privacy_unseal_secret(const struct privacy *privacy,
	struct privacy_place place, struct bytes sealed, struct secret *text,
	struct err *err);

/* The blind index of a phone number or e-mail address: keyed BLAKE2b of its
 * canonical form. */
enum contact_kind {
	CONTACT_PHONE = 1,
	CONTACT_EMAIL = 2,
};
enum status privacy_blind_index(const struct secret *shop_key, enum contact_kind kind,
	const char *canonical, uint8_t index[32], struct err *err);

#endif
