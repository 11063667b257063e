#ifndef SHOP_CMD_RULE_APPLY_H
#define SHOP_CMD_RULE_APPLY_H

#include "cmd/rule_input.h"
#include "pricing/rule_edit.h"

/* Whether anything is said but which rule is meant. */
bool rule_input_changes(enum rule_kind kind, const struct rule_input *input);

/* Puts what is said into a rule. What names a rule is put only into a new one. What
 * is wrong with a value is ST_USAGE. */
enum status rule_apply(const struct rule_edit *edit, const struct rule_input *input,
	bool is_new, struct err *err);

#endif
