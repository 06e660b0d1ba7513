#include "lexer/regular_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LINKS_MAX 40 /* on the way to a file; the kernel follows as many */

/* ---- below another root ---- */

/* openat2() with RESOLVE_IN_ROOT would do it, but the fence refuses that call: it cannot see whether
 * it is for writing (runtime/fence.c). */
struct walk {
	int root, at;        /* folders; -1: what is looked for is not there */
	char left[PATH_MAX]; /* names that are still to be gone to from `at` */
	int links;
};

static void move_to(struct walk *walk, int fd)
{
	int error = errno;

	if (walk->at >= 0)
		close(walk->at);
	walk->at = fd;
	errno = error;
}

static void fail(struct walk *walk, int error)
{
	move_to(walk, -1);
	errno = error;
}

static bool is_at_root(const struct walk *walk)
{
	struct stat root, at;

	return fstat(walk->root, &root) != 0 || fstat(walk->at, &at) != 0 ||
	       (root.st_dev == at.st_dev && root.st_ino == at.st_ino);
}

static void put_before_left(struct walk *walk, const char *target)
{
	size_t length = strlen(target), left = strlen(walk->left) + 1;

	if (length + 1 + left > sizeof(walk->left)) {
		fail(walk, ENAMETOOLONG);
		return;
	}
	memmove(walk->left + length + 1, walk->left, left);
	memcpy(walk->left, target, length);
	walk->left[length] = '/';
}

static void follow_link(struct walk *walk, int link)
{
	char target[PATH_MAX];
	ssize_t length = readlinkat(link, "", target, sizeof(target) - 1);

	if (length <= 0 || ++walk->links > LINKS_MAX) {
		fail(walk, length < 0 ? errno : ELOOP);
		return;
	}
	target[length] = '\0';
	if (target[0] == '/')
		move_to(walk, fcntl(walk->root, F_DUPFD_CLOEXEC, 0));
	put_before_left(walk, target);
}

static void go_to(struct walk *walk, const char *name)
{
	struct stat status;
	int fd;

	if (strcmp(name, "..") == 0 && is_at_root(walk))
		return;
	fd = openat(walk->at, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &status) != 0 || !S_ISLNK(status.st_mode)) {
		move_to(walk, fd);
		return;
	}
	follow_link(walk, fd);
	close(fd);
}

static void take_name(struct walk *walk, char name[PATH_MAX])
{
	char *from = walk->left + strspn(walk->left, "/");
	size_t length = strcspn(from, "/");

	memcpy(name, from, length);
	name[length] = '\0';
	memmove(walk->left, from + length, strlen(from + length) + 1);
}

static int find_below(const char *root, const char *path)
{
	struct walk walk = {.root = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC), .at = -1};
	char name[PATH_MAX];

	if (walk.root < 0)
		return -1;
	walk.at = fcntl(walk.root, F_DUPFD_CLOEXEC, 0);
	put_before_left(&walk, path);
	while (walk.at >= 0 && walk.left[0]) {
		take_name(&walk, name);
		if (name[0])
			go_to(&walk, name);
	}
	close(walk.root);
	return walk.at;
}

/* ---- finding and opening ---- */

int regular_file_find(const char *root, const char *path, struct stat *status)
{
	int fd = root[0] ? find_below(root, path) : open(path, O_PATH | O_CLOEXEC);

	if (fd < 0)
		return -1;
	if (fstat(fd, status) == 0 && S_ISREG(status->st_mode) && status->st_size > 0)
		return fd;
	close(fd);
	errno = EINVAL;
	return -1;
}

int regular_file_open_found(int found)
{
	char path[32];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", found);
	return open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
}

int regular_file_open(const char *root, const char *path, struct stat *status)
{
	int found = regular_file_find(root, path, status), fd, error;

	if (found < 0)
		return -1;
	fd = regular_file_open_found(found);
	error = errno;
	close(found);
	errno = error;
	return fd;
}
