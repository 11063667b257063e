#ifndef SHOP_ACCOUNT_CUSTOMER_H
#define SHOP_ACCOUNT_CUSTOMER_H

#include "account/privacy.h"
#include "store/store.h"

/* Bytes. */
#define PHONE_SIZE_MAX 32
#define EMAIL_SIZE_MAX 254
#define ADDRESS_SIZE_MAX 2000
#define NOTE_SIZE_MAX 4000
#define CUSTOMER_NAME_SIZE_MAX 200
#define GROUP_SIZE_MAX 64
#define PAYMENT_SIZE_MAX 64

/* Ids as people type and read them: "C1001", which is the first. */
#define CUSTOMER_ID_FIRST 1001
#define CUSTOMER_ID_TEXT_MAX 24
void customer_id_format(uint64_t id, char text[CUSTOMER_ID_TEXT_MAX]);
/* The id of a text like "C1001" or "c1001"; false where it is none. */
bool customer_id_parse(const char *text, uint64_t *id);

/* A customer as people see it. How it is stored, sealed, is nobody else's. */
struct customer {
	uint64_t id;
	const char *customer; /* the id as text */
	const char *name;
	const char *phone;   /* canonical, may be "" where there is an e-mail */
	const char *email;   /* canonical, may be "" where there is a phone */
	const char *address; /* free text, may have lines */
	const char *country; /* ISO 3166-1, two letters, or "" */
	const char *group;
	const char *payment; /* payment method kept, or "" */
	const char *note;    /* the staff's, about the customer */
	bool disabled;
	int64_t registered_at;
};

/* For output: name, phone and the rest in clear. record_init makes the empty one
 * that a new customer begins as. */
extern const struct record_type customer_record;

/* Canonical forms: a phone number without blanks and -./(), 00 becomes +, a leading
 * 0 the calling code where set, 5 to 20 digits; an e-mail address whole and
 * case-folded, with one @. ST_BAD_DATA says what is wrong. A phone number without +
 * that is a payment card's is refused. */
enum status phone_canonical(const char *phone, const char *calling_code,
	struct arena *arena, const char **canonical, struct err *err);
enum status email_canonical(const char *email, struct arena *arena,
	const char **canonical, struct err *err);

/* True where a text holds a payment card's number: 13 to 19 digits (with blanks and
 * hyphens between, also those of typesetting) that begin as a card network's do and
 * pass Luhn, and neither follow a + nor are part of a longer number. Such texts are
 * refused in names, addresses and notes. */
bool text_has_card_number(const char *text);

/* What the people room needs of the shop: its key. Without one (NULL or empty) what
 * is personal reads as "", and nothing of it can be looked up or changed. */
struct people {
	struct txn *txn;
	const struct secret *shop_key;
};

/* Stores a new customer. id, customer and registered_at are given here; the texts
 * stay as they are typed, so that a callback may run again (customer_get has their
 * canonical forms). A name and a phone number or an e-mail address are needed.
 * ST_EXISTS names the phone or e-mail another customer has; ST_BAD_DATA a field's
 * fault. Appends an event. */
enum status customer_add(
	const struct people *people, struct customer *customer, struct err *err);
enum status customer_get(const struct people *people, uint64_t id,
	struct customer *customer, bool *found, struct err *err);
/* By phone, e-mail or id, as typed. ST_NOT_FOUND names it and the way out. */
enum status customer_find(const struct people *people, const char *who,
	struct customer *customer, struct err *err);
/* Stores what changed, with an event that holds old and new sealed; id and
 * registered_at stay. *changes lists it in clear, as struct change. ST_UNCHANGED is
 * not raised: where nothing changes nothing is written, and *changes is empty. One
 * who is disabled loses every session. ST_REFUSED where the customer was erased. */
enum status customer_change(const struct people *people, const struct customer *now,
	struct list *changes, struct err *err);
/* The first customer whose id is above after; for lists. */
enum status customer_next(const struct people *people, uint64_t after,
	struct customer *customer, bool *found, struct err *err);

/* Events hold what is personal sealed, as hexadecimal. Puts the changes of an event
 * whose subject is this customer into clear, in place: "(sealed)" without the shop's
 * key, "(erased)" without the customer's. Other changes stay as they are. */
enum status customer_change_clear(const struct people *people, uint64_t customer,
	struct list *changes, struct err *err);

/* The proof of the people: every phone number and e-mail address has its row and
 * every row its customer, every credential and session a customer, every sealed text
 * opens. Calls fault for each. */
typedef void customer_fault_fn(
	void *arg, const char *kind, const char *subject, const char *message);
enum status customer_prove(const struct people *people, customer_fault_fn *fault,
	void *arg, uint64_t *count, struct err *err);

#endif
