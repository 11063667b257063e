#ifndef SHOP_TESTS_UNIT_SEARCH_QUESTION_H
#define SHOP_TESTS_UNIT_SEARCH_QUESTION_H

#include "chance.h"
#include "search_naive.h"

/* Who makes up questions, about documents of a naive search. */
#define SYNONYMS_MAX 40
struct asker {
	struct chance *chance;
	struct naive *naive;
	const struct index_schema *schema;
	unsigned price;
	unsigned stock;
	unsigned order;           /* INDEX_SORT_TEXT */
	const char *const *words; /* asked for besides those of documents */
	size_t word_count;
	const char *const *names; /* as well, of INDEX_NAMED */
	size_t name_count;
	/* Made up, too. */
	struct synonym {
		const char *key;
		const char *instead[2];
		size_t count;
	} synonyms[SYNONYMS_MAX];
	size_t synonym_count;
};

/* A document of any group, NULL where there is none; the group in *id. */
const struct index_document *asker_document(const struct asker *asker, uint64_t *id);
/* Any of its values of a kind; NULL: it has none. */
const struct index_value *asker_value(const struct asker *asker,
	const struct index_document *document, enum index_field_kind kind);
/* Synonyms for words of documents, anew. They lie in the arena. */
void asker_make_synonyms(struct asker *asker, struct arena *arena);
/* A question; it lies in the arena, and asks the asker. */
struct index_query asker_query(struct asker *asker, struct arena *arena);

#endif
