/* A function of its file alone, with a parameter that it does not need: compilers leave it out. */
static volatile long sink;

static __attribute__((noinline)) int changed(long unused, long used)
{
	sink += used;
	return (int)sink;
}

int main(int argc, char **argv)
{
	return changed((long)argv, argc) + changed(2, argc + 1);
}
