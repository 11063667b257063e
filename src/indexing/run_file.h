#ifndef SHOP_INDEXING_RUN_FILE_H
#define SHOP_INDEXING_RUN_FILE_H

#include "base/bytes.h"

/* A temporary file that is written once, from front to back, and then read. */
struct run_file {
	int fd; /* -1: none */
	uint64_t size;
	uint8_t *buffer; /* what is not written yet */
	size_t used;
};
#define RUN_FILE_NONE \
	{ \
		.fd = -1 \
	}

enum status run_file_open(
	struct run_file *file, struct arena *arena, struct err *err);
/* Harmless on RUN_FILE_NONE. */
void run_file_close(struct run_file *file);
enum status run_file_append(
	struct run_file *file, const void *data, size_t size, struct err *err);
/* Before it is read. */
enum status run_file_flush(struct run_file *file, struct err *err);

/* A window on a file, that moves forward best. */
struct run_view {
	const struct run_file *file;
	uint64_t at;
	size_t size;
	size_t capacity;
	uint8_t *bytes;
};
enum status run_view_open(const struct run_file *file, size_t capacity,
	struct arena *arena, struct run_view *view, struct err *err);
/* Bytes of the file, at most the window's capacity; they die with the next call. */
enum status run_view_bytes(struct run_view *view, uint64_t at, size_t size,
	struct bytes *bytes, struct err *err);

#endif
