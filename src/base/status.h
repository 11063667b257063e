#ifndef SHOP_BASE_STATUS_H
#define SHOP_BASE_STATUS_H

#include <stdint.h>

/*
 * Every fallible function returns an enum status and takes a struct err last.
 * Who detects a fault describes it, once, with fail(); everybody above passes
 * it on with TRY and rewrites nothing.
 */
enum status {
	ST_OK = 0,

	/* The answer is no: exit status 1. */
	ST_NO_HITS,      /* nothing matches */
	ST_NOT_FOUND,    /* a named thing does not exist */
	ST_EXISTS,       /* a new thing is there already */
	ST_UNCHANGED,    /* it is so already */
	ST_REFUSED,      /* a rule of the shop forbids it */
	ST_DECLINED,     /* a person or a payment method said no */
	ST_OUT_OF_STOCK, /* not as many are there */
	ST_EMPTY,        /* an empty cart */
	ST_CHANGED,      /* it is not what it was when last shown */

	ST_USAGE,         /* 2: wrong use of the command line */
	ST_PARTLY,        /* 3: some rows were rejected, as asked for */
	ST_BAD_DATA,      /* 65: bad data in an input file */
	ST_CORRUPT,       /* 65: a stored record fails its check */
	ST_NO_INPUT,      /* 66: an input file is missing or unreadable */
	ST_UNAVAILABLE,   /* 69: a helper program is missing or unusable */
	ST_DEFECT,        /* 70: a defect in shop itself */
	ST_SYSTEM,        /* 71: the system refused memory, descriptors, a process */
	ST_CANNOT_CREATE, /* 73: an output file cannot be made */
	ST_IO,            /* 74: input/output error */
	ST_BUSY,          /* 75: busy or in doubt; run the same again */
	ST_NOT_LOGGED_IN, /* 77 */
	ST_NOT_ALLOWED,   /* 77 */
	ST_CONFIG,      /* 78: the configuration is wrong, or there is no shop here */
	ST_INTERRUPTED, /* 130: SIGINT */
	ST_TERMINATED,  /* 143: SIGTERM or SIGHUP */
	ST_COUNT
};

#define ERR_MESSAGE_MAX 1024

/* What went wrong, in one line without full stop, in the user's words. */
struct err {
	enum status status;
	char message[ERR_MESSAGE_MAX];
	/* Where in an input file, if anywhere; file is NULL where it is not. Lines
	 * and columns count from 1; 0 is unknown. The path belongs to the caller. */
	const char *file;
	uint64_t line;
	uint64_t column;
	/* True once a change of this command is known to be on disk. */
	int committed;
};

/* Describes a fault and returns its status, so that it can be returned at once.
 * The message is cut at ERR_MESSAGE_MAX at a character's border. */
enum status fail(struct err *err, enum status status, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* As fail, with the place in an input file. */
enum status fail_at(struct err *err, const char *file, uint64_t line, uint64_t column,
	const char *format, ...) __attribute__((format(printf, 5, 6)));

/* As fail, and the system's reason for errno_value after a colon. ENOMEM, EMFILE and
 * ENFILE turn any status into ST_SYSTEM. */
enum status fail_errno(struct err *err, enum status status, int errno_value,
	const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Out of memory, said without allocating. */
enum status fail_memory(struct err *err);

/* The process's exit status for a status, and the word that JSON errors name it by.
 */
int status_exit(enum status status);
const char *status_name(enum status status);

/* Where nothing is held: hands a failure up. */
#define TRY(step) \
	do { \
		enum status try_status_ = (step); \
		if (try_status_ != ST_OK) \
			return try_status_; \
	} while (0)

/*
 * For our own mistakes only, never for input, files or the store. Stays on in release
 * builds: prints file and line to stderr and ends the process with status 70.
 */
#define invariant(condition) \
	((condition) ? (void)0 : invariant_broken(#condition, __FILE__, __LINE__))

_Noreturn void invariant_broken(const char *condition, const char *file, int line);

#endif
