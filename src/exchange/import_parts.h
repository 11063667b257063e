#ifndef SHOP_EXCHANGE_IMPORT_PARTS_H
#define SHOP_EXCHANGE_IMPORT_PARTS_H

#include "base/crypto.h"
#include "catalog/edit_keys.h"
#include "catalog/product.h"
#include "catalog/staged.h"
#include "exchange/import.h"
#include "items/item_reader.h"
#include "store/stage.h"

/* What the parts of import share, for them alone. */

/*
 * A file above IMPORT_SMALL bytes is not imported in one transaction (see
 * import_survey.c). Up to IMPORT_DIRECT changed rows of it are stored by one; more
 * are staged. Tests reach all of that with small files.
 */
#ifdef SHOP_TESTING
#define IMPORT_SMALL ((uint64_t)16 * 1024)
#define IMPORT_DIRECT 20
#else
#define IMPORT_SMALL ((uint64_t)1024 * 1024)
#define IMPORT_DIRECT 1000
#endif

/* What a row is done to. */
enum import_mode {
	IMPORT_APPLY,  /* it changes the catalogue */
	IMPORT_SURVEY, /* it is compared, and nothing is written */
	IMPORT_STAGE,  /* it changes the staged set */
};

/* Which rows are counted and told of. A survey tells of what stays as it is; what
 * changes is told of when it does. */
enum import_telling {
	TELL_ALL,
	TELL_UNCHANGED,
	TELL_NONE,
};

/* Where each row of the file stands, 24 bytes a row, by its number from 0. */
#define IMPORT_NO_ROW UINT32_MAX
struct import_rows {
	struct arena arena;
	struct import_row_place **chunks;
	uint32_t count;
};
enum status import_rows_add(struct import_rows *rows, const struct item_place *place,
	uint32_t *number, struct err *err);
struct item_place import_rows_place(const struct import_rows *rows, uint32_t number);
/* The product that it was found to be about. */
void import_rows_set_product(struct import_rows *rows, uint32_t number, uint64_t id);
/* The rows about a product, from *number on; false where there are no more. */
bool import_rows_find(
	const struct import_rows *rows, uint64_t product, uint32_t *number);
/* What is known of a row. */
enum import_row_flag {
	ROW_CHANGES = 1,  /* it is on the list of those that change something */
	ROW_REJECTED = 2, /* it is not to be looked at again */
};
void import_rows_mark(
	struct import_rows *rows, uint32_t number, enum import_row_flag flag);
bool import_rows_is(
	const struct import_rows *rows, uint32_t number, enum import_row_flag flag);
void import_rows_free(struct import_rows *rows);

/* Numbers of rows. */
struct import_list {
	struct arena arena;
	uint32_t *items;
	size_t count;
	size_t capacity;
};
enum status import_list_add(
	struct import_list *list, uint32_t number, struct err *err);
void import_list_free(struct import_list *list);

/* The names of products that a file has had so far, each with its row: 16 bytes of a
 * hash table for one. */
enum import_name_kind {
	NAME_SKU,
	NAME_HANDLE,
};
struct import_names {
	struct arena arena;
	struct import_names_entry *entries;
	size_t capacity; /* a power of two */
	size_t count;
};
struct import_name {
	enum import_name_kind kind;
	const char *text;
	uint32_t row;
};
/* Adds a name. *first is the row that had it before, IMPORT_NO_ROW where none had.
 * Memory of the moment comes from arena. */
enum status import_names_add(struct import_names *names,
	const struct import_name *name, struct arena *arena, uint32_t *first,
	struct err *err);
/* The row that has a name, IMPORT_NO_ROW where none has; with alike, one that does
 * not come behind the name's own row and has a SKU that differs in case only. */
enum status import_names_find(const struct import_names *names,
	const struct import_name *name, bool alike, struct arena *arena,
	uint32_t *row, struct err *err);
void import_names_free(struct import_names *names);

