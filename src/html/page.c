#include "html/page.h"

#include "html/html.h"

static const char colours[] =
	":root{color-scheme:light dark;--ink:#1c2024;--soft:#5c6670;--line:#d9dee3;"
	"--page:#fff;--around:#eef1f4;--mark:#0b5cad;--bar:#2f7dc8;--before:#b4c3d2;"
	"--up:#0b6b34;--down:#b3261e}\n"
	"@media (prefers-color-scheme:dark){:root{--ink:#e8eaed;--soft:#a3adb8;"
	"--line:#343b43;--page:#1b1f24;--around:#0f1215;--mark:#7db8f5;--bar:#5aa2e6;"
	"--before:#4d5a68;--up:#74d69f;--down:#ff9d94}}\n"
	"@media print{:root{color-scheme:light;--ink:#000;--soft:#444;--line:#ccc;"
	"--page:#fff;--around:#fff;--mark:#000;--bar:#2f7dc8;--before:#b4c3d2;"
	"--up:#0b6b34;--down:#b3261e}}\n";

static const char base[] =
	"*{box-sizing:border-box}\n"
	"html{-webkit-text-size-adjust:100%;text-size-adjust:100%}\n"
	"body{margin:0;background:var(--around);color:var(--ink);"
	"font:11pt/1.45 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',"
	"'Liberation Sans',Arial,sans-serif}\n"
	"main{margin:0 auto;background:var(--page);border:1px solid var(--line);"
	"border-radius:4px;overflow-wrap:anywhere}\n"
	"thead{display:table-header-group}\n";

/* Behind what a page has of its own. */
static const char paper[] =
	"@media print{body{padding:0;font-size:10pt}"
	"main{max-width:none;padding:0;border:0;border-radius:0}}\n";

enum status
page_begin(struct buffer *out, const struct page *page, struct err *err)
{
	const char *const *style;

	TRY(html_append(out, err,
		"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
		"<meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, "
		"initial-scale=1\">\n"
		"<meta http-equiv=\"Content-Security-Policy\" "
		"content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
		"<title>"));
	TRY(html_append_plain(out, page->title, err));
	TRY(html_append(out, err, "</title>\n<style>\n"));
	TRY(buffer_append_text(out, colours, err));
	TRY(buffer_append_text(out, base, err));
	for (style = page->styles; *style; style++)
		TRY(buffer_append_text(out, *style, err));
	TRY(buffer_append_text(out, paper, err));
	return html_append(out, err, "</style>\n</head>\n<body>\n<main>\n");
}

enum status
page_end(struct buffer *out, struct err *err)
{
	return html_append(out, err, "</main>\n</body>\n</html>\n");
}
