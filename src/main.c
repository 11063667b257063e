#include "base/process.h"
#include "base/status.h"
#include "cli/output.h"
#include "cmd/dispatch.h"

int
main(int argc, char **argv)
{
	enum output_format format = FORMAT_UNSET;
	struct arena arena = { NULL };
	struct arena fault_stack = { NULL };
	struct err err = { .status = ST_OK };
	enum status status;

	descriptors_reserve();
	signals_install(&fault_stack);
	status = dispatch(argc, (const char *const *)argv, &arena, &format, &err);
	if (status != ST_OK)
		output_error(format, &err);
	arena_free(&arena);
	return status_exit(status);
}
