#ifndef SHOP_TESTS_MADE_UP_SHOP_H
#define SHOP_TESTS_MADE_UP_SHOP_H

#include "base/record.h"
#include "cli/command.h"

/* A few commands of no real shop, that the tests of cli/ share. */

struct find_input {
	struct words words;
	int64_t limit;
	bool limit_given;
	struct ranges prices;
	struct words colors;
	int sort;
	struct words sizes;
	struct pairs attributes;
	struct words facets;
	bool facets_given;
	bool in_stock;
	const char *since;
};

struct add_input {
	const char *sku;
	int64_t count;
};

struct pay_input {
	uint64_t order;
	struct decimal amount;
	const char *reason;
	const char *country;
	const char *currency;
	struct words states;
};

struct import_input {
	struct words files;
};

struct stock_input {
	const char *sku;
};

struct explain_input {
	struct words words;
};

struct thing {
	const char *sku;
	int64_t price;
};

extern const struct record_type made_up_thing_record;
extern const struct command_list made_up;

#endif
