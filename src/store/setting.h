#ifndef SHOP_STORE_SETTING_H
#define SHOP_STORE_SETTING_H

#include "store/store.h"

/* A hundred years, and an hour. */
#define SETTING_MINUTES_MAX (100 * 366 * 24 * 60)
#define SETTING_SECONDS_MAX 3600

/* Settings: each with a type, a default and a meaning, in one table; the store
 * keeps only what differs from the default. */
enum setting_type {
	SETTING_TEXT,
	SETTING_COUNT,    /* whole number, 0 or more */
	SETTING_DURATION, /* whole number of minutes, up to SETTING_MINUTES_MAX */
	SETTING_BOOL,     /* yes or no */
	SETTING_TEXTS,    /* comma-separated */
	SETTING_CURRENCY,
	SETTING_ZONE,
	SETTING_COUNTRY,
	SETTING_CHOICE,
	SETTING_PERCENT, /* whole number from 0 to 100 */
	SETTING_SECONDS, /* whole number from 1 to SETTING_SECONDS_MAX */
};

struct setting {
	const char *name;
	enum setting_type type;
	const char *initial;
	const char *meaning;
	const char *const *choices;
};

extern const struct setting settings[];
extern const size_t setting_count;

/* NULL where there is none of that name. */
const struct setting *setting_find(const char *name);
/* ST_NOT_FOUND with the nearest name. */
enum status setting_require(
	const char *name, const struct setting **setting, struct err *err);
/* The value in force, copied to the arena. name must be a setting's. */
enum status setting_get(
	struct txn *txn, const char *name, const char **value, struct err *err);
enum status setting_get_count(
	struct txn *txn, const char *name, int64_t *value, struct err *err);
/* Checks the type (ST_USAGE says what is asked for; a time zone that the system lacks
 * is ST_CONFIG), stores, and appends an event; what is so already changes nothing.
 * ST_NOT_FOUND suggests the nearest name; shop.currency is ST_REFUSED once there are
 * products, rules of prices or orders. A time zone is in force from then on. */
enum status setting_set(
	struct txn *txn, const char *name, const char *value, struct err *err);

#endif
