#include "store/tables.h"

const struct table_info table_infos[TABLE_COUNT] = {
#define TABLE_INFO(id, name, key, derived, twice) \
	[TABLE_##id] = { name, key, derived, twice },
	TABLES(TABLE_INFO)
#undef TABLE_INFO
};
