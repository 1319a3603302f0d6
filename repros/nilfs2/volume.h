/* SPDX-License-Identifier: GPL-2.0-only */
/* A nilfs2 file system on a disk of the case: mounted, unmounted, and given another size. */
#ifndef NILFS2_VOLUME_H
#define NILFS2_VOLUME_H

#include <fcntl.h>
#include <linux/fs.h>
#include <linux/nilfs2_api.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "../kv.h"

#define FOLDER "/tmp/nilfs2"

static char nilfs2_device[64];

static inline int nilfs2_find(void)
{
	return !kv_disk("nilfs2-16m", nilfs2_device, sizeof(nilfs2_device)) && !mkdir(FOLDER, 0700);
}

static inline int nilfs2_mount(void)
{
	return !mount(nilfs2_device, FOLDER, "nilfs2", 0, NULL);
}

static inline int nilfs2_umount(void)
{
	return !umount(FOLDER);
}

/* Asks for a size in bytes. Returns 0, or the error. */
static inline int nilfs2_resize(__u64 bytes)
{
	int fd = open(FOLDER, O_RDONLY | O_DIRECTORY);
	int error = fd < 0 || ioctl(fd, NILFS_IOCTL_RESIZE, &bytes) ? errno : 0;

	if (fd >= 0)
		close(fd);
	return error;
}

/* The size of the device in bytes, or 0. */
static inline __u64 nilfs2_device_size(void)
{
	__u64 bytes = 0;
	int fd = open(nilfs2_device, O_RDONLY);

	if (fd < 0 || ioctl(fd, BLKGETSIZE64, &bytes))
		bytes = 0;
	if (fd >= 0)
		close(fd);
	return bytes;
}

/* How many blocks of a kibibyte the file system says it has, or 0. */
static inline unsigned long long nilfs2_blocks(void)
{
	struct statvfs all;

	return statvfs(FOLDER, &all) ? 0 : (unsigned long long)all.f_blocks * (all.f_frsize / 1024);
}

#endif
