#ifndef SHOP_BASE_RECORD_H
#define SHOP_BASE_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/status.h"

/*
 * One table of fields per record type drives how it is stored, printed (base/json.h,
 * cli/output.h) and compared. Fields are append-only: a number, once given, keeps its
 * meaning for ever and is never used again.
 */
enum field_type {
	FIELD_BOOL,     /* bool; default false */
	FIELD_COUNT,    /* int64_t; default 0 */
	FIELD_OPTIONAL, /* int64_t; default and "none" is NUMBER_NONE */
	FIELD_ID,       /* uint64_t; default 0 */
	FIELD_MONEY,    /* int64_t minor units; default and "none" is NUMBER_NONE */
	FIELD_TIME,     /* int64_t microseconds UTC; default and "none" is 0 */
	FIELD_CHOICE,   /* int, an index of choices; default 0 */
	FIELD_TEXT,     /* const char *; default "", which is "none" */
	FIELD_BYTES,    /* struct bytes; default empty; printed as hexadecimal */
	FIELD_TEXTS,    /* struct texts */
	FIELD_RECORD,   /* the other record's struct, in place */
	FIELD_RECORDS,  /* struct list of the other record's structs */
	FIELD_MAP,      /* as FIELD_RECORDS; in JSON an object from each one's first
			 * field, a text, to its second */
};

#define NUMBER_NONE INT64_MIN

/* Texts in a row, and records in a row. */
struct texts {
	const char **items;
	size_t count;
};

struct list {
	void *items;
	size_t count;
};

enum field_flag {
	/* Printed in machine formats only, where a table would get too wide. */
	FIELD_WIDE = 1,
	/* Never printed and never part of a difference. */
	FIELD_HIDDEN = 2,
	/* Left out of JSON and tables where it has its default. */
	FIELD_SPARSE = 4,
	/* In JSON null where it is none; else "" or 0 or false. FIELD_MONEY,
	 * FIELD_OPTIONAL and FIELD_TIME are null so without being told. */
	FIELD_NULLABLE = 8,
	/* For people left out where it is 0 or none: a column in which nothing else
	 * stands, too. Machine formats always have it. */
	FIELD_QUIET = 16,
	/* In files that another shop reads (shop-catalog(5)): not there, since it
	 * follows from what else is there, or is written by hand. */
	FIELD_DERIVED = 32,
	/* There a count is an amount in minor units, or a percentage. */
	FIELD_AMOUNT = 64,
	FIELD_PERCENT = 128,
	/* There an amount that is none is 0. */
	FIELD_ZERO = 256,
	/* A text that is a percentage: people see it as one, at the right of its
	 * column. */
	FIELD_SHARE = 512,
};

struct record_type;

struct field {
	uint32_t number; /* from 1 */
	enum field_type type;
	const char *name; /* snake case, the name in JSON and TSV */
	size_t offset;
	const struct record_type *record; /* of FIELD_RECORD, RECORDS and MAP */
	const char *const *choices;       /* of FIELD_CHOICE, ended by NULL */
	unsigned flags;
	/* Of FIELD_RECORD, and of FIELD_RECORDS with one record: its fields are
	 * stored as if they were the parent's, with this added to their numbers. It
	 * is not below a number of the parent's, and rises with the table's order by
	 * more than the other record's numbers; what was stored without it is read,
	 * too. 0: not so. Comes with a schema of the parent's. */
	uint32_t inside;
};

struct record_type {
	const char *name;
	size_t size;
	const struct field *fields;
	size_t field_count;
	uint32_t schema; /* from 1; raised only for what append-only cannot say */
};

/* The rest of a record_type after its name, for an array of fields. */
#define RECORD_FIELDS(struct_type, array) \
	.size = sizeof(struct_type), .fields = (array), \
	.field_count = sizeof(array) / sizeof((array)[0]), .schema = 1

/* The beginning of a field's entry, named after the struct's member:
 * { FIELD(1, FIELD_TEXT, struct customer, name), .flags = FIELD_WIDE }. */
#define FIELD(number_, type_, struct_type, member) \
	.number = (number_), .type = (type_), .name = #member, \
	.offset = offsetof(struct_type, member)

/* Sets every field to its default. */
void record_init(const struct record_type *type, void *record);

void field_init(const struct field *field, void *record);

/* A field's place in a record. */
const void *field_at(const struct field *field, const void *record);
bool field_is_default(const struct field *field, const void *record);
/* True when both hold the same, by what would be stored. */
bool field_equal(const struct field *field, const void *a, const void *b);
bool record_equal(const struct record_type *type, const void *a, const void *b);
const struct field *record_field(const struct record_type *type, const char *name);

/* Appends the stored form: the schema, then a tag and a value for each field that
 * is not at its default. Equal records have equal bytes. */
enum status record_encode(const struct record_type *type, const void *record,
	struct buffer *buffer, struct err *err);

/* Reads the stored form into record, everything copied into the arena. Unknown
 * fields are skipped, missing ones get their default; anything ill-formed is
 * ST_CORRUPT. */
enum status record_decode(const struct record_type *type, struct bytes bytes,
	struct arena *arena, void *record, struct err *err);

/* A deep copy, that shares nothing with what it was made from. */
enum status record_copy(const struct record_type *type, const void *from,
	struct arena *arena, void *to, struct err *err);

/* How numbers read: money with this many decimals. Times read in the zone in force.
 */
struct record_style {
	unsigned money_decimals;
};

/* A field as one text as people read it: "" where it is none, lists joined by ", ",
 * records as name=value pairs. */
enum status field_text(const struct field *field, const void *record,
	struct record_style style, struct arena *arena, const char **out,
	struct err *err);

/* Appends the same without a NUL. */
enum status field_append(const struct field *field, const void *record,
	struct record_style style, struct buffer *buffer, struct err *err);

/* One field that changed, as texts: "" is none. */
struct change {
	const char *field;
	const char *old;
	const char *new;
};

extern const struct record_type change_record;

/* Two states of one record. NULL for old or new stands for a record of defaults;
 * the names of the changes begin with prefix. */
struct record_pair {
	const struct record_type *type;
	const void *old;
	const void *new;
	const char *prefix;
};

/* Lists the fields in which two records differ, as struct change, in the table's
 * order. */
enum status record_diff(const struct record_pair *pair, struct record_style style,
	struct arena *arena, struct list *changes, struct err *err);

#endif
