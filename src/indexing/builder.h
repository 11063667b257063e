#ifndef SHOP_INDEXING_BUILDER_H
#define SHOP_INDEXING_BUILDER_H

#include "index/facet.h"
#include "index/index.h"
#include "indexing/chunks.h"
#include "indexing/numbers.h"
#include "indexing/rope.h"

/*
 * The part of a bulk build that touches no store, so that it may run on a thread of
 * its own. Groups go in, all of them new, ids and documents rising. Out come
 * containers whenever a whole one was filled, and in the end entries of TERM, chunks
 * of columns and what numbers stand for.
 */

/* What a term has come to since TERM was written last. */
struct grown {
	struct rope rope;              /* not in containers */
	uint32_t fresh;                /* documents since the last whole container */
	uint32_t contained;            /* documents in containers; of a form all */
	uint32_t number;               /* 0: not in containers */
	uint32_t highs;                /* that there is room for in facts */
	struct container_facts *facts; /* of the containers, by high */
};

/* A container that was made. */
struct made {
	uint32_t high;
	uint32_t number;
	struct bytes bytes;
};

struct made_list {
	struct arena arena;
	struct made *items;
	size_t count;
	size_t capacity;
	size_t bytes;
};

/* A number that was given, and what it stands for. */
struct given {
	uint32_t number;
	struct numbered term;
};

struct builder {
	const struct index_schema *schema;
	struct arena arena; /* lives to the end */
	struct arena terms; /* lives until TERM is written */
	struct arena scratch;
	struct analysis *analysis;
	struct grown **grown; /* blocks of them, by the analysis's numbers */
	size_t grown_capacity;
	struct rope_pool pool;
	struct numbers numbers; /* of terms that TERM has already */
	uint32_t next_term;
	struct given *given;
	size_t given_count;
	size_t given_capacity;
	struct chunks chunks;
	int64_t *texts;        /* of a group */
	uint32_t high;         /* of the documents that come */
	struct made_list made; /* of that high, by number */
	struct made_list late; /* of earlier ones */
	struct postings postings;
	size_t postings_capacity;
	uint8_t *container;
};

enum status builder_open(const struct index_schema *schema, struct arena *arena,
	struct builder **builder, struct err *err);
void builder_close(struct builder *builder);
enum status builder_add(struct builder *builder, const struct index_group *group,
	uint32_t first, struct err *err);
/* Makes containers of the terms that are in them. more: the container that was being
 * filled is whole, and more will come; then terms that are not rare in it go into
 * containers, too. */
enum status builder_make(struct builder *builder, bool more, struct err *err);
/* Forgets the containers that were made. */
void made_clear(struct made_list *list);
/* Forgets all terms, for they are in TERM now. */
enum status builder_forget(struct builder *builder, struct err *err);
struct grown *builder_grown(const struct builder *builder, uint32_t term);
/* An array for the postings of a rope. */
enum status builder_read(struct builder *builder, const struct rope *rope,
	bool has_impacts, struct err *err);
/* Bytes that it holds, about. */
size_t builder_memory(const struct builder *builder);

#endif
