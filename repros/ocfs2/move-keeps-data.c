// SPDX-License-Identifier: GPL-2.0-only
/*
 * The guard: moving extents works and keeps the data. The file system is mounted anew before the
 * data is read back, so that nothing in memory can answer for what is on disk: neither a page nor a
 * cached record of the old place, where the old bytes still lie.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <mntent.h>
#include <sys/mount.h>

#include "../kv.h"
#include "move_ext.h"
#include "pattern.h"

/* Unmounts what is mounted on the folder of a file and mounts it again. */
static int mount_anew(const char *path)
{
	char folder[PATH_MAX];
	FILE *mounts = setmntent("/proc/mounts", "re");
	struct mntent *m;
	int ok = 0;

	snprintf(folder, sizeof(folder), "%s", path);
	dirname(folder);
	while (mounts && (m = getmntent(mounts)))
		if (!strcmp(m->mnt_dir, folder)) {
			/* NULL: a local mount takes no empty string for its options. */
			ok = !chdir("/") && !umount(m->mnt_dir) &&
			     !mount(m->mnt_fsname, m->mnt_dir, m->mnt_type, 0, NULL);
			break;
		}
	if (mounts)
		endmntent(mounts);
	return ok;
}

int main(int argc, char **argv)
{
	const char *path = argc > 1 ? argv[1] : "/mnt/file1";
	uint64_t moved = 0;
	int fd;

	kv_plan(7);
	fd = open(path, O_RDWR | O_CREAT, 0644);
	kv_step("open", fd >= 0);
	kv_step("write", write_pattern(fd, 'A'));
	kv_step("move-ext", move_ext(fd, PATTERN_BYTES, GOAL_BLOCK, 1 << 20, 0, &moved) == 0);
	kv_step("moved-bytes", moved == PATTERN_BYTES);
	kv_step("evict", close(fd) == 0 && mount_anew(path));
	fd = open(path, O_RDONLY);
	kv_step("reopen", fd >= 0);
	check_pattern("same-data", fd, 'A');
	return 0;
}
