#ifndef SHOP_ACCOUNT_STAFF_H
#define SHOP_ACCOUNT_STAFF_H

#include "account/role.h"
#include "store/store.h"

/* Staff are operating-system users, by uid, as in PostgreSQL's peer authentication:
 * no password. */
struct staff {
	uint64_t uid;
	const char *name; /* the user's name when it was added */
	int role;         /* enum role, ROLE_REPORTER and above */
	bool disabled;
	int64_t added_at;
};

extern const struct record_type staff_record;

enum status staff_get(struct txn *txn, uint64_t uid, struct staff *staff, bool *found,
	struct err *err);
/* ST_EXISTS where the uid is staff already with this role; another role or a
 * disabled one is changed. */
enum status staff_add(struct txn *txn, const struct staff *staff, struct err *err);
/* Refused where it would leave no owner. */
enum status staff_disable(struct txn *txn, uint64_t uid, struct err *err);
enum status staff_list(struct txn *txn, struct list *staff, struct err *err);

/* The uid of an operating-system user's name, or of a decimal uid, read from
 * /etc/passwd without the name service, so that the static binary can. */
enum status os_user_find(const char *name, uint64_t *uid, struct err *err);
/* The name of a uid in /etc/passwd, or the uid as a number. */
enum status os_user_name(
	uint64_t uid, struct arena *arena, const char **name, struct err *err);
/* A group's id, likewise. */
enum status os_group_find(const char *name, uint64_t *gid, struct err *err);

#endif
