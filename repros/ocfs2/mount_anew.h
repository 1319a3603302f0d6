/* SPDX-License-Identifier: GPL-2.0-only */
/* After it nothing in memory can answer for what is on disk: neither a page nor a cached record. */
#ifndef MOUNT_ANEW_H
#define MOUNT_ANEW_H

#include <libgen.h>
#include <limits.h>
#include <mntent.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

/* Unmounts what is mounted on the folder of a file and mounts it again. */
static inline int mount_anew(const char *path)
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

#endif
