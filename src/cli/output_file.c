#include <string.h>

#include "cli/output_parts.h"

static const struct {
	const char *end;
	enum output_format format;
} endings[] = {
	{ ".csv", FORMAT_CSV },
	{ ".html", FORMAT_HTML },
	{ ".json", FORMAT_JSON },
	{ ".ndjson", FORMAT_NDJSON },
	{ ".tsv", FORMAT_TSV },
	{ ".txt", FORMAT_TABLE },
};

static enum output_format
format_of(const char *path)
{
	size_t size = strlen(path);
	size_t i;

	for (i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		size_t end = strlen(endings[i].end);

		if (size > end && strcmp(path + size - end, endings[i].end) == 0)
			return endings[i].format;
	}
	return FORMAT_TSV;
}

void
output_for_file(struct output *output, const char *path, enum output_format format)
{
	output->format = format == FORMAT_UNSET ? format_of(path) : format;
	output->terminal = false;
	output->bold = false;
	output->screen_columns = 0;
	output->screen_lines = 0;
	output->quiet = false;
	output->silent = false;
}

enum status
output_write(struct output *output, int fd, const char *what, struct err *err)
{
	enum status status = spool_copy(&output->out, fd, what, err);

	spool_close(&output->out);
	output->lines = 0;
	return status;
}
