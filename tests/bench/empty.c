/* The least that a process can be: what starting the program is measured against. */
int
main(void)
{
	return 0;
}
