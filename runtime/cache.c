#include "runtime/cache.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "lexer/arena.h"

#define MACHINE_DIRECTORY "/var/cache/memtap"
#define MAGIC		  "memtap cache 1\n"
#define NAME_LENGTH	  (2 * DIGEST_SIZE)

/* What a file begins with; the content follows. */
struct header {
	char magic[sizeof(MAGIC) - 1];
	uint8_t key[DIGEST_SIZE];
	uint8_t content[DIGEST_SIZE]; /* its digest */
};

/* ---- where ---- */

const char *cache_directory(struct arena *arena)
{
	const char *base = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");

	if (geteuid() == 0)
		return MACHINE_DIRECTORY;
	if (base && *base == '/')
		return arena_printf(arena, "%s/memtap", base);
	return home && *home == '/' ? arena_printf(arena, "%s/.cache/memtap", home) : NULL;
}

static bool is_ours_alone(const struct stat *status)
{
	return status->st_uid == geteuid() && !(status->st_mode & (S_IRWXG | S_IRWXO));
}

/* And what it is in, which a new user or a bare system does not have. Root's is the system's: others look into it. */
static void make_directory(const char *path)
{
	const mode_t above = geteuid() == 0 ? 0755 : S_IRWXU;
	char *parent = heap_strdup(path);

	for (char *slash = strchr(parent + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(parent, above);
		*slash = '/';
	}
	free(parent);
	mkdir(path, S_IRWXU);
}

static int open_directory(const char *path, struct reason *reason)
{
	struct stat status;
	int directory;

	make_directory(path);
	directory = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (directory < 0) {
		reason_set(reason, "cannot open %s: %s", path, strerror(errno));
		return -1;
	}
	if (fstat(directory, &status) == 0 && is_ours_alone(&status))
		return directory;
	reason_set(reason, "%s is not this user's alone: it has to have that owner, and mode 700",
		   path);
	close(directory);
	return -1;
}

/* ---- too many ---- */

struct used {
	char name[NAME_LENGTH + 1];
	struct timespec time;
	uint64_t size;
	bool is_left; /* nothing was kept in it, nor will be */
};

#define COMPILING_S 60 /* for longer no memtap has an empty file that it is about to fill */

static bool is_name(const char *text)
{
	return strlen(text) == NAME_LENGTH && strspn(text, "0123456789abcdef") == NAME_LENGTH;
}

/* Those in which nothing is kept go first: programs that were not to be kept, or did not compile. */
static int compare_used(const void *left, const void *right)
{
	const struct used *a = left, *b = right;

	if (a->is_left != b->is_left)
		return a->is_left ? -1 : 1;
	if (a->time.tv_sec != b->time.tv_sec)
		return a->time.tv_sec < b->time.tv_sec ? -1 : 1;
	return (a->time.tv_nsec > b->time.tv_nsec) - (a->time.tv_nsec < b->time.tv_nsec);
}

struct all_used {
	ARRAY(struct used) list;
	uint64_t size;
};

static void find_used(struct arena *arena, DIR *entries, struct all_used *all)
{
	time_t now = time(NULL);
	struct dirent *entry;

	while ((entry = readdir(entries))) {
		struct used used = {0};
		struct stat status;

		if (!is_name(entry->d_name) || fstatat(dirfd(entries), entry->d_name, &status,
						       AT_SYMLINK_NOFOLLOW) < 0)
			continue;
		memcpy(used.name, entry->d_name, NAME_LENGTH);
		used.time = status.st_mtim;
		used.size = (uint64_t)status.st_size;
		used.is_left = !used.size && used.time.tv_sec + COMPILING_S < now;
		all->size += used.size;
		array_push(arena, &all->list, used);
	}
}

/* There is to be room for one more. */
static void make_room(int directory)
{
	struct arena *arena = arena_new();
	struct all_used all = {0};
	int copy = dup(directory);
	DIR *entries = copy < 0 ? NULL : fdopendir(copy);
	size_t left;

	if (entries)
		find_used(arena, entries, &all);
	left = all.list.count;
	if (left)
		qsort(all.list.items, left, sizeof(*all.list.items), compare_used);
	for (size_t i = 0; left >= CACHE_FILES_MAX ||
			   (left && all.size > CACHE_BYTES_MAX - CACHE_CONTENT_MAX);
	     i++, left--) {
		unlinkat(directory, all.list.items[i].name, 0);
		all.size -= all.list.items[i].size;
	}
	if (entries)
		closedir(entries);
	else if (copy >= 0)
		close(copy);
	arena_free(arena);
}

/* ---- one ---- */

static void name_of(const uint8_t digest[DIGEST_SIZE], char text[NAME_LENGTH + 1])
{
	for (size_t i = 0; i < DIGEST_SIZE; i++)
		snprintf(text + 2 * i, 3, "%02x", digest[i]);
}

#define OPENING (O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)

static int open_file(int directory, const char *name)
{
	int file = openat(directory, name, OPENING);

	if (file >= 0 || errno != ENOENT)
		return file;
	make_room(directory);
	return openat(directory, name, OPENING | O_CREAT, S_IRUSR | S_IWUSR);
}

/* When it is used decides how long it stays. */
static bool take_file(int file)
{
	struct stat status;

	return fstat(file, &status) == 0 && S_ISREG(status.st_mode) && is_ours_alone(&status) &&
	       status.st_nlink == 1 && futimens(file, NULL) == 0;
}

int cache_open(const char *path, const uint8_t name[DIGEST_SIZE], struct reason *reason)
{
	int directory = open_directory(path, reason), file;
	char text[NAME_LENGTH + 1];

	if (directory < 0)
		return -1;
	name_of(name, text);
	file = open_file(directory, text);
	if (file < 0) {
		reason_set(reason, "cannot open %s/%s: %s", path, text, strerror(errno));
	} else if (!take_file(file)) {
		reason_set(reason, "%s/%s is not a file of this user's alone", path, text);
		close(file);
		file = -1;
	}
	close(directory);
	return file;
}

/* ---- its content ---- */

static bool read_at(int file, void *to, size_t size, off_t from)
{
	for (size_t done = 0; done < size;) {
		ssize_t got = pread(file, (uint8_t *)to + done, size - done, from + (off_t)done);

		if (got == 0 || (got < 0 && errno != EINTR))
			return false;
		done += got > 0 ? (size_t)got : 0;
	}
	return true;
}

static bool is_right(const struct header *header, const uint8_t *content, size_t size)
{
	uint8_t digest[DIGEST_SIZE];

	digest_of(content, size, digest);
	return memcmp(digest, header->content, DIGEST_SIZE) == 0;
}

static uint8_t *read_content(int file, const uint8_t key[DIGEST_SIZE], size_t *size)
{
	struct header header;
	struct stat status;
	uint8_t *content;

	if (!read_at(file, &header, sizeof(header), 0) || fstat(file, &status) < 0 ||
	    memcmp(header.magic, MAGIC, sizeof(header.magic)) != 0 ||
	    memcmp(header.key, key, DIGEST_SIZE) != 0 ||
	    status.st_size - (off_t)sizeof(header) > CACHE_CONTENT_MAX)
		return NULL;
	*size = (size_t)status.st_size - sizeof(header);
	content = heap_alloc(*size + 1);
	if (read_at(file, content, *size, sizeof(header)) && is_right(&header, content, *size))
		return content;
	free(content);
	return NULL;
}

uint8_t *cache_read(int file, const uint8_t key[DIGEST_SIZE], size_t *size)
{
	uint8_t *content;

	if (flock(file, LOCK_SH | LOCK_NB) < 0)
		return NULL;
	content = read_content(file, key, size);
	flock(file, LOCK_UN);
	return content;
}

/* 0, or an errno. */
static int write_at(int file, const void *from, size_t size, off_t to)
{
	for (size_t done = 0; done < size;) {
		ssize_t put = pwrite(file, (const uint8_t *)from + done, size - done,
				     to + (off_t)done);

		if (put < 0 && errno != EINTR)
			return errno;
		if (put == 0)
			return ENOSPC;
		done += put > 0 ? (size_t)put : 0;
	}
	return 0;
}

static int write_content(int file, const uint8_t key[DIGEST_SIZE], const uint8_t *content,
			 size_t size)
{
	struct header header;
	int error;

	memcpy(header.magic, MAGIC, sizeof(header.magic));
	memcpy(header.key, key, DIGEST_SIZE);
	digest_of(content, size, header.content);
	if (ftruncate(file, 0) < 0)
		return errno;
	error = write_at(file, content, size, sizeof(header))
			?: write_at(file, &header, sizeof(header), 0);
	if (error && ftruncate(file, 0) < 0)
		return error; /* its digest will be wrong */
	return error;
}

bool cache_write(int file, const uint8_t key[DIGEST_SIZE], const uint8_t *content, size_t size,
		 struct reason *reason)
{
	int error;

	if (size > CACHE_CONTENT_MAX)
		return reason_set(reason, "it is too large");
	if (flock(file, LOCK_EX | LOCK_NB) < 0)
		return reason_set(reason, "another memtap has its file");
	error = write_content(file, key, content, size);
	flock(file, LOCK_UN);
	return !error || reason_set(reason, "cannot write its file: %s", strerror(error));
}
