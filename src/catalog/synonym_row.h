#ifndef SHOP_CATALOG_SYNONYM_ROW_H
#define SHOP_CATALOG_SYNONYM_ROW_H

#include "catalog/catalog.h"
#include "catalog/synonym.h"

/* The rows by which rules are found; for the rules alone. */

/* A key may have so many bytes: stems are hardly longer than what was folded. */
#define SYNONYM_KEY_SIZE_MAX 400

extern const struct stored synonym_stored;

/* What synonym_put refuses with ST_BAD_DATA. */
enum status synonym_check(
	struct catalog *catalog, const struct synonym *rule, struct err *err);

/* The keys of texts, sorted, each once. */
enum status synonym_keys(struct catalog *catalog, const struct texts *texts,
	struct texts *keys, struct err *err);
/* Of the texts that a rule is found by: those of both, or from. */
enum status synonym_rule_keys(struct catalog *catalog, const struct synonym *rule,
	struct texts *keys, struct err *err);
/* Whether all of some sorted keys are among others. */
bool synonym_keys_contain(const struct texts *keys, const struct texts *some);

enum status synonym_put_rows(struct catalog *catalog, const struct synonym *rule,
	const struct texts *keys, struct err *err);
enum status synonym_delete_rows(
	struct catalog *catalog, const struct synonym *rule, struct err *err);
/* The rules that a key leads to, by number. */
enum status synonym_rules_of(struct catalog *catalog, const char *key,
	struct list *rules, struct err *err);

#endif
