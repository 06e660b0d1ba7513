/* The program that examples of docs/language.md look into. */
enum kind { GUEST, ADMIN };

struct user {
	enum kind kind;
};

struct request {
	const char *path;
	unsigned long length;
};

int answer(const struct request *request, const struct user *from)
{
	return from->kind == ADMIN && request->length;
}

const struct request *find(int id)
{
	static struct request requests[2] = {{"/", 0}, {"/about", 0}};

	return &requests[id & 1];
}

void log_line(const struct request *request)
{
	(void)request;
}

int main(void)
{
	static const struct user user;

	log_line(find(0));
	return answer(find(1), &user);
}
