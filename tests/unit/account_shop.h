#ifndef SHOP_TESTS_ACCOUNT_SHOP_H
#define SHOP_TESTS_ACCOUNT_SHOP_H

/* A shop of its own for each test of the people, in memory or in a folder. */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "unit.h"

#include "account/customer.h"
#include "account/keys.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "store/event.h"
#include "store/setting.h"
#include "store/store.h"

struct shop {
	char folder[64];
	struct arena arena;
	struct secret key;
	struct secret chain;
	struct store *store;
};

#define CHECK(step) \
	do { \
		if ((step) != ST_OK) \
			fail_msg("%s:%d: %s", __FILE__, __LINE__, err->message); \
	} while (0)

static inline int
remove_one(const char *path, const struct stat *state, int kind, struct FTW *ftw)
{
	(void)state;
	(void)kind;
	(void)ftw;
	return remove(path);
}

static inline void
remove_folder(const char *folder)
{
	nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static inline int
shop_open(void **state, enum store_kind kind)
{
	struct shop *shop = calloc(1, sizeof(*shop));
	struct store_options options = {
		.kind = kind, .access = STORE_CREATE, .wait = 10 * SECOND
	};
	struct err error = { 0 };
	struct err *err = &error;

	assert_non_null(shop);
	strncpy(shop->folder, "/tmp/shop-account-XXXXXX", sizeof(shop->folder) - 1);
	assert_non_null(mkdtemp(shop->folder));
	options.folder = shop->folder;
	unsetenv("CREDENTIALS_DIRECTORY");
	unsetenv("SHOP_KEY_FILE");
	CHECK(keys_create(shop->folder, false, err));
	CHECK(keys_load(shop->folder, &shop->arena, &shop->key, err));
	CHECK(keys_derive(&shop->key, KEY_EVENT_CHAIN, &shop->chain, err));
	CHECK(store_open(&options, &shop->store, err));
	store_set_key(shop->store, &shop->chain);
	store_set_actor(shop->store, (struct actor){ "system", 0, "test" });
	setenv("SHOP_TEST_NOW", "1800000000", 1);
	*state = shop;
	return 0;
}

static inline int
shop_in_memory(void **state)
{
	return shop_open(state, STORE_MEMORY);
}

static inline int
shop_in_folder(void **state)
{
	return shop_open(state, STORE_LMDB);
}

static inline int
shop_close(void **state)
{
	struct shop *shop = *state;

	store_close(shop->store);
	secret_free(&shop->key);
	secret_free(&shop->chain);
	arena_free(&shop->arena);
	remove_folder(shop->folder);
	free(shop);
	return 0;
}

/* One test over both engines. */
#define OVER_BOTH(test) \
	{ #test " (memory)", test, shop_in_memory, shop_close, NULL }, \
	{ \
#test " (lmdb)", test, shop_in_folder, shop_close, NULL \
	}

/* What a step of a test works on. */
struct step {
	struct shop *shop;
	struct people people;
	void *arg;
};
typedef void step_fn(struct step *step, struct err *err);

struct step_call {
	struct shop *shop;
	step_fn *fn;
	void *arg;
};

static inline enum status
run_step(struct txn *txn, void *arg, struct err *err)
{
	struct step_call *call = arg;
	struct step step = { call->shop, { txn, &call->shop->key }, call->arg };

	call->fn(&step, err);
	return ST_OK;
}

/* A step in a transaction of its own. */
static inline void
in_shop(void **state, step_fn *fn, void *arg)
{
	struct step_call call = { *state, fn, arg };
	struct err error = { 0 };
	struct err *err = &error;

	CHECK(store_write(call.shop->store, &call.shop->arena, run_step, &call, err));
}

/* Sets the clock to this many seconds after the shop's opening. */
static inline void
clock_at(int64_t seconds)
{
	char text[32];

	snprintf(text, sizeof(text), "%lld", (long long)(1800000000 + seconds));
	setenv("SHOP_TEST_NOW", text, 1);
}

static inline struct customer
ann(void)
{
	struct customer customer;

	record_init(&customer_record, &customer);
	customer.name = "Ann Example";
	customer.phone = "+49 171 1234567";
	customer.email = "Ann@Example.com";
	customer.address = "Long Street 1\n10115 Berlin";
	customer.country = "de";
	customer.group = "wholesale";
	customer.note = "prefers mornings";
	return customer;
}

static inline struct customer
bob(void)
{
	struct customer customer;

	record_init(&customer_record, &customer);
	customer.name = "Bob Sample";
	customer.phone = "030 998877";
	return customer;
}

static inline void
expect_status(
	enum status got, enum status wanted, const char *part, const struct err *err)
{
	if (got != wanted)
		fail_msg("%s instead of %s: %s", status_name(got),
			status_name(wanted), got ? err->message : "");
	if (part && !strstr(err->message, part))
		fail_msg("'%s' is not in '%s'", part, err->message);
}

#endif
