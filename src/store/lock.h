#ifndef SHOP_STORE_LOCK_H
#define SHOP_STORE_LOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"

/* Opens a file of the shop's folder, making it with exactly this mode, whatever the
 * umask, where it is missing; never through a symbolic link. access is O_RDONLY or
 * O_RDWR. A file that others do not let us open is ST_NOT_ALLOWED. */
enum status lock_open(
	const char *path, int access, uint32_t mode, int *fd, struct err *err);

/* The file of a lock in a shop's folder, with the mode of its data. */
enum status lock_open_in(
	const char *folder, const char *name, int *fd, struct err *err);

/* Takes the lock on a whole file (flock), asleep in the kernel for at most wait
 * microseconds; *taken says whether it was had. A signal that asks the command to
 * end ends the wait. */
enum status lock_take(int fd, int64_t wait, bool *taken, struct err *err);
void lock_release(int fd);

/*
 * The writers' turn: write.lock, in front of the engine's own lock, which knows no
 * deadline. Its file says who has it and since when, for the message of those who
 * wait in vain.
 */
struct turn {
	const char *folder; /* NULL: there is nobody to take turns with */
	int fd;             /* -1 until the first turn */
};

/* Waits for the turn at most wait microseconds, then ST_BUSY. */
enum status turn_take(struct turn *turn, int64_t wait, struct err *err);
void turn_give(struct turn *turn);
/* For who takes one turn after the other: flock wakes those who wait, but does not
 * keep the lock for them, so that who goes on at once is there first. Returns when
 * all who waited at the call have had their turn, or TURN_WAY_MAX is over. A system
 * call where nobody waits. */
#define TURN_WAY_MAX ((int64_t)100 * 1000) /* microseconds */
void turn_give_way(struct turn *turn);
void turn_close(struct turn *turn);

#endif
