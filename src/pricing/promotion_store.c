#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "pricing/rule_parts.h"

/* TABLE_COUPON, key: a coupon's code, folded; value: the name of its promotion. */

/* Of the kind and whether there is a coupon. */
#define RUN_SIZE 2

static struct key
run_key(bool has_coupon, const char *name)
{
	struct key key = { .size = 0 };

	key_add_u8(&key, RULE_PROMOTION);
	key_add_u8(&key, has_coupon);
	key_add_text(&key, name);
	return key;
}

static bool
has_coupon(const struct promotion *promotion)
{
	return promotion->coupon_code[0] != '\0';
}

struct key
promotion_place(const struct promotion *promotion)
{
	return run_key(has_coupon(promotion), promotion->promotion);
}

enum status
coupon_fold(
	struct arena *arena, const char *code, const char **folded, struct err *err)
{
	return text_fold_case(arena, code, strlen(code), folded, err);
}

enum status
promotion_find(struct txn *txn, const char *name, struct promotion *promotion,
	bool *found, struct err *err)
{
	struct key key;

	*found = false;
	if (strlen(name) > RULE_NAME_SIZE_MAX)
		return ST_OK;
	key = run_key(false, name);
	TRY(txn_get_record(txn, &rule_stored[RULE_PROMOTION], key_bytes(&key),
		promotion, found, err));
	if (*found)
		return ST_OK;
	key = run_key(true, name);
	return txn_get_record(txn, &rule_stored[RULE_PROMOTION], key_bytes(&key),
		promotion, found, err);
}

/* The name of the promotion that a folded code leads to. */
static enum status
find_code(struct txn *txn, const char *folded, const char **name, bool *found,
	struct err *err)
{
	struct bytes value;

	*found = false;
	if (folded[0] == '\0' || strlen(folded) > COUPON_FOLDED_SIZE_MAX)
		return ST_OK;
	TRY(txn_get(txn, TABLE_COUPON, bytes_of_text(folded), &value, found, err));
	if (!*found)
		return ST_OK;
	return arena_copy(
		txn_arena(txn), (const char *)value.data, value.size, name, err);
}

static enum status
check_code(struct txn *txn, const struct promotion *promotion, const char *folded,
	struct err *err)
{
	const char *other;
	bool found;

	TRY(find_code(txn, folded, &other, &found, err));
	if (found && strcmp(other, promotion->promotion) != 0)
		return fail(err, ST_EXISTS,
			"coupon '%s' is the code of promotion '%s' already",
			promotion->coupon_code, other);
	return ST_OK;
}

enum status
promotion_remove(struct txn *txn, const struct promotion *promotion, struct err *err)
{
	struct key key = promotion_place(promotion);
	const char *folded;
	bool found;

	TRY(txn_delete(txn, TABLE_RULE, key_bytes(&key), &found, err));
	if (!has_coupon(promotion))
		return ST_OK;
	TRY(coupon_fold(txn_arena(txn), promotion->coupon_code, &folded, err));
	return txn_delete(txn, TABLE_COUPON, bytes_of_text(folded), &found, err);
}

enum status
promotion_put(struct txn *txn, const struct promotion *promotion, struct err *err)
{
	struct key key = promotion_place(promotion);
	struct promotion old;
	const char *folded;
	bool found;

	TRY(coupon_fold(txn_arena(txn), promotion->coupon_code, &folded, err));
	TRY(check_code(txn, promotion, folded, err));
	TRY(rule_check_room(txn, RULE_PROMOTION, promotion,
		has_coupon(promotion) ? 0 : RUN_SIZE, err));
	TRY(promotion_find(txn, promotion->promotion, &old, &found, err));
	if (found)
		TRY(promotion_remove(txn, &old, err));
	TRY(txn_put_record(
		txn, &rule_stored[RULE_PROMOTION], key_bytes(&key), promotion, err));
	if (!has_coupon(promotion))
		return ST_OK;
	return txn_put(txn, TABLE_COUPON, bytes_of_text(folded),
		bytes_of_text(promotion->promotion), err);
}

static int
compare_names(const void *a, const void *b)
{
	const struct promotion *x = a;
	const struct promotion *y = b;

	return strcmp(x->promotion, y->promotion);
}

enum status
promotion_list(struct txn *txn, struct list *promotions, struct err *err)
{
	struct rule_rows rows = { .arena = txn_arena(txn),
		.record = &promotion_record };
	struct key prefix = run_key(false, "");

	TRY(rule_rows_read(txn, &prefix, &rows, err));
	prefix = run_key(true, "");
	TRY(rule_rows_read(txn, &prefix, &rows, err));
	if (rows.list.count > 1)
		qsort(rows.list.items, rows.list.count, sizeof(struct promotion),
			compare_names);
	*promotions = rows.list;
	return ST_OK;
}

enum status
promotion_list_automatic(struct txn *txn, struct list *promotions, struct err *err)
{
	struct rule_rows rows = { .arena = txn_arena(txn),
		.record = &promotion_record };
	struct key prefix = run_key(false, "");

	TRY(rule_rows_read(txn, &prefix, &rows, err));
	*promotions = rows.list;
	return ST_OK;
}

enum status
promotion_by_coupon(struct txn *txn, const char *code, struct promotion *promotion,
	bool *found, struct err *err)
{
	const char *folded;
	const char *name;
	struct key key;

	TRY(coupon_fold(txn_arena(txn), code, &folded, err));
	TRY(find_code(txn, folded, &name, found, err));
	if (!*found || strlen(name) > RULE_NAME_SIZE_MAX)
		return ST_OK;
	key = run_key(true, name);
	return txn_get_record(txn, &rule_stored[RULE_PROMOTION], key_bytes(&key),
		promotion, found, err);
}
