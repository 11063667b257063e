/*
 * A static program's C library (GNU's) asks at every start where the program lies,
 * for the libraries that it may load from beside it later: measured at a twentieth of
 * an empty process. Ours loads none from there. With STATIC=1 the linker calls this
 * instead (--wrap); the answer is that library's own for "not known".
 */
char *__wrap__dl_get_origin(void);

char *
__wrap__dl_get_origin(void)
{
	return (char *)-1;
}
