#ifndef SHOP_CLI_PROMPT_H
#define SHOP_CLI_PROMPT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/secret.h"
#include "base/status.h"

/* Questions to a person, on a terminal only. Owner of libedit. ^C is
 * ST_INTERRUPTED, ^D ST_DECLINED. Prompts go to the terminal, not to stdout. */

/* True where stdin and stderr are a terminal and --no-input was not given. */
bool prompt_possible(bool no_input);

/* Asks one line, edited; initial stands there to be changed, or is NULL. The answer
 * is trimmed. */
enum status prompt_line(struct arena *arena, const char *question,
	const char *initial, const char **answer, struct err *err);

/* Several lines, ended by an empty one. */
enum status prompt_lines(struct arena *arena, const char *question,
	const char **answer, struct err *err);

/* A password, unseen; twice where confirm, asked again until both agree and it
 * passes password_check_quality. */
enum status prompt_password(
	const char *question, bool confirm, struct secret *password, struct err *err);

/* Yes or no; an empty answer is initial. */
enum status prompt_yes(
	const char *question, bool initial, bool *yes, struct err *err);

/*
 * A questionnaire: asks each question in turn, checks the answer, asks again with
 * the reason where it is refused, lets one go back with "<", shows what was typed
 * and asks for a confirmation. An answer of "?" shows the help.
 */
struct question {
	const char *name; /* of the answer, as shown in the summary */
	const char *ask;  /* "price" */
	const char *help;
	const char *initial; /* offered, or NULL */
	void *arg;           /* of check and applies; NULL: the questionnaire's */
	bool required;
	bool lines;
	/* Refuses an answer with the reason in err, ST_BAD_DATA; NULL takes all. */
	enum status (*check)(void *arg, const char *answer, struct err *err);
	/* Says whether this question is to be asked at all, given the answers so
	 * far; NULL: always. Called before each asking, so that it may settle how the
	 * question is put. */
	bool (*applies)(void *arg, const char *const *answers);
};
struct questionnaire {
	const struct question *questions;
	size_t count;
	void *arg;
	const char *title;
	const char *confirm; /* "add this product?" */
};
/* answers has count entries; "" where nothing was said. ST_DECLINED where the
 * person says no at the end. */
enum status prompt_questionnaire(const struct questionnaire *questionnaire,
	struct arena *arena, const char **answers, struct err *err);

/* Tells the person something between two questions; a line, escaped. */
enum status prompt_say(struct arena *arena, const char *text, struct err *err);

#endif
