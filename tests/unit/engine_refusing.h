#ifndef SHOP_TESTS_ENGINE_REFUSING_H
#define SHOP_TESTS_ENGINE_REFUSING_H

#include "store/engine.h"

/*
 * The in-memory engine, whose every second commit is refused: it takes back what was
 * written and asks for it to be run again. What PostgreSQL does to two who change the
 * same.
 */
extern const struct engine_type engine_refusing;

#endif
