#ifndef SHOP_TESTS_PLACE_H
#define SHOP_TESTS_PLACE_H

#include <sys/types.h>

#include "base/arena.h"
#include "folder.h"

/* What a test of files works in. */
struct place {
	struct test_folder folder;
	struct arena arena;
	struct err err;
};

int place_set_up(void **state);
int place_tear_down(void **state);

const char *place_path(struct place *place, const char *name);
void place_create(
	struct place *place, const char *name, const char *content, mode_t mode);
void place_expect(struct place *place, const char *name, const char *content);
mode_t place_mode(struct place *place, const char *name);
size_t place_count(struct place *place);

#define PLACE_RULE(name) \
	cmocka_unit_test_setup_teardown(name, place_set_up, place_tear_down)

#endif
