#ifndef SHOP_CMD_CONFIG_ITEM_H
#define SHOP_CMD_CONFIG_ITEM_H

#include "base/record.h"
#include "store/setting.h"

/* A setting as it is shown. */
struct config_item {
	const char *name;
	const char *value;
	const char *initial;
	int type;
	const char *meaning;
};

extern const struct record_type config_item_record;

enum status config_item_read(struct txn *txn, const struct setting *setting,
	struct config_item *item, struct err *err);

#endif
