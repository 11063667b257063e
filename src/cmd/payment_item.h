#ifndef SHOP_CMD_PAYMENT_ITEM_H
#define SHOP_CMD_PAYMENT_ITEM_H

#include "cmd/context.h"
#include "order/intent.h"

/* What a provider was asked to do, as staff see it. */
struct payment_item {
	const char *order;
	int64_t number; /* in its order */
	int operation;  /* enum intent_verb */
	int state;      /* enum intent_state */
	const char *method;
	int64_t amount;
	const char *currency;
	const char *message;
	const char *reference;
	const char *key;
	int64_t created_at;
	int64_t settled_at;
};
extern const struct record_type payment_item_record;

enum status payment_item(const struct context *context, const struct intent *intent,
	struct payment_item *item, struct err *err);

#endif
