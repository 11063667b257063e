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
engine_refuse_second(const char *folder, struct err *err)
{
	return fail(err, ST_EXISTS, "there is a shop in '%s' already", folder);
}
