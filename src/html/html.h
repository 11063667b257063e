#ifndef SHOP_HTML_HTML_H
#define SHOP_HTML_HTML_H

#include "base/arena.h"
#include "base/bytes.h"

/* Appends text as content: nothing of it is markup, and control characters, and those
 * that turn the direction of what follows, are dropped; a newline becomes <br>. It is
 * kept apart from the direction of what stands around it. */
enum status html_append_text(struct buffer *out, const char *text, struct err *err);
/* The same where no element may stand, as in an attribute in quotes and a title: on
 * one line, its direction kept apart by characters. */
enum status html_append_plain(struct buffer *out, const char *text, struct err *err);
/* Appends markup of ours, whose texts are escaped already. */
enum status html_append(struct buffer *out, struct err *err, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