/* What else a file has had so far, each with its line. */
enum import_seen_kind {
	SEEN_CATEGORY,
	SEEN_SYNONYM,
	SEEN_TAX,
	SEEN_SHIPPING,
	SEEN_SALE,
	SEEN_PROMOTION,
	SEEN_CUSTOMER,
	SEEN_ORDER,
	SEEN_INVOICE,
	SEEN_CREDIT_NOTE,
};
/* Documents that orders of a file bring along: they have numbers without gaps. */
struct import_documents {
	uint64_t count;
	uint64_t highest;
};
struct import_seen {
	struct arena arena;
	struct import_seen_entry *entries;
	size_t capacity; /* a power of two */
	size_t count;
	struct import_documents invoices;
	struct import_documents credit_notes;
};
/* Adds a name with *line. Where the file has had it, *is_new is false and *line the
 * one it stood on. */
enum status import_seen_add(struct import_seen *seen, enum import_seen_kind kind,
	const char *name, uint64_t *line, bool *is_new, struct err *err);
void import_seen_free(struct import_seen *seen);

/* The list of what an import changed: lines of tab-separated texts, escaped as in
 * output, kept in parts in TABLE_IMPORT under the import's number. */
#define IMPORT_PART_SIZE ((size_t)64 * 1024)
struct import_log {
	struct txn *txn; /* that writes; NULL: nothing is logged */
	uint64_t import;
	uint32_t part;
	bool staged;
	struct crypto_hash_state hash;
	size_t size;
	uint8_t *data; /* IMPORT_PART_SIZE bytes */
};
/* Gives the import its number; data is taken from arena. staged: more transactions
 * will write, and if the last does not come, import_log_forget takes out what they
 * wrote. */
enum status import_log_open(struct import_log *log, struct txn *txn,
	struct arena *arena, bool staged, struct err *err);
enum status import_log_add(
	struct import_log *log, const struct import_change *change, struct err *err);
/* Of a new product its subject alone. */
enum status import_log_new(
	struct import_log *log, const char *subject, struct err *err);
/* Stores what there is, so that nothing waits for the next transaction. */
enum status import_log_flush(struct import_log *log, struct err *err);
/* Stores the last part; hash is that of all. */
enum status import_log_close(
	struct import_log *log, uint8_t hash[HASH_SIZE], struct err *err);
/* Takes out some of what a staged import wrote that did not come to its end; *more
 * says whether there is more. One import is staged at a time. */
enum status import_log_forget(struct txn *txn, bool *more, struct err *err);

/* Rejected rows as they stood. */
#define IMPORT_SECTION_MAX 64
#define IMPORT_REJECT_ERRORS_SIZE 4096 /* more of one row are cut off */
struct import_rejects {
	int fd; /* -1: nothing is written */
	int file;
	bool any;
	bool in_item; /* its comments have begun */
	uint64_t column;
	char section[IMPORT_SECTION_MAX + 1];
	/* Of a CSV file: its rows are written as such, with their errors in a column
	 * of their own, which are gathered first. NULL: YAML. */
	struct item_reader *csv;
	char errors[IMPORT_REJECT_ERRORS_SIZE];
	size_t errors_size;
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
	struct import_error *items; /* the result's list */
	struct import_note *texts;
	size_t used; /* of the texts */
	size_t max;  /* that are kept for now */
};

/* What is to be archived because the file does not have it. */
struct import_missing {
	struct arena arena;
	struct buffer ids; /* u64 each, of the products */
	int64_t skus;      /* in scope, and not archived */
	int64_t missing;   /* of them */
	uint64_t next;     /* product to look at */
	size_t archived;   /* of the products */
	bool found_all;
};

struct import {
	const struct import_request *request;
	struct import_result *result;
	struct item_reader *reader;
	/* The transaction of the moment, and its catalogue. */
	struct txn *txn;
	struct catalog *catalog;
	enum import_mode mode;
	enum import_telling telling;
	bool rehearsing; /* the file's products are not in the catalogue yet */
	bool again;      /* rows are read once more: their names are known */
	struct import_rows rows;
	struct import_names names;
	struct import_seen seen;
	struct import_list changed; /* rows that change products */
	struct import_list others;  /* rows of other sections */
	struct import_log log;
	struct import_rejects rejects;
	struct import_notes errors;
	struct import_notes warnings;
	struct stage *stage;       /* NULL: nobody is kept from naming another set */
	struct load *load;         /* rows of the staged set on their way */
	struct staged_sales sales; /* as they were when staging began */
	bool staged;               /* changed rows go to the staged set */
	size_t remembered;         /* of the changed rows, those that are there */
	/* Rows that fail are not rejected yet, but taken in once more at the end. */
	bool tentative;
	struct import_list deferred;
	struct import_missing missing;
	bool is_nameless; /* a rejected row does not say whom it is about */
	size_t slice_rows;
	/* The section last refused, that it is said once. */
	uint64_t refused_line;
	uint64_t refused_column;
	bool ended;            /* there are no more rows */
	bool broken;           /* the file cannot be read to its end */
	struct edit_keys keys; /* made by the first row */
};

