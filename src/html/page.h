#ifndef SHOP_HTML_PAGE_H
#define SHOP_HTML_PAGE_H

#include "base/arena.h"
#include "base/bytes.h"

/*
 * A page that needs nothing but itself: styles inside, light and dark, for screens
 * from 400 px on and for paper, no script. All texts that are given are plain and are
 * escaped here.
 */
enum status page_begin(struct buffer *out, const char *title, struct err *err);
enum status page_end(struct buffer *out, struct err *err);

#endif
