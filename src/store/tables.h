#ifndef SHOP_STORE_TABLES_H
#define SHOP_STORE_TABLES_H

#include <stdbool.h>

/*
 * Every table of the shop: its name in the store, what its keys are, and whether it
 * is derived (can be made anew from the others), and whether it is there twice (see
 * store/stage.h). Numbers in keys are big-endian.
 * Append only: the order is stored nowhere, the names are.
 */
#define TABLES(X) \
	/* what the shop is */ \
	X(META, "meta", "name: format, shop id, next numbers", false, false) \
	X(SETTING, "setting", "setting's name", false, false) \
	/* catalogue */ \
	X(PRODUCT, "product", "product id u64", false, true) \
	X(SKU, "sku", "SKU", false, true) \
	X(HANDLE, "handle", "product handle", false, true) \
	X(CODE, "code", "folded SKU or barcode, NUL, kind u8, SKU", true, true) \
	X(CATEGORY, "category", "path", false, true) \
	X(COUNTED, "counted", "SKU; NUL, import number u64", false, true) \
	X(LEVEL, "level", "SKU", false, false) \
	X(SYNONYM, "synonym", "rule's number u64", false, false) \
	X(SYNONYM_BY, "synonym-by", "stems of a text, NUL, rule's number u64", true, \
		false) \
	/* index */ \
	X(TERM, "term", "see index/layout.h", true, true) \
	X(POSTING, "posting", "see index/layout.h", true, true) \
	X(COLUMN, "column", "see index/layout.h", true, true) \
	X(FACET, "facet", "see index/layout.h", true, true) \
	X(DOCUMENT, "document", "see index/layout.h", true, true) \
	X(SORTED, "sorted", "see index/layout.h", true, true) \
	X(DELTA, "delta", "see index/layout.h", true, true) \
	/* prices */ \
	X(RULE, "rule", "see pricing/rule.c", false, false) \
	X(COUPON, "coupon", "folded code", true, false) \
	X(COUPON_USE, "coupon-use", "promotion, NUL, customer u64", true, false) \
	X(PRICE_DUE, "price-due", "moment i64, product id u64", true, true) \
	X(PAST_PRICE, "past-price", "SKU, NUL, until i64", false, true) \
	/* people */ \
	X(CUSTOMER, "customer", "customer id u64", false, false) \
	X(CUSTOMER_KEY, "customer-key", "customer id u64", false, false) \
	X(CONTACT, "contact", "kind u8, blind index of phone or e-mail", false, \
		false) \
	X(CREDENTIAL, "credential", "customer id u64", false, false) \
	X(SESSION, "session", "hash of the token", false, false) \
	X(STAFF, "staff", "uid u32", false, false) \
	/* orders */ \
	X(MOVEMENT, "movement", "SKU, NUL, number u64", false, false) \
	X(CART, "cart", "customer id u64", false, false) \
	X(ORDER, "order", "order number u64", false, false) \
	X(FACT, "fact", "order number u64, fact number u32", false, false) \
	X(ORDER_BY, "order-by", "kind u8, value, order number u64", true, false) \
	X(CHECKOUT_KEY, "checkout-key", "customer id u64, hash of the key", false, \
		false) \
	X(ORDER_STEPS, "order-steps", "order number u64", false, false) \
	X(INTENT, "intent", "order number u64, intent number u32", false, false) \
	X(INTENT_OPEN, "intent-open", "order number u64, intent number u32", true, \
		false) \
	X(WALLET, "wallet", "customer id u64, number u32", false, false) \
	X(DUE, "due", "moment i64, kind u8, subject", true, false) \
	X(BOOK_DAY, "book-day", "see books/layout.h", true, false) \
	X(BOOK_ITEM, "book-item", "see books/layout.h", true, false) \
	X(BOOK_POSTING, "book-posting", "see books/layout.h", true, false) \
	X(MARK, "mark", "kind u8, name: how far a job has come", false, false) \
	/* what happened */ \
	X(EVENT, "event", "shard u16, number u64", false, false) \
	X(EVENT_BY, "event-by", "subject, NUL, event number u64", true, false) \
	X(IMPORT, "import", "import number u64, part u32", false, false) \
	X(NOTE, "note", "product id u64", true, false)

/* Tables that are there twice: how many. */
#define TABLE_IS_TWICE(id, name, key, derived, twice) +((twice) ? 1 : 0)
enum { TABLE_TWICE_COUNT = 0 TABLES(TABLE_IS_TWICE) };
#undef TABLE_IS_TWICE

enum table {
#define TABLE_ENUM(id, name, key, derived, twice) TABLE_##id,
	TABLES(TABLE_ENUM)
#undef TABLE_ENUM
		TABLE_COUNT
};

struct table_info {
	const char *name;
	const char *second; /* the name of the other of two, else NULL */
	const char *key;
	bool derived;
	bool twice;
};

extern const struct table_info table_infos[TABLE_COUNT];

#endif
