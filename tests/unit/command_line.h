#ifndef SHOP_TESTS_COMMAND_LINE_H
#define SHOP_TESTS_COMMAND_LINE_H

#include "unit.h"

#include "cli/parse.h"

#include "made_up_shop.h"

/* A line is read and thrown away by each test. */
struct reading {
	struct arena arena;
	struct parsed parsed;
	struct err err;
	enum status status;
};

struct reading line_read_words(const char *const *argv, int argc);
/* Takes the words behind "shop", ended by NULL. */
struct reading line_read(const char *first, ...);
void line_drop(struct reading *reading);

#define READ(...) line_read(__VA_ARGS__, (const char *)NULL)

#define REFUSED(message_, ...) \
	do { \
		struct reading reading_ = READ(__VA_ARGS__); \
		assert_string_equal(reading_.err.message, message_); \
		assert_int_equal(reading_.status, ST_USAGE); \
		assert_null(reading_.parsed.command); \
		line_drop(&reading_); \
	} while (0)

#define TAKEN(name_, ...) \
	struct reading name_ = READ(__VA_ARGS__); \
	if (name_.status != ST_OK) \
	assert_string_equal(name_.err.message, "")

#endif
