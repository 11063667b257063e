#ifndef SHOP_CATALOG_FIND_QUERY_H
#define SHOP_CATALOG_FIND_QUERY_H

#include "catalog/catalog.h"
#include "catalog/find.h"
#include "index/index.h"

/* A search in the catalogue's words as the index's query, and its facets back; for
 * this room alone. */
struct find_query {
	struct index_query index;
	struct index_facet_request *facets; /* what index.facets points to */
	/* The names that the facets counted go by, in the order of index.facets. */
	const char **facet_names;
	bool common; /* nobody named facets: the built-in ones and the commonest */
	struct catalog *catalog;
	/* What the index last asked for, given back before the next. */
	struct arena documents;
	struct arena_mark documents_mark;
};

/* The index asks the query back: it stays where it is until it is ended. */
enum status find_query_make(struct catalog *catalog,
	const struct find_request *request, struct find_query *query,
	struct err *err);
void find_query_end(struct find_query *query);
/* What the words are the code of: a SKU or a barcode, whatever the case, or a
 * product's handle. At most FIND_PICKS_MAX. */
#define FIND_PICKS_MAX 1000
enum status find_query_pick(struct find_query *query, struct err *err);
/* What the index asks for while it answers; arg is the query. */
enum status find_query_synonyms(
	void *arg, const char *key, struct texts *instead, struct err *err);
enum status find_query_source(
	void *arg, uint64_t id, struct index_group *group, struct err *err);

/* The facets to count: those named, or the built-in and the commonest. */
enum status find_query_ask_facets(struct find_query *query,
	const struct find_request *request, struct err *err);
enum status find_query_facets(struct catalog *catalog, const struct find_query *query,
	const struct index_result *found, struct list *facets, struct err *err);

#endif
