#ifndef SHOP_SANDBOX_BEHAVIOUR_H
#define SHOP_SANDBOX_BEHAVIOUR_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A token says how the sandbox behaves: a word for authorize, VERB:WORD for another
 * verb, with commas between: "ok", "pending,refund:die-after", "ok,expires:2020-01".
 */
enum behaviour {
	BEHAVE_OK,
	BEHAVE_DECLINE,
	BEHAVE_PENDING,      /* approved when it is next asked about */
	BEHAVE_SLOW,         /* half a second, then ok */
	BEHAVE_HANG,         /* does it, and never answers */
	BEHAVE_DIE_BEFORE,   /* the first time a key comes: nothing is done */
	BEHAVE_DIE_AFTER,    /* does it, and dies without an answer */
	BEHAVE_GARBAGE,      /* does it, and answers nonsense */
	BEHAVE_DUPLICATE,    /* does it, and answers that the key was used before */
	BEHAVE_WRONG_AMOUNT, /* does it, and answers for one unit more */
	BEHAVE_UNSENT,       /* does nothing, and says so */
	BEHAVE_COUNT
};
extern const char *const behaviour_names[];

#define TOKEN_TEXT_MAX 200

/* True if every part of a token is known. */
bool token_is_valid(const char *token);
enum behaviour token_behaviour(const char *token, const char *verb);
/* What stands behind "NAME:" in a token, into text; false where it does not. */
bool token_part(const char *token, const char *name, char text[TOKEN_TEXT_MAX]);

#endif