/* One item while it is looked at. */
struct import_row {
	struct import *import;
	const struct item *item;
	/* or what: a SKU, a handle, a category, a synonym's first text, a rule's
	 * name */
	const char *sku; /* whom errors are about, "" where it is not known */
	size_t errors;
	uint32_t number;
};

/* The steps of an import that is not small. */

/* A file of any size. */
enum status import_survey(struct import *import, struct err *err);
/* What the survey remembered goes to the staged set, and what comes from now on. */
enum status import_stage_begin(struct import *import, struct err *err);
/* Rows up to the end of a slice. */
enum status import_stage_rows(struct import *import, struct err *err);
/* What is missing. */
enum status import_stage_missing(struct import *import, struct err *err);
/* All rows are there: the set is made whole. */
enum status import_stage_end(struct import *import, struct err *err);
/* Gives up what is not named, and ends all noting. */
void import_stage_abandon(struct import *import, enum status status);
/* The transaction that makes everything so. */
enum status import_settle(struct import *import, struct err *err);

/* Begins to read the file, forgetting all that was read of it. */
enum status import_begin(struct import *import, struct err *err);
/* Takes in rows until the slice is over, the file ends, or more rows change
 * something than a survey remembers. */
enum status import_read(struct import *import, struct err *err);
/* Takes a row in once more. */
enum status import_take_again(
	struct import *import, uint32_t number, struct err *err);
/* Takes in again all rows of a list that were not rejected. */
enum status import_take_list(
	struct import *import, const struct import_list *list, struct err *err);
/* A transaction of a long import is a short one. */
bool import_is_slice_over(struct import *import);

/* Before a row is read: ST_NOT_FOUND where the shop has no product of the brand, or
 * not the category, of which what is missing is to be archived. */
enum status import_scope_check(struct import *import, struct err *err);
/* What is missing, once all rows were read: finds it, refuses to archive too much of
 * it, archives the next of it until the slice is over, or one product where it is
 * missing. */
enum status import_missing_find(struct import *import, struct err *err);
enum status import_missing_check(const struct import *import, struct err *err);
enum status import_missing_archive_some(struct import *import, struct err *err);
enum status import_missing_archive(
	struct import *import, uint64_t id, struct err *err);
size_t import_missing_count(const struct import *import);
uint64_t import_missing_id(const struct import *import, size_t index);

/* Whether the file is refused by now. */
bool import_is_refused(const struct import *import);
/* "3 rows rejected, nothing was imported"; where there is one error alone, that. */
enum status import_refuse(const struct import *import, struct err *err);
/* Closes the catalogue, appends the event: the last thing in the last transaction. */
enum status import_end(struct import *import, struct err *err);

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
/* Memory for errors and warnings, and none of them. */
enum status import_notes_open(struct import *import, struct err *err);
void import_notes_clear(struct import *import);
/* Errors of rows that are taken in behind all others are kept beside these, and then
 * put among them, in the file's order. */
void import_notes_widen(struct import *import);
void import_notes_sort(struct import *import);

/* A rejected row may be about what it is not known to be. */
enum status import_note_rejected(struct import_row *row, struct err *err);
/* A valid name of a product, which the file must not have had before; row->errors
 * tells. */
enum status import_take_name(struct import_row *row, enum import_name_kind kind,
	const struct item_node *node, struct err *err);
/* The text of a SKU of a row above, or of this one, that differs in case only; NULL
 * where there is none. */
enum status import_sku_alike(
	struct import_row *row, const char *sku, const char **other, struct err *err);

/* Counts a row, where rows are counted. */
void import_count(const struct import *import, int64_t *count);
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
/* What is to be known of a node's key; NULL where products have none of that name. */
const struct edit_key *import_find_key(
	const struct import_row *row, const struct item_node *node);
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
