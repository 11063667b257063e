/* Prints the seconds that libyaml's event parser alone takes for a file: what the
 * time of an import is measured against. */
#include <stdio.h>
#include <time.h>
#include <yaml.h>

static double
now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int
parse(FILE *file, size_t *events)
{
	yaml_parser_t parser;
	yaml_event_t event;
	int more = 1;
	int whole = 0;

	if (!yaml_parser_initialize(&parser))
		return 0;
	yaml_parser_set_input_file(&parser, file);
	while (more && yaml_parser_parse(&parser, &event)) {
		whole = event.type == YAML_STREAM_END_EVENT;
		more = !whole;
		++*events;
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&parser);
	return whole;
}

int
main(int argc, char **argv)
{
	size_t events = 0;
	double start;
	FILE *file;

	if (argc != 2) {
		fprintf(stderr, "usage: yaml_parse FILE\n");
		return 2;
	}
	file = fopen(argv[1], "rb");
	if (!file) {
		perror(argv[1]);
		return 66;
	}
	start = now();
	if (!parse(file, &events)) {
		fprintf(stderr, "%s: not valid YAML\n", argv[1]);
		fclose(file);
		return 65;
	}
	printf("%.3f\n", now() - start);
	fclose(file);
	return 0;
}
