#ifndef SHOP_CATALOG_FIND_QUERY_H
#define SHOP_CATALOG_FIND_QUERY_H

#include "catalog/catalog.h"
#include "catalog/find.h"
#include "search/index.h"

/* A search in the catalogue's words as the index's query, and its facets back; for
 * this room alone. */
struct find_query {
	struct index_query index;
	struct index_facet_request *facets; /* what index.facets points to */
	/* The names that the facets counted go by, in the order of index.facets. */
	const char **facet_names;
	bool common; /* nobody named facets: the built-in ones and the commonest */
};

enum status find_query_make(struct catalog *catalog,
	const struct find_request *request, struct find_query *query,
	struct err *err);
enum status find_query_facets(struct catalog *catalog, const struct find_query *query,
	const struct index_result *found, struct list *facets, struct err *err);

#endif
