#ifndef SHOP_PAYMENT_TURN_H
#define SHOP_PAYMENT_TURN_H

#include "payment/payment.h"

/*
 * One process at a time asks a provider about one payment. A turn ends with the
 * process that has it, however that ends; so who gets it knows that nobody else who
 * lives is waiting for an answer about it.
 */
#define TURN_NUMBER_MAX ((uint64_t)1 << 62)

struct payment_turn {
	int fd;
};

/* Waits for it, at most wait microseconds, then ST_BUSY. number is below
 * TURN_NUMBER_MAX; two payments have two numbers. */
enum status payment_turn_take(const struct payment_helper *helper, uint64_t number,
	int64_t wait, struct payment_turn *turn, struct err *err);
void payment_turn_end(struct payment_turn *turn);

/* The folder where helpers run, made when it is first needed. */
enum status payment_folder_make(const struct payment_helper *helper, struct err *err);

#endif
