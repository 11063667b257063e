#include "account/staff.h"

#include <string.h>

#include "store/event.h"

#define STAFF(number_, type_, member) \
	.number = (number_), .type = (type_), .name = #member, \
	.offset = offsetof(struct staff, member)

static const struct field staff_fields[] = {
	{ STAFF(1, FIELD_ID, uid) },
	{ STAFF(2, FIELD_TEXT, name) },
	{ STAFF(3, FIELD_CHOICE, role), .choices = role_names },
	{ STAFF(4, FIELD_BOOL, disabled) },
	{ STAFF(5, FIELD_TIME, added_at) },
};
const struct record_type staff_record = { .name = "staff",
	RECORD_FIELDS(struct staff, staff_fields) };

static const struct stored stored_staff = { TABLE_STAFF, &staff_record };

static struct key
staff_key(uint64_t uid)
{
	struct key key = { 0 };

	key_add_u32(&key, (uint32_t)uid);
	return key;
}

enum status
staff_get(struct txn *txn, uint64_t uid, struct staff *staff, bool *found,
	struct err *err)
{
	struct key key = staff_key(uid);

	if (uid > UINT32_MAX) {
		*found = false;
		return ST_OK;
	}
	return txn_get_record(txn, &stored_staff, key_bytes(&key), staff, found, err);
}

/* Stores a staff account as it is now, with an event of what is new; old is NULL for
 * one that was not there. */
static enum status
staff_put(struct txn *txn, const struct staff *old, const struct staff *now,
	const char *kind, struct err *err)
{
	struct key key = staff_key(now->uid);
	struct record_pair pair = { &staff_record, old, now, NULL };
	struct event event;

	record_init(&event_record, &event);
	event.subject_kind = "staff";
	event.subject = now->name;
	event.kind = kind;
	TRY(record_diff(&pair, (struct record_style){ 0 }, txn_arena(txn),
		&event.changes, err));
	TRY(txn_put_record(txn, &stored_staff, key_bytes(&key), now, err));
	return event_append(txn, &event, err);
}

/* A shop keeps at least one owner who may act; uid is about to stop being one. */
static enum status
check_other_owner(struct txn *txn, uint64_t uid, struct err *err)
{
	struct list all;
	const struct staff *staff;
	size_t i;

	TRY(staff_list(txn, &all, err));
	staff = all.items;
	for (i = 0; i < all.count; i++)
		if (staff[i].uid != uid && staff[i].role == ROLE_OWNER &&
			!staff[i].disabled)
			return ST_OK;
	return fail(err, ST_REFUSED,
		"the shop would have no owner left (add another first: "
		"admin staff add --os-user NAME --role owner)");
}

static bool
is_owner(const struct staff *staff)
{
	return staff->role == ROLE_OWNER && !staff->disabled;
}

static enum status
staff_change(struct txn *txn, const struct staff *old, const struct staff *wanted,
	struct err *err)
{
	struct staff now = *wanted;

	if (old->role == wanted->role && !old->disabled)
		return fail(err, ST_EXISTS, "'%s' is %s already", wanted->name,
			role_names[wanted->role]);
	if (is_owner(old) && wanted->role != ROLE_OWNER)
		TRY(check_other_owner(txn, old->uid, err));
	now.disabled = false;
	now.added_at = old->added_at;
	return staff_put(txn, old, &now, "changed", err);
}

enum status
staff_add(struct txn *txn, const struct staff *staff, struct err *err)
{
	struct staff now = *staff;
	struct staff old;
	bool found;

	if (staff->role < ROLE_REPORTER || staff->role > ROLE_OWNER)
		return fail(err, ST_BAD_DATA,
			"a role of staff is reporter, clerk, manager or owner");
	if (staff->uid >= UINT32_MAX)
		return fail(err, ST_BAD_DATA, "%llu is no user's number",
			(unsigned long long)staff->uid);
	TRY(staff_get(txn, staff->uid, &old, &found, err));
	if (found)
		return staff_change(txn, &old, staff, err);
	now.disabled = false;
	now.added_at = txn_now(txn);
	return staff_put(txn, NULL, &now, "added", err);
}

enum status
staff_disable(struct txn *txn, uint64_t uid, struct err *err)
{
	struct staff old;
	struct staff now;
	bool found;

	TRY(staff_get(txn, uid, &old, &found, err));
	if (!found)
		return fail(err, ST_NOT_FOUND,
			"the user with the number %llu is not staff "
			"(admin staff list)",
			(unsigned long long)uid);
	if (old.disabled)
		return fail(err, ST_UNCHANGED, "'%s' is disabled already", old.name);
	if (is_owner(&old))
		TRY(check_other_owner(txn, uid, err));
	now = old;
	now.disabled = true;
	return staff_put(txn, &old, &now, "disabled", err);
}

enum status
staff_list(struct txn *txn, struct list *staff, struct err *err)
{
	struct arena *arena = txn_arena(txn);
	struct buffer rows = { .arena = arena };
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	bool found;

	TRY(scan_open(txn, TABLE_STAFF, (struct scan_range){ 0 }, &scan, err));
	TRY(scan_next(scan, &key, &value, &found, err));
	while (found) {
		struct staff row;

		TRY(record_decode(&staff_record, value, arena, &row, err));
		TRY(buffer_append(&rows, &row, sizeof(row), err));
		TRY(scan_next(scan, &key, &value, &found, err));
	}
	scan_close(scan);
	*staff = (struct list){ rows.data, rows.size / sizeof(struct staff) };
	return ST_OK;
}
