#include <string.h>

#include "base/text.h"
#include "cli/prompt.h"
#include "cli/terminal.h"

enum step {
	STEP_NEXT,
	STEP_BACK,
	STEP_AGAIN,
};

struct asking {
	const struct questionnaire *questionnaire;
	struct arena *arena;
	const char **answers;
	bool *answered;
};

static enum status
write_escaped(struct arena *arena, const char *text, struct err *err)
{
	const char *escaped;

	TRY(text_escape_terminal(arena, text, strlen(text), false, &escaped, err));
	return terminal_write(escaped, err);
}

enum status
prompt_say(struct arena *arena, const char *text, struct err *err)
{
	TRY(write_escaped(arena, text, err));
	return terminal_write("\n", err);
}

static void *
arg_of(const struct asking *asking, const struct question *question)
{
	return question->arg ? question->arg : asking->questionnaire->arg;
}

/* A refused answer is asked again with the reason; any other fault ends all. */
static enum status
check_answer(const struct asking *asking, const struct question *question,
	const char *answer, bool *good, struct err *err)
{
	struct err reason = { .status = ST_OK };
	enum status status = ST_OK;

	*good = true;
	if (!*answer && question->required)
		status = fail(&reason, ST_BAD_DATA, "an answer is needed");
	else if (*answer && question->check)
		status = question->check(arg_of(asking, question), answer, &reason);
	if (status == ST_OK)
		return ST_OK;
	*good = false;
	if (status != ST_BAD_DATA && status != ST_USAGE) {
		*err = reason;
		return status;
	}
	return prompt_say(asking->arena, reason.message, err);
}

/* Whether an answer is "?" or "<", alone or typed behind what was offered. */
static bool
is_sign(const char *answer, const char *initial, const char *sign)
{
	size_t size = initial ? strlen(initial) : 0;

	if (strcmp(answer, sign) == 0)
		return true;
	return size > 0 && strncmp(answer, initial, size) == 0 &&
	       strcmp(answer + size, sign) == 0;
}

/* What stays where nothing is typed. */
static enum status
show_lines(struct arena *arena, const char *lines, struct err *err)
{
	const char *escaped;

	TRY(text_escape_terminal(arena, lines, strlen(lines), true, &escaped, err));
	TRY(terminal_write("now:\n", err));
	TRY(terminal_write(escaped, err));
	return terminal_write("\n(nothing keeps it, '-' takes it away)\n", err);
}

static enum status
ask(const struct asking *asking, size_t index, enum step *step, struct err *err)
{
	const struct question *question = &asking->questionnaire->questions[index];
	const char *initial =
		asking->answered[index] ? asking->answers[index] : question->initial;
	const char *answer;
	bool good;

	if (question->lines && initial && *initial)
		TRY(show_lines(asking->arena, initial, err));
	if (question->lines)
		TRY(prompt_lines(asking->arena, question->ask, &answer, err));
	else
		TRY(prompt_line(asking->arena, question->ask, initial, &answer, err));
	*step = STEP_AGAIN;
	if (is_sign(answer, initial, "?"))
		return prompt_say(asking->arena,
			question->help ? question->help : "there is no help for this",
			err);
	*step = STEP_BACK;
	if (is_sign(answer, initial, "<"))
		return ST_OK;
	/* Nothing typed leaves several lines as they were. */
	if (question->lines && !*answer && initial)
		answer = initial;
	else if (question->lines && strcmp(answer, "-") == 0)
		answer = "";
	TRY(check_answer(asking, question, answer, &good, err));
	*step = good ? STEP_NEXT : STEP_AGAIN;
	if (!good)
		return ST_OK;
	asking->answers[index] = answer;
	asking->answered[index] = true;
	return ST_OK;
}

static bool
applies(const struct asking *asking, size_t index)
{
	const struct question *question = &asking->questionnaire->questions[index];

	return !question->applies ||
	       question->applies(arg_of(asking, question), asking->answers);
}

/* The question before that is asked at all; the first one has none. */
static size_t
step_back(const struct asking *asking, size_t index)
{
	for (size_t i = index; i > 0; i--)
		if (applies(asking, i - 1))
			return i - 1;
	return index;
}

static enum status
ask_from(const struct asking *asking, size_t index, struct err *err)
{
	while (index < asking->questionnaire->count) {
		enum step step = STEP_NEXT;

		if (applies(asking, index)) {
			TRY(ask(asking, index, &step, err));
		} else {
			asking->answers[index] = "";
			asking->answered[index] = false;
		}
		if (step == STEP_NEXT)
			index++;
		else if (step == STEP_BACK)
			index = step_back(asking, index);
	}
	return ST_OK;
}

static enum status
show_answers(const struct asking *asking, struct err *err)
{
	const struct questionnaire *questionnaire = asking->questionnaire;
	size_t width = 0;
	const char *label;

	for (size_t i = 0; i < questionnaire->count; i++)
		if (strlen(questionnaire->questions[i].name) > width)
			width = strlen(questionnaire->questions[i].name);
	TRY(terminal_write("\n", err));
	for (size_t i = 0; i < questionnaire->count; i++) {
		if (!*asking->answers[i])
			continue;
		TRY(arena_format(asking->arena, &label, err, "  %-*s  ", (int)width,
			questionnaire->questions[i].name));
		TRY(terminal_write(label, err));
		TRY(prompt_say(asking->arena, asking->answers[i], err));
	}
	return ST_OK;
}

static enum status
confirm(const struct asking *asking, enum step *step, struct err *err)
{
	const char *question;
	const char *answer;

	TRY(arena_format(asking->arena, &question, err, "%s [Y/n/<]",
		asking->questionnaire->confirm));
	TRY(prompt_line(asking->arena, question, NULL, &answer, err));
	*step = STEP_AGAIN;
	if (strcmp(answer, "<") == 0)
		*step = STEP_BACK;
	else if (!*answer || strchr("yY", *answer))
		*step = STEP_NEXT;
	else if (strchr("nN", *answer))
		return fail(err, ST_DECLINED, "nothing was done");
	return ST_OK;
}

enum status
prompt_questionnaire(const struct questionnaire *questionnaire, struct arena *arena,
	const char **answers, struct err *err)
{
	struct asking asking = { questionnaire, arena, answers, NULL };
	size_t from = 0;

	TRY(ARENA_NEW(arena, questionnaire->count, &asking.answered, err));
	for (size_t i = 0; i < questionnaire->count; i++)
		answers[i] = "";
	if (questionnaire->title) {
		TRY(prompt_say(arena, questionnaire->title, err));
		TRY(terminal_write("('?' explains, '<' goes back)\n", err));
	}
	for (;;) {
		enum step step = STEP_AGAIN;

		TRY(ask_from(&asking, from, err));
		TRY(show_answers(&asking, err));
		while (step == STEP_AGAIN)
			TRY(confirm(&asking, &step, err));
		if (step == STEP_NEXT)
			return ST_OK;
		from = step_back(&asking, questionnaire->count);
	}
}
