#ifndef SHOP_TESTS_PRINTED_H
#define SHOP_TESTS_PRINTED_H

#include "unit.h"

#include "cli/output.h"

/* Records to print, and what a print of them gave. */

enum { TEXT_MAX = 1 << 16 };

struct line {
	const char *sku;
	const char *name;
	int64_t quantity;
	int64_t unit_price;
	int64_t placed_at;
	const char *note;
	const char *secret;
	const char *description;
};

struct pair {
	const char *name;
	const char *value;
};

struct product {
	const char *product;
	bool in_stock;
	int64_t price;
	const char *description;
	struct list attributes;
	struct list variants;
};

struct basket {
	struct list items;
	int64_t goods_total;
	const char *currency;
};

struct envelope {
	int64_t count;
};

extern const struct record_type printed_line_record;
extern const struct record_type printed_pair_record;
extern const struct record_type printed_product_record;
extern const struct record_type printed_basket_record;
extern const struct record_type printed_envelope_record;
extern struct line printed_lines[2];

/* One run of what is printed, with stdout in a file. */
struct run {
	struct arena arena;
	struct output *output;
	struct output_options options;
	int kept;
	int file;
	char text[TEXT_MAX];
	size_t size;
	enum status status;
	struct err err;
};
extern struct run printed;

void printed_to_file(int *kept, int *file, int fd);
void printed_from_file(int kept, int file, int fd, char *text);
void printed_begin(struct output_options options);
void printed_finish(void);
const char *printed_list(
	struct output_options options, const struct line *rows, size_t count);
const char *printed_record(struct output_options options,
	const struct record_type *type, const void *record);

#define FORMAT(format_) \
	(struct output_options) \
	{ \
		.format = (format_) \
	}

#endif
