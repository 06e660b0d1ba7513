/* Another unit, which has what layout.c only declares. */
struct hidden {
	struct hidden *next;
	int inside;
};

__attribute__((noinline)) int opened(struct hidden *hidden)
{
	return hidden->inside;
}
