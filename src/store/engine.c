#include "store/engine.h"

enum status
engine_refuse_none(const char *folder, struct err *err)
{
	return fail(err, ST_CONFIG,
		"no shop in '%s' (make one with 'shop init', or name another with "
		"--home)",
		folder);
}

enum status
engine_refuse_file(const char *file, struct err *err)
{
	return fail(err, ST_BAD_DATA, "'%s' is no backup of a shop", file);
}

enum status
engine_refuse_second(const char *folder, struct err *err)
{
	return fail(err, ST_EXISTS, "there is a shop in '%s' already", folder);
}

enum status
engine_refuse_order(unsigned table, struct err *err)
{
	return fail(err, ST_DEFECT,
		"an entry of table '%s' is not behind those before it",
		engine_table_name(table));
}

const char *
engine_table_name(unsigned table)
{
	if (table < ENGINE_SECOND)
		return table_infos[table].name;
	return table_infos[table - ENGINE_SECOND].second;
}
