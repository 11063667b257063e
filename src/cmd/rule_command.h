#ifndef SHOP_CMD_RULE_COMMAND_H
#define SHOP_CMD_RULE_COMMAND_H

#include "cmd/rule_input.h"
#include "cmd/rule_view.h"

/*
 * What the commands for tax rates, shipping methods, sales and promotions do, each
 * with one of the kinds: all of a kind as a list; one by its name; a new one; another
 * value of what is said; away. What is changed gets its event, under the kind's word
 * and the rule's name, and is printed as it then is.
 */
enum status rule_list_run(
	struct context *context, enum rule_kind kind, struct err *err);
enum status rule_show_run(struct context *context, enum rule_kind kind,
	const struct rule_input *input, struct err *err);
enum status rule_add_run(struct context *context, enum rule_kind kind,
	const struct rule_input *input, struct err *err);
enum status rule_edit_run(struct context *context, enum rule_kind kind,
	const struct rule_input *input, struct err *err);
enum status rule_remove_run(struct context *context, enum rule_kind kind,
	const struct rule_input *input, struct err *err);

#endif
