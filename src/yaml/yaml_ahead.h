#ifndef SHOP_YAML_YAML_AHEAD_H
#define SHOP_YAML_YAML_AHEAD_H

#include "base/crypto.h"
#include "yaml/yaml.h"

/*
 * The items of a YAML file, read ahead on a thread of its own while who takes them
 * in is busy with those before. They come in the file's order, with the same
 * refusals as yaml_read_item says them. Where no thread is to be had they are read
 * when asked for. What is read ahead is bounded: AHEAD_BATCHES batches of
 * AHEAD_ITEMS items.
 */
struct yaml_ahead;

/* As yaml_reader_open. */
enum status yaml_ahead_open(
	int fd, const char *name, struct yaml_ahead **ahead, struct err *err);
/* Ends the thread, too, wherever it is. Harmless on NULL. */
void yaml_ahead_close(struct yaml_ahead *ahead);

/* As yaml_read_item, but the item lies in memory of ours, until the next call. */
enum status yaml_ahead_next(struct yaml_ahead *ahead, struct item *item, bool *found,
	bool *recoverable, struct err *err);

/* The BLAKE2b hash of the whole file, made while the last items are taken in. Once
 * the end of the items was handed out. */
enum status yaml_ahead_hash(
	struct yaml_ahead *ahead, uint8_t hash[HASH_SIZE], struct err *err);

/* As yaml_reader_position, of the item handed out last. */
uint64_t yaml_ahead_position(const struct yaml_ahead *ahead);

#endif
