#ifndef SHOP_STORE_MARK_H
#define SHOP_STORE_MARK_H

#include "store/store.h"

/*
 * How far something that runs again and again has come, by its name: a report job in
 * days, a hook in events.
 */
enum mark_kind {
	MARK_REPORT = 1,
	MARK_HOOK = 2,
};

#define MARK_NAME_SIZE_MAX 64

struct mark {
	int64_t at;       /* reports: the first day that is not reported yet */
	int64_t pending;  /* reports: what at becomes once the file is there; or at */
	const char *file; /* that is being published, "" for none */
	struct bytes file_digest; /* of what it holds then */
	int64_t moved_at;         /* when it last moved; 0: never yet */
	const char *temporary;    /* the name that the file has until then */
};

/* ST_USAGE for a name that is none: 1 to 64 of letters, digits, ".", "_" and "-", not
 * beginning with "." or "-". */
enum status mark_check_name(const char *name, struct err *err);
enum status mark_get(struct txn *txn, enum mark_kind kind, const char *name,
	struct mark *mark, bool *found, struct err *err);
enum status mark_put(struct txn *txn, enum mark_kind kind, const char *name,
	const struct mark *mark, struct err *err);

#endif
