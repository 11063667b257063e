/* Runs a command and prints the seconds that it took and the most memory that it
 * held, in kB, also of one that ends with a failure, but then ends so itself:
 *
 *     measure COMMAND...
 */
#include <spawn.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static double
now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int
main(int argc, char **argv)
{
	double start = now();
	struct rusage used;
	pid_t child;
	int status;

	if (argc < 2) {
		fprintf(stderr, "usage: measure COMMAND...\n");
		return 2;
	}
	if (posix_spawnp(&child, argv[1], NULL, NULL, argv + 1, environ) != 0 ||
		wait4(child, &status, 0, &used) != child) {
		fprintf(stderr, "measure: %s cannot be run\n", argv[1]);
		return 1;
	}
	printf("%.3f %ld\n", now() - start, used.ru_maxrss);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
		fprintf(stderr, "measure: %s ended with a failure\n", argv[1]);
		return 1;
	}
	return 0;
}
