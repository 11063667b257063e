#ifndef SHOP_YAML_YAML_CUT_H
#define SHOP_YAML_YAML_CUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/status.h"
#include "yaml/yaml_source.h"

/*
 * Cuts a file into parts at lines that look like the beginning of a section's item,
 * and hashes it. Knows no YAML: whether a line is what it looks like, in the midst of
 * a text for one, is for who reads the part before it to say.
 */
struct yaml_cut {
	int fd;
	const char *name;
	uint64_t size;       /* of the file */
	size_t part_size;    /* the most */
	uint8_t *window;     /* part_size bytes */
	struct yaml_part at; /* where the next part begins */
	size_t indent;       /* columns before the '-' */
	struct crypto_hash_state *hash;
	uint64_t hashed;
};

/* Begins the hash; the rest of *cut is set already. */
enum status yaml_cut_begin(
	struct yaml_cut *cut, struct arena *arena, struct err *err);

/* The next part, from cut->at on, which moves behind it. False where there is none of
 * that size, and near the end of the file. */
bool yaml_cut_next(struct yaml_cut *cut, struct yaml_part *part);

/* The hash of the whole file. */
enum status yaml_cut_hash(
	struct yaml_cut *cut, uint8_t hash[HASH_SIZE], struct err *err);

#endif
