#ifndef SHOP_CLI_TERMINAL_H
#define SHOP_CLI_TERMINAL_H

#include <signal.h>
#include <stdint.h>

#include "base/status.h"

/* The terminal that questions are asked on: stdin and stderr. Private to cli/. */

/* While a question stands, the terminal is not as the shell left it: what would stop
 * or end the process without putting it back is held off, and signals come only
 * while input is waited for. */
struct terminal_hold {
	struct sigaction stop;
	struct sigaction quit;
	sigset_t mask;
};
void terminal_hold(struct terminal_hold *hold);
void terminal_release(const struct terminal_hold *hold);

/* Waits for one byte. ST_DECLINED at the end of input, ST_INTERRUPTED or
 * ST_TERMINATED once a signal has come. */
enum status terminal_read(
	const struct terminal_hold *hold, uint8_t *byte, struct err *err);

/* Writes a text as it is. */
enum status terminal_write(const char *text, struct err *err);

#endif
