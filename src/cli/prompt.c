#include "cli/prompt.h"

#include <histedit.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/bytes.h"
#include "cli/terminal.h"

#define PROMPT_SIZE 200

static const char BLANKS[] = " \t\r\n";

/* What the editor is given to hand back when it calls us. */
struct edit {
	char prompt[PROMPT_SIZE];
	struct terminal_hold hold;
	uint8_t pending; /* a byte read too far, or 0 */
	enum status status;
	struct err *err;
};

bool
prompt_possible(bool no_input)
{
	return !no_input && isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

static struct edit *
edit_of(EditLine *editor)
{
	void *edit = NULL;

	el_get(editor, EL_CLIENTDATA, &edit);
	return edit;
}

static char *
give_prompt(EditLine *editor)
{
	return edit_of(editor)->prompt;
}

static enum status
read_byte(struct edit *edit, uint8_t *byte, struct err *err)
{
	if (edit->pending == 0)
		return terminal_read(&edit->hold, byte, err);
	*byte = edit->pending;
	edit->pending = 0;
	return ST_OK;
}

/* What is not UTF-8 becomes U+FFFD, which the answer's check is to refuse or not. */
static enum status
read_character(struct edit *edit, wchar_t *character, struct err *err)
{
	static const uint8_t lead_bits[] = { 0x7F, 0x1F, 0x0F, 0x07 };
	uint8_t byte;
	size_t more;
	wchar_t value;

	TRY(read_byte(edit, &byte, err));
	*character = 0xFFFD;
	if ((byte >= 0x80 && byte < 0xC2) || byte > 0xF4)
		return ST_OK;
	more = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : byte >= 0xC2 ? 1 : 0;
	value = byte & lead_bits[more];
	for (; more > 0; more--) {
		TRY(read_byte(edit, &byte, err));
		if ((byte & 0xC0) != 0x80) {
			edit->pending = byte;
			return ST_OK;
		}
		value = value << 6 | (byte & 0x3F);
	}
	if (value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF))
		*character = value;
	return ST_OK;
}

/* The editor's own reader would go on after a signal. */
static int
give_character(EditLine *editor, wchar_t *character)
{
	struct edit *edit = edit_of(editor);

	edit->status = read_character(edit, character, edit->err);
	return edit->status == ST_OK ? 1 : edit->status == ST_DECLINED ? 0 : -1;
}

static void
set_prompt(struct edit *edit, const char *question)
{
	size_t size = strlen(question);
	char last = size > 0 ? question[size - 1] : ' ';
	bool closed = strchr(":?>]", last) != NULL;

	snprintf(edit->prompt, sizeof(edit->prompt), "%.190s%s", question,
		closed ? " " : ": ");
}

static enum status
keep_answer(struct arena *arena, const char *line, int count, const char **answer,
	struct err *err)
{
	size_t size = (size_t)count;

	while (size > 0 && strchr(BLANKS, line[size - 1]))
		size--;
	while (size > 0 && strchr(BLANKS, line[0])) {
		line++;
		size--;
	}
	return arena_copy(arena, line, size, answer, err);
}

static enum status
edit_line(EditLine *editor, struct edit *edit, struct arena *arena,
	const char *initial, const char **answer)
{
	struct err ignored;
	const char *line;
	int count = 0;

	el_set(editor, EL_CLIENTDATA, edit);
	el_set(editor, EL_PROMPT, give_prompt);
	el_set(editor, EL_EDITOR, "emacs");
	el_set(editor, EL_GETCFN, give_character);
	if (initial && *initial)
		el_push(editor, initial);
	/* As for passwords: the editor itself would do so after it has asked. */
	el_set(editor, EL_PREP_TERM, 1);
	line = el_gets(editor, &count);
	if (line && count > 0 && edit->status == ST_OK)
		return keep_answer(arena, line, count, answer, edit->err);
	(void)terminal_write("\n", &ignored);
	if (edit->status != ST_OK)
		return edit->status;
	return fail(edit->err, ST_DECLINED, "no answer");
}

enum status
prompt_line(struct arena *arena, const char *question, const char *initial,
	const char **answer, struct err *err)
{
	struct edit edit = { .status = ST_OK, .err = err };
	locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	locale_t before = uselocale(utf8);
	enum status status;
	EditLine *editor;

	set_prompt(&edit, question);
	terminal_hold(&edit.hold);
	editor = el_init("shop", stdin, stderr, stderr);
	if (editor)
		status = edit_line(editor, &edit, arena, initial, answer);
	else
		status = fail_memory(err);
	if (editor)
		el_end(editor);
	terminal_release(&edit.hold);
	uselocale(before);
	if (utf8)
		freelocale(utf8);
	return status;
}

enum status
prompt_lines(struct arena *arena, const char *question, const char **answer,
	struct err *err)
{
	struct buffer lines = { .arena = arena };
	const char *line;

	TRY(terminal_write(question, err));
	TRY(terminal_write(" (an empty line ends it)\n", err));
	for (;;) {
		TRY(prompt_line(arena, ">", NULL, &line, err));
		if (!*line)
			break;
		if (lines.size > 0)
			TRY(buffer_append_text(&lines, "\n", err));
		TRY(buffer_append_text(&lines, line, err));
	}
	return arena_copy(arena, (const char *)lines.data, lines.size, answer, err);
}

enum status
prompt_yes(const char *question, bool initial, bool *yes, struct err *err)
{
	struct arena arena = { NULL };
	char asked[PROMPT_SIZE];
	const char *answer = "";
	enum status status;

	snprintf(asked, sizeof(asked), "%.180s [%s]", question,
		initial ? "Y/n" : "y/N");
	for (;;) {
		status = prompt_line(&arena, asked, NULL, &answer, err);
		if (status != ST_OK || !*answer || strchr("yYnN", *answer))
			break;
		(void)terminal_write("please answer y or n\n", err);
	}
	if (status == ST_OK)
		*yes = *answer ? *answer == 'y' || *answer == 'Y' : initial;
	arena_free(&arena);
	return status;
}
