/* Has a struct of hidden.c's name, but another one. */
struct hidden {
	int inside;
	struct hidden *next;
};

__attribute__((noinline)) int closed(struct hidden *hidden)
{
	return hidden->inside;
}

int main(int argc, char **argv)
{
	return argc > 5 ? closed((struct hidden *)argv) : 0;
}
