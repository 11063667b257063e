#include "exchange/items_open.h"

#include <errno.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "csv/csv_items.h"
#include "yaml/yaml_items.h"

/* A header is looked for in so many bytes. */
#define FIRST_SIZE ((size_t)16 * 1024)

static const struct {
	const char *end;
	enum items_format format;
} names[] = {
	{ ".csv", ITEMS_CSV },
	{ ".tsv", ITEMS_CSV },
	{ ".yaml", ITEMS_YAML },
	{ ".yml", ITEMS_YAML },
	{ ".json", ITEMS_YAML },
};

static bool
ends_with(const char *name, const char *end)
{
	size_t size = strlen(name);
	size_t end_size = strlen(end);

	return size > end_size && strcasecmp(name + size - end_size, end) == 0;
}

enum status
items_format(int fd, const char *name, enum items_format *format, struct err *err)
{
	char first[FIRST_SIZE];
	ssize_t got;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (ends_with(name, names[i].end)) {
			*format = names[i].format;
			return ST_OK;
		}
	}
	do
		got = pread(fd, first, sizeof(first), 0);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return fail_errno(err, ST_NO_INPUT, errno, "cannot read '%s'", name);
	*format = csv_begins(first, (size_t)got) ? ITEMS_CSV : ITEMS_YAML;
	return ST_OK;
}

enum status
items_open(int fd, const char *name, struct item_reader **reader, struct err *err)
{
	enum items_format format;

	TRY(items_format(fd, name, &format, err));
	if (format == ITEMS_CSV)
		return csv_items_open(fd, name, reader, err);
	return yaml_items_open(fd, name, reader, err);
}
