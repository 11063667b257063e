#ifndef SHOP_BASE_ENTRY_H
#define SHOP_BASE_ENTRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/*
 * Values as people enter them for a key, in files and options. Each refusal is
 * ST_BAD_DATA and names the key and what it was given, without a place; what is
 * refused leaves the result as it was.
 */

/* A text of at most size_max bytes without control characters; with lines, newlines
 * and tabs may be. */
enum status entry_text(const char *key, const char *text, size_t size_max, bool lines,
	struct err *err);

/* An amount of at least zero, in minor units of a currency with so many decimals. */
enum status entry_money(const char *key, const char *text, unsigned decimals,
	int64_t *minor, struct err *err);

/* A whole number from 0 to 999999999. */
enum status entry_count(
	const char *key, const char *text, int64_t *count, struct err *err);

/* As base/date.h reads it. */
enum status entry_date(const char *key, const char *text, bool is_end,
	int64_t *moment, struct err *err);

/* yes or true, no or false, in upper or lower case: spreadsheets write TRUE. False
 * for any other text. */
bool entry_answer(const char *text, bool *yes);
enum status entry_flag(
	const char *key, const char *text, bool *flag, struct err *err);

#endif
