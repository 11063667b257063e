#ifndef SHOP_REPORT_JOURNAL_TEXT_H
#define SHOP_REPORT_JOURNAL_TEXT_H

#include "base/arena.h"

/*
 * Names and notes as a journal can hold them. They are anybody's: what would end a
 * line, begin a comment or name another account is written in another way.
 */

/* In one line of a journal, outside of accounts. */
enum status journal_text(
	struct arena *arena, const char *text, const char **shown, struct err *err);
/* As a part of an account's name, whose parts are between colons and which two blanks
 * end. "" is "unknown"; different texts stay different. */
enum status account_part(
	struct arena *arena, const char *text, const char **part, struct err *err);

/* Names of accounts, each once, in byte order; { 0 } is none. */
struct account_names {
	struct arena arena;
	const char **items;
	size_t count;
	size_t capacity;
};
enum status account_names_add(
	struct account_names *names, const char *name, struct err *err);

#endif
