#ifndef SHOP_EXCHANGE_IMPORT_PARTS_H
#define SHOP_EXCHANGE_IMPORT_PARTS_H

#include "base/crypto.h"
#include "catalog/edit.h"
#include "catalog/product.h"
#include "exchange/import.h"
#include "yaml/yaml_ahead.h"

/* What the parts of import share, for them alone. */

/* The names that a file has had so far, each with its line: 16 bytes of a hash
 * table for one. */
enum import_seen_kind {
	SEEN_SKU,
	SEEN_HANDLE,
	SEEN_CATEGORY,
	SEEN_SYNONYM,
	SEEN_TAX,
	SEEN_SHIPPING,
	SEEN_SALE,
	SEEN_PROMOTION,
	SEEN_CUSTOMER,
	SEEN_ORDER,
};
struct import_seen {
	struct arena arena;
	struct import_seen_entry *entries;
	size_t capacity; /* a power of two */
	size_t count;
};
/* Adds a name with *line. Where the file has had it, *is_new is false and *line the
 * one it stood on. */
enum status import_seen_add(struct import_seen *seen, enum import_seen_kind kind,
	const char *name, uint64_t *line, bool *is_new, struct err *err);
void import_seen_free(struct import_seen *seen);

/* The list of what an import changed: lines of tab-separated texts, escaped as in
 * output, kept in parts in TABLE_IMPORT beside the event to come. */
#define IMPORT_PART_SIZE ((size_t)64 * 1024)
struct import_log {
	struct txn *txn;
	uint64_t event;
	uint32_t part;
	struct crypto_hash_state hash;
	size_t size;
	uint8_t *data; /* IMPORT_PART_SIZE bytes */
};
/* data is taken from the transaction's arena. */
enum status import_log_open(struct import_log *log, struct txn *txn, struct err *err);
enum status import_log_add(
	struct import_log *log, const struct import_change *change, struct err *err);
/* Stores the last part; hash is that of all. */
enum status import_log_close(
	struct import_log *log, uint8_t hash[HASH_SIZE], struct err *err);

/* Rejected rows as they stood. */
#define IMPORT_SECTION_MAX 64
struct import_rejects {
	int fd; /* -1: nothing is written */
	int file;
	bool any;
	bool in_item; /* its comments have begun */
	uint64_t column;
	char section[IMPORT_SECTION_MAX + 1];
};
enum status import_rejects_open(
	struct import_rejects *rejects, int fd, int file, struct err *err);
enum status import_rejects_comment(struct import_rejects *rejects,
	const struct item *item, const struct import_error *error,
	struct arena *arena, struct err *err);
/* Copies the item's text behind its comments. */
enum status import_rejects_item(
	struct import_rejects *rejects, const struct item *item, struct err *err);

struct import_notes {
	struct list *list; /* of struct import_error, in the result */
	struct import_note *texts;
};

struct import {
	struct txn *txn;
	struct catalog *catalog;
	const struct import_request *request;
	struct import_result *result;
	struct yaml_ahead *reader;
	struct import_seen seen;
	struct import_log log;
	struct import_rejects rejects;
	struct import_notes errors;
	struct import_notes warnings;
	uint64_t rows;
	/* The section last refused, that it is said once. */
	uint64_t refused_line;
	uint64_t refused_column;
	bool broken; /* the file cannot be read to its end */
};

/* One item while it is looked at. */
struct import_row {
	struct import *import;
	const struct item *item;
	/* or what: a SKU, a handle, a category, a synonym's first text, a rule's
	 * name */
	const char *sku; /* whom errors are about, "" where it is not known */
	size_t errors;
};

struct import_place {
	uint64_t line;
	uint64_t column;
};
struct import_place import_at(const struct item_node *node);
struct import_place import_at_key(const struct item_node *node);

/* Notes a row's fault (ST_BAD_DATA, ST_NOT_FOUND, ST_EXISTS, ST_REFUSED), described
 * in err, and goes on: ST_OK. Any other status is handed up. */
enum status import_check(struct import_row *row, enum status status,
	struct import_place place, struct err *err);
void import_warn(struct import_row *row, const char *sku, struct import_place place,
	const char *message);
/* Memory for errors and warnings. */
enum status import_notes_open(struct import *import, struct err *err);

/* Tells of a change: to the list, and to who asked for it. */
enum status import_tell(
	struct import *import, const struct import_change *change, struct err *err);

/* Counts and tells of a record that the row is about, by what differs: unchanged,
 * changed where it was known, else new. */
enum status import_tell_record(struct import *import, const struct record_pair *pair,
	const char *subject, bool known, struct err *err);
/* As import_tell_record, of a list of struct change. */
enum status import_tell_changes(struct import *import, const struct list *changes,
	const char *subject, bool known, struct err *err);

/* Values of keys, each fault noted with its place. */
enum status import_set(struct import_row *row, const struct edit *edit,
	const struct item_node *node, struct err *err);
enum status import_set_attributes(struct import_row *row, const struct edit *edit,
	const struct item_node *node, struct err *err);
enum status import_set_option(struct import_row *row, const struct edit *edit,
	const struct item_node *node, struct err *err);
/* A whole number from 0. *number stays where the value is refused. */
struct import_limits {
	int64_t max;
	int64_t none; /* what null and "" are */
};
enum status import_number(struct import_row *row, const struct item_node *node,
	const struct import_limits *limits, int64_t *number, struct err *err);
/* A text that must be there: NULL where it is refused. */
enum status import_text(struct import_row *row, const struct item_node *node,
	const char **text, struct err *err);
/* The texts of a node that is null, a text or where may_be_list a list of them.
 * row->errors tells where it is refused. */
enum status import_texts(struct import_row *row, const struct item_node *node,
	bool may_be_list, struct texts *texts, struct err *err);
/* The value of a key of a map, or NULL. */
const struct item_node *import_key(const struct item_node *map, const char *key);
/* null or "". */
bool import_is_none(const struct item_node *node);
/* What a node is, in words: "a list". */
const char *import_kind(const struct item_node *node);

/* A variant that a row speaks of; a simple product's one. */
#define IMPORT_NO_STOCK ((int64_t)-1)
struct import_named {
	const char *sku;
	const struct item_node *node;
	bool is_new;
	int64_t stock; /* IMPORT_NO_STOCK: not given */
};

/* A product as it was stored and as the row wants it. */
struct import_wanted {
	struct import_row *row;
	struct product stored;
	bool found;
	struct product now;
	struct edit edit;
	struct import_named *named;
	size_t named_count;
};
/* Stores it, counts and tells what changed. */
enum status import_put(struct import_wanted *wanted, struct err *err);

enum status import_product(struct import_row *row, struct err *err);
enum status import_category(struct import_row *row, struct err *err);
enum status import_synonym(struct import_row *row, struct err *err);
enum status import_tax(struct import_row *row, struct err *err);
enum status import_shipping(struct import_row *row, struct err *err);
enum status import_sale(struct import_row *row, struct err *err);
enum status import_promotion(struct import_row *row, struct err *err);

#endif
