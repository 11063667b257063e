#ifndef SHOP_TESTS_UNIT_H
#define SHOP_TESTS_UNIT_H

/* cmocka, with what it needs before it. Its fail() would hide ours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail
#undef fail_msg

/* Ends a test as broken, saying why. */
#define fail_msg(...) \
	do { \
		print_error(__VA_ARGS__); \
		print_error("\n"); \
		_fail(__FILE__, __LINE__); \
	} while (0)

#endif
