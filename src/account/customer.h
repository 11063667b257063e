#ifndef SHOP_ACCOUNT_CUSTOMER_H
#define SHOP_ACCOUNT_CUSTOMER_H

#include "account/privacy.h"
#include "store/store.h"

#define PHONE_SIZE_MAX 32
#define EMAIL_SIZE_MAX 254
#define ADDRESS_SIZE_MAX 2000
#define NOTE_SIZE_MAX 4000
#define CUSTOMER_NAME_SIZE_MAX 200

/* A customer as people see it. */
struct customer {
	uint64_t id;
	const char *name;
	const char *phone;   /* canonical */
	const char *email;   /* canonical, may be "" */
	const char *address; /* free text, may have lines */
	const char *country; /* ISO 3166-1, two letters, or "" */
	const char *note;    /* the staff's, about the customer */
	const char *payment; /* payment method kept, or "" */
	const char *group;
	bool disabled;
	int64_t registered_at;
};

/* for output: name, phone and the rest in clear */
extern const struct record_type customer_record;

/* Ids as people type and read them: "C1001". */
#define CUSTOMER_ID_TEXT_MAX 24
void customer_id_format(uint64_t id, char text[CUSTOMER_ID_TEXT_MAX]);

/* Canonical forms: a phone number without blanks and -./(), 00 becomes +, a leading
 * 0 the calling code where set; an e-mail address whole and case-folded.
 * ST_BAD_DATA says what is wrong. */
enum status phone_canonical(const char *phone, const char *calling_code,
	struct arena *arena, const char **canonical, struct err *err);
enum status email_canonical(const char *email, struct arena *arena,
	const char **canonical, struct err *err);

/* True where a text holds a payment card's number: 13 to 19 digits (blanks and
 * hyphens between allowed) that begin as a card network's do and pass Luhn. Such
 * texts are refused in names, addresses and notes. */
bool text_has_card_number(const char *text);

/* What the people room needs of the shop: its key. */
struct people {
	struct txn *txn;
	const struct secret *shop_key;
};

/* Stores a new customer (id, registered_at are given here). ST_EXISTS names the
 * phone or e-mail another customer has; ST_BAD_DATA a field's fault. Appends an
 * event. */
enum status customer_add(
	const struct people *people, struct customer *customer, struct err *err);
enum status customer_get(const struct people *people, uint64_t id,
	struct customer *customer, bool *found, struct err *err);
/* By phone, e-mail or id, as typed. ST_NOT_FOUND names it and the way out. */
enum status customer_find(const struct people *people, const char *who,
	struct customer *customer, struct err *err);
/* Stores what changed, with an event that holds old and new sealed. ST_UNCHANGED is
 * not raised: an unchanged one writes nothing, and *changed says so. */
enum status customer_change(const struct people *people, const struct customer *now,
	struct list *changes, struct err *err);
/* The customer's country and group without anything personal; for orders. */
enum status customer_next(const struct people *people, uint64_t after,
	struct customer *customer, bool *found, struct err *err);

#endif
