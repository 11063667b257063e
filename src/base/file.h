#ifndef SHOP_BASE_FILE_H
#define SHOP_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/status.h"

/* Files, each system call's failure described with the path. EINTR is retried
 * everywhere, but a wait ends with what signal_check says once a signal was noted. */

/* Reads a whole file of at most size_max bytes. "-" is standard input. A missing or
 * unreadable file is ST_NO_INPUT; a larger one ST_BAD_DATA that names the limit. */
enum status file_read(struct arena *arena, const char *path, size_t size_max,
	struct bytes *out, struct err *err);

/* Opens an input file for reading; "-" is standard input (a duplicate of it). */
enum status file_open_input(const char *path, int *fd, struct err *err);

/* Reads at most size bytes, what there is; *got is 0 at the end. */
enum status file_read_some(int fd, void *to, size_t size, const char *path,
	size_t *got, struct err *err);

/* Reads exactly size bytes from a place of a file; ST_IO where there are fewer. */
enum status file_read_at(int fd, void *to, size_t size, uint64_t at, const char *path,
	struct err *err);

/* Writes all of a run of bytes to a descriptor; ST_IO names what. */
enum status file_write_all(
	int fd, const void *data, size_t size, const char *what, struct err *err);

/* Makes a new file with exactly these bytes and mode, that was not there before
 * (O_EXCL, O_NOFOLLOW), synced, its folder synced. ST_EXISTS where there is one. */
enum status file_create(
	const char *path, struct bytes content, mode_t mode, struct err *err);

/* Replaces a file's content at one stroke: written beside it, synced, renamed, the
 * folder synced. */
enum status file_replace(
	const char *path, struct bytes content, mode_t mode, struct err *err);

/* An output file that comes to be at one stroke: write to fd, then commit (sync,
 * rename) or abandon (remove). "-" and "/dev/stdout" are standard output, for which
 * both only hand the descriptor back; so it is with pipes and devices, which are
 * written in place. A symbolic link stays, the file it leads to is replaced; one that
 * leads nowhere is refused. Until it is committed it has no name, where the file
 * system knows such files, so that who is killed leaves nothing behind. */
struct file_output {
	int fd; /* may be read, too, unless it is written in place */
	const char *path;
	bool nameless;
	char temporary[4096]; /* "": written in place */
};
enum status file_output_open(
	struct file_output *output, const char *path, mode_t mode, struct err *err);
/* As file_output_open, for a file that keeps its mode, owner and group where there
 * is one (what of them may be kept; nobody gets to read it who could not), and has
 * those of any new file where there is none. */
enum status file_output_open_like(
	struct file_output *output, const char *path, struct err *err);
/* The absolute paths of the file that committing replaces, and of the name that it
 * may have for a moment before; "" in place. */
enum status file_output_paths(const struct file_output *output, struct arena *arena,
	const char **target, const char **temporary, struct err *err);
enum status file_output_commit(struct file_output *output, struct err *err);
void file_output_abandon(struct file_output *output);

/* An unlinked temporary file in $TMPDIR or /tmp, that no other process sees. */
enum status file_temporary(int *fd, struct err *err);

/* Brings what was written to disk; nothing to be done for a pipe or a device. */
enum status file_sync(int fd, const char *path, struct err *err);
/* Closes what was written to, which may be when the system says that it was not. */
enum status file_close(int fd, const char *path, struct err *err);

/* Makes a folder and what is missing above it. */
enum status folder_create(const char *path, mode_t mode, struct err *err);
/* Whether what is in it belongs to a group (2770), not to its owner alone. */
bool folder_is_shared(const char *path);
enum status folder_sync(const char *path, struct err *err);
/* Syncs the folder that a path lies in, once its name has changed there. */
enum status folder_sync_above(const char *path, struct err *err);
bool file_exists(const char *path);

/* A path put together with "/"; arena-owned. */
enum status path_join(struct arena *arena, const char *folder, const char *name,
	const char **out, struct err *err);

#endif
