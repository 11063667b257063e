#ifndef SHOP_BASE_CRYPTO_MEMORY_H
#define SHOP_BASE_CRYPTO_MEMORY_H

#include <stddef.h>

#include "base/status.h"

/* libsodium's guarded memory, for base/secret.c alone: size and place are multiples
 * of CRYPTO_MEMORY_UNIT. Zeroed when taken, wiped when freed. It is locked where the
 * system's limits allow it. */
#define CRYPTO_MEMORY_UNIT 2048
enum status crypto_memory_take(size_t size, void **memory, struct err *err);
void crypto_memory_free(void *memory);

#endif
