#include "store/tables.h"

#include <stddef.h>

const struct table_info table_infos[TABLE_COUNT] = {
#define TABLE_INFO(id, name, key, derived, twice) \
	[TABLE_##id] = { name, (twice) ? name ".2" : NULL, key, derived, twice },
	TABLES(TABLE_INFO)
#undef TABLE_INFO
};
