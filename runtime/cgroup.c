#include "runtime/cgroup.h"

#include <fts.h>
#include <mntent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lexer/arena.h"

bool cgroup_find_id(const char *directory, uint64_t *id)
{
	struct stat status;

	if (stat(directory, &status) < 0)
		return false;
	*id = status.st_ino;
	return true;
}

/* For free(); NULL: cgroup2 is not mounted. */
static char *mount_point(void)
{
	FILE *mounts = setmntent("/proc/self/mounts", "re");
	const struct mntent *mount;
	char *found = NULL;

	while (mounts && !found && (mount = getmntent(mounts)))
		if (!strcmp(mount->mnt_type, "cgroup2"))
			found = heap_strdup(mount->mnt_dir);
	if (mounts)
		endmntent(mounts);
	return found;
}

char *cgroup_find_path(uint64_t id)
{
	char *root = mount_point(), *path = NULL;
	char *const roots[] = {root, NULL};
	FTS *walk = root ? fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL) : NULL;
	const FTSENT *entry;

	while (walk && !path && (entry = fts_read(walk)))
		if (entry->fts_info == FTS_D && entry->fts_statp->st_ino == id)
			path = heap_strdup(entry->fts_level ? entry->fts_path + strlen(root) : "/");
	if (walk)
		fts_close(walk);
	free(root);
	return path;
}
