#ifndef SHOP_BASE_PASSWORD_LIST_H
#define SHOP_BASE_PASSWORD_LIST_H

#include <stddef.h>

/* The most common passwords of eight characters and more, in lower case and sorted as
 * strcmp does. */
extern const char *const common_passwords[];
extern const size_t common_password_count;

#endif
