#ifndef SHOP_TESTS_UNIT_PLAN_SHOP_H
#define SHOP_TESTS_UNIT_PLAN_SHOP_H

#include "plan/plan.h"
#include "search_shop.h"

/* Plans are compared as texts: words with a blank between them, each with its ways
 * in brackets, "hard disk(hard+disk|hdd*90)"; a token of several terms is "{a b}", a
 * piece in quotes or excluded looks as it does in a query, and what is corrected
 * follows behind a colon. Terms that no document has end in "?". A refusal is its
 * message. */
struct asking {
	struct index_query query;
	bool correct;
	bool any; /* corrected */
	struct buffer text;
};

/* Fails the test unless the plan is this. */
void plan_expect(struct shop *shop, struct asking asking, const char *expected);
/* A transaction that makes the text of the plan of an asking. */
enum status plan_to_text(struct txn *txn, void *arg, struct err *err);
/* Synonyms to ask for. */
enum status plan_synonyms_of_shop(
	void *arg, const char *key, struct texts *instead, struct err *err);

/* A small shop to ask; tests begin and end with it. */
int plan_shop_open(void **state);
int plan_shop_close(void **state);
#define PLAN_TEST(name) \
	cmocka_unit_test_setup_teardown(test_##name, plan_shop_open, plan_shop_close)

#endif
