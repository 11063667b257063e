#include "sandbox/behaviour.h"

#include <string.h>

const char *const behaviour_names[] = { "ok", "decline", "pending", "slow", "hang",
	"die-before", "die-after", "garbage", "duplicate", "wrong-amount", "unsent",
	NULL };

static const char *const verbs[] = { "authorize", "capture", "void", "refund",
	"status", "setup", NULL };

static bool
is_one_of(const char *const *names, const char *text, size_t size)
{
	size_t i;

	for (i = 0; names[i]; i++)
		if (strlen(names[i]) == size && memcmp(names[i], text, size) == 0)
			return true;
	return false;
}

static bool
part_is_valid(const char *part, size_t size)
{
	const char *colon = memchr(part, ':', size);
	size_t name = colon ? (size_t)(colon - part) : 0;

	if (!colon)
		return is_one_of(behaviour_names, part, size);
	if (name == 7 && memcmp(part, "expires", 7) == 0)
		return size == 15 && strspn(colon + 1, "0123456789-") >= 7;
	return is_one_of(verbs, part, name) &&
	       is_one_of(behaviour_names, colon + 1, size - name - 1);
}

bool
token_is_valid(const char *token)
{
	size_t size;

	if (strlen(token) >= TOKEN_TEXT_MAX)
		return false;
	for (;;) {
		size = strcspn(token, ",");
		if (!part_is_valid(token, size))
			return false;
		token += size;
		if (*token++ == '\0')
			return true;
	}
}

bool
token_part(const char *token, const char *name, char text[TOKEN_TEXT_MAX])
{
	size_t length = strlen(name);

	while (*token) {
		size_t size = strcspn(token, ",");

		if (size > length && size - length - 1 < TOKEN_TEXT_MAX &&
			memcmp(token, name, length) == 0 && token[length] == ':') {
			memcpy(text, token + length + 1, size - length - 1);
			text[size - length - 1] = '\0';
			return true;
		}
		token += size;
		token += *token == ',';
	}
	return false;
}

/* The first word that stands alone. */
static void
plain_word(const char *token, char text[TOKEN_TEXT_MAX])
{
	size_t size;

	for (; *token; token += size + (token[size] == ',')) {
		size = strcspn(token, ",");
		if (size < TOKEN_TEXT_MAX && !memchr(token, ':', size)) {
			memcpy(text, token, size);
			text[size] = '\0';
			return;
		}
	}
}

enum behaviour
token_behaviour(const char *token, const char *verb)
{
	char text[TOKEN_TEXT_MAX] = "ok";
	int i;

	if (!token_part(token, verb, text) && strcmp(verb, "authorize") == 0)
		plain_word(token, text);
	for (i = 0; behaviour_names[i]; i++)
		if (strcmp(behaviour_names[i], text) == 0)
			return (enum behaviour)i;
	return BEHAVE_OK;
}
