#ifndef SHOP_CMD_RULE_UNKNOWN_H
#define SHOP_CMD_RULE_UNKNOWN_H

#include "pricing/rule.h"

/* What a rule names that is not there, each in words as a person is warned of it:
 * products, categories, tax classes. It may come later, or be a slip of the hand; the
 * first few are enough to tell. */
#define RULE_UNKNOWN_MAX 10
enum status rule_unknown(struct txn *txn, enum rule_kind kind, const void *rule,
	struct texts *warnings, struct err *err);

#endif
