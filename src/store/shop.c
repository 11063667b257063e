#include "store/shop.h"

#define SHOP_ID_SIZE 16

static const char id_key[] = "shop-id";

enum status
shop_create(struct txn *txn, struct err *err)
{
	uint8_t id[SHOP_ID_SIZE];
	char text[2 * SHOP_ID_SIZE + 1];

	TRY(txn_random(txn, id, sizeof(id), err));
	hex_encode((struct bytes){ id, sizeof(id) }, text);
	return txn_put(
		txn, TABLE_META, bytes_of_text(id_key), bytes_of_text(text), err);
}

enum status
shop_id(struct txn *txn, const char **id, struct err *err)
{
	struct bytes value;
	bool found;

	TRY(txn_get(txn, TABLE_META, bytes_of_text(id_key), &value, &found, err));
	if (!found)
		return fail(err, ST_CONFIG,
			"this shop was not made to its end: remove its "
			"folder and run 'shop init' again");
	return arena_copy(
		txn_arena(txn), (const char *)value.data, value.size, id, err);
}
