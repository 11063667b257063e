#ifndef SHOP_TESTS_FOLDER_H
#define SHOP_TESTS_FOLDER_H

/* A test's own folder, below $TMPDIR or /tmp, and its end with all files in it. */
struct test_folder {
	char path[256];
};

void test_folder_make(struct test_folder *folder);
void test_folder_remove(const struct test_folder *folder);

#endif
