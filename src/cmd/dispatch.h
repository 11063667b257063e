#ifndef SHOP_CMD_DISPATCH_H
#define SHOP_CMD_DISPATCH_H

#include "base/status.h"
#include "cli/output.h"

#define SHOP_VERSION "0.1.0"

/* Runs one command line to its end, output included. *format is how an error is to be
 * shown, set as soon as it is known. The arena is the command's; what err names lies
 * in it, too. */
enum status dispatch(int argc, const char *const *argv, struct arena *arena,
	enum output_format *format, struct err *err);

#endif
