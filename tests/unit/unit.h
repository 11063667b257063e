#ifndef SHOP_TESTS_UNIT_H
#define SHOP_TESTS_UNIT_H

/* cmocka, with what it needs before it. Its fail() would hide ours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail

#endif
