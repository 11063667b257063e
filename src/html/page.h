#ifndef SHOP_HTML_PAGE_H
#define SHOP_HTML_PAGE_H

#include "base/arena.h"
#include "base/bytes.h"

/*
 * A page that needs nothing but itself: styles inside, no script, nothing that is
 * fetched, light and dark as the reader's system is, for screens and for paper. The
 * title is plain and is escaped here.
 */
struct page {
	const char *title;
	const char *const *styles; /* behind the common one, ended by NULL */
};

enum status page_begin(struct buffer *out, const struct page *page, struct err *err);
enum status page_end(struct buffer *out, struct err *err);

#endif
