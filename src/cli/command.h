#ifndef SHOP_CLI_COMMAND_H
#define SHOP_CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/money.h"
#include "base/status.h"

/*
 * A command is a table: what it is called, what it takes, how it opens the store,
 * who may run it, and the function that does it. The table drives parsing, usage
 * errors, --help, the three completion scripts and the synopsis in the manual.
 * Nothing here knows any command.
 */

/* What a value of a parameter may be. A kind checks syntax only and fills a member
 * of the command's input struct of the type named here. Each kind has a name that
 * usage shows, and may have candidates for completion. */
enum kind {
	KIND_FLAG, /* bool; takes no value */
	/* const char *: one line, UTF-8, no control characters, not empty, up to
	 * 1,000 characters */
	KIND_TEXT,
	/* const char *: as KIND_TEXT, but may be empty and have lines, up to 64 KiB
	 */
	KIND_LINES,
	KIND_SKU,      /* const char *: 1 to 64 bytes, see catalog/product.h */
	KIND_CATEGORY, /* const char *: a path with "/" between */
	KIND_BRAND,    /* const char * */
	KIND_MONEY,    /* struct decimal, 0 or more, resolved with the shop's
			* currency later */
	KIND_COUNT,    /* int64_t, 0 or more, up to 10^9 */
	KIND_RANGE,    /* struct range: MIN..MAX, ..MAX, MIN.. or one number */
	KIND_PERIOD,   /* const char *, syntax checked by period_is_valid */
	KIND_CHOICE,   /* int, an index of the parameter's choices */
	/* struct words: comma-separated choices, each must be one of them */
	KIND_CHOICES,
	KIND_WORDS,    /* struct words: comma-separated words */
	KIND_PAIR,     /* struct pair: NAME=VALUE */
	KIND_PATH,     /* const char *: a file, "-" for standard input or output */
	KIND_CUSTOMER, /* const char *: a phone number, e-mail address or id */
	KIND_ORDER,    /* uint64_t: an order's number */
	KIND_SETTING,  /* const char *: a setting's name */
	KIND_CURRENCY, /* const char *: three letters of ISO 4217, upper case */
	KIND_COUNTRY,  /* const char *: two letters of ISO 3166-1, upper case */
	KIND_SECONDS,  /* int64_t microseconds, from decimal seconds */
	KIND_COMMAND,  /* const char *: a command's words, for help */
	KIND_QUERY,    /* const char *: as KIND_TEXT, words to look for */
	KIND_SYNONYM,  /* const char *: a synonym's number or one of its texts */
	KIND_TAX_RATE, /* const char *: a tax rate's name, such as standard/DE */
	KIND_SHIPPING_METHOD, /* const char *: its name */
	KIND_SALE,            /* const char *: its name */
	KIND_PROMOTION,       /* const char *: its name */
};

/* An open side is { 0 } with its has_ flag false. */
struct range {
	struct decimal min;
	struct decimal max;
	bool has_min;
	bool has_max;
};

struct pair {
	const char *name;
	const char *value;
};

/* What an option that may be given more than once, or a list of operands, collects;
 * items are of the kind's type. */
struct words {
	const char **items;
	size_t count;
};
struct pairs {
	struct pair *items;
	size_t count;
};
struct ranges {
	struct range *items;
	size_t count;
};

enum param_flag {
	PARAM_REQUIRED = 1,
	/* the member is a struct words, pairs or ranges of the kind's type; of
	 * KIND_CHOICE a struct words of the choices' names */
	PARAM_REPEATED = 2,
	PARAM_OPERAND = 4, /* given by place, not by name; its name is in capitals */
	PARAM_OPTIONAL_VALUE =
		/* --facets or --facets=NAME; the bool at given_offset says whether */
	8,
	PARAM_GLOBAL = 16, /* taken before the command's word, too */
	/* an empty value is taken, as "", whatever the kind says; of kinds whose
	 * member is a const char * */
	PARAM_CLEARABLE = 32,
};

struct param {
	const char *name; /* "price" of --price; "SKU" of an operand */
	char letter;      /* 'n' of -n, or 0 */
	enum kind kind;
	unsigned flags;
	size_t offset;
	/* Where a bool is set when the parameter is given; 0 or SIZE_MAX: nowhere,
	 * so such a bool is never the first member. */
	size_t given_offset;
	const char *value_name; /* shown in usage, or NULL for the kind's own */
	const char *const
		/* of KIND_CHOICE and KIND_CHOICES, ended by NULL; of texts what is
		 * offered, whatever else may be said */
		*choices;
	const char *help; /* one line, lower case, no full stop */
};

/* A member's place, checked at compile time to be of the type the kind fills:
 * PARAM_MEMBER(struct cart_add_input, const char *, sku). */
#define PARAM_MEMBER(struct_type, member_type, member) \
	(offsetof(struct_type, member) + \
		0 * sizeof(char[_Generic( \
			    &((struct_type *)0)->member, member_type * : 1, default \
			    : -1)]))

enum command_access {
	ACCESS_NONE, /* needs no shop */
	ACCESS_READ,
	ACCESS_WRITE,
	ACCESS_CREATE, /* makes the shop */
};

/* What a command runs in; its members are cmd/'s. */
struct context;

struct record_type;

struct command {
	const char *path;    /* its words: "cart add" */
	const char *summary; /* one line, imperative, lower case, no full stop */
	const struct param *params;
	size_t param_count;
	size_t input_size;
	enum command_access access;
	unsigned role; /* an enum role of account/role.h */
	const char *const *
		/* whole lines, ended by NULL; the first is shown with the command
		 * list */
		examples;
	enum status (*run)(
		struct context *context, const void *input, struct err *err);
	unsigned flags;
	/* Begins a group of the command list: "shopping", or NULL. */
	const char *heading;
	/* What it prints, so that a field that --json=FIELD names wrongly is refused
	 * before anything is done; or NULL. */
	const struct record_type *result;
};

enum command_flag {
	COMMAND_DRY_RUN = 1, /* takes --dry-run */
	COMMAND_FOR = 2,     /* takes --for CUSTOMER */
	/* is what its path without the last word means: "cart show" for "cart" */
	COMMAND_DEFAULT = 4,
	COMMAND_EXAMPLE = 8,  /* its first example stands in the command list */
	COMMAND_KEYLESS = 16, /* runs although the shop's key is missing */
	/* does nothing but read and write the store through its context, print, and
	 * run programs where the store is closed for it: what a batch writes for it
	 * may be on disk later, with others' */
	COMMAND_GROUPED = 32,
	COMMAND_LONG = 64, /* reads so much that nobody should wait for it to end */
};

/* For an array of parameters: ARRAY_PARAMS(params) gives .params and .param_count. */
#define ARRAY_PARAMS(array) \
	.params = (array), .param_count = sizeof(array) / sizeof((array)[0])

struct command_list {
	const struct command *const *items; /* in the manual's order */
	size_t count;
};

/* Finds the command that words begin with, the longest path first; *used is how
 * many words it took. Where there is none, ST_USAGE names the word and the nearest
 * command, or lists what may follow a word such as "admin". */
enum status command_find(const struct command_list *commands,
	const char *const *words, size_t word_count, const struct command **command,
	size_t *used, struct err *err);

#endif
