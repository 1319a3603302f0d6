/* SPDX-License-Identifier: GPL-2.0-only */
/* A minix file system on a disk of the case: mounted, unmounted, and damaged in between. */
#ifndef MINIX_ON_DISK_H
#define MINIX_ON_DISK_H

#include <fcntl.h>
#include <linux/minix_fs.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../kv.h"

#ifndef DISK
#define DISK "minix-v1"
#endif
#define BLOCK 1024		/* of versions 1 and 2 */
#define FOLDER "/tmp/minix"

static char minix_device[64];

static inline int minix_find(void)
{
	return !kv_disk(DISK, minix_device, sizeof(minix_device)) && !mkdir(FOLDER, 0700);
}

static inline int minix_mount(void)
{
	return !mount(minix_device, FOLDER, "minix", 0, NULL);
}

static inline int minix_umount(void)
{
	return !umount(FOLDER);
}

/* Sets the link count of an inode on the disk to 0, as that of a deleted one is. */
static inline int minix_clear_links(ino_t number)
{
	struct minix_super_block super;
	off_t table, links;
	size_t bytes;
	int fd = open(minix_device, O_RDWR), ok;

	if (fd < 0 || pread(fd, &super, sizeof(super), BLOCK) != sizeof(super))
		return 0;
	table = (2 + super.s_imap_blocks + super.s_zmap_blocks) * BLOCK;
	if (super.s_magic == MINIX_SUPER_MAGIC || super.s_magic == MINIX_SUPER_MAGIC2) {
		links = table + (number - 1) * sizeof(struct minix_inode) +
			offsetof(struct minix_inode, i_nlinks);
		bytes = 1;
	} else {
		links = table + (number - 1) * sizeof(struct minix2_inode) +
			offsetof(struct minix2_inode, i_nlinks);
		bytes = 2;
	}
	ok = pwrite(fd, "\0", bytes, links) == (ssize_t)bytes && !fsync(fd);
	close(fd);
	return ok;
}

#endif
