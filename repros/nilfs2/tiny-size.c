// SPDX-License-Identifier: GPL-2.0-only
/*
 * The file system is to shrink to less than the 4096 bytes at its end that hold the second
 * superblock. The place of that block comes out below zero, and the number of segments before it
 * beyond all bounds. MOUNT_AGAIN looks at what the disk says then, otherwise statfs() tells.
 */
#include "volume.h"

#ifndef BYTES
#define BYTES 4095
#endif
#ifndef MOUNT_AGAIN
#define MOUNT_AGAIN 0
#endif

/* An answer is what a right kernel gives: a refusal for the size. */
static int answered(int error)
{
	errno = error;
	return !error || error == ENOSPC || error == EINVAL || error == ERANGE;
}

int main(void)
{
	unsigned long long before;

	kv_plan(MOUNT_AGAIN ? 6 : 5);
	kv_step("disk", nilfs2_find());
	kv_step("mount", nilfs2_mount());
	before = nilfs2_blocks();
	kv_step("size", before > 0);
	kv_step("resize", answered(nilfs2_resize(BYTES)));
	if (MOUNT_AGAIN) {
		kv_step("umount", nilfs2_umount());
		kv_check("mounts-again", nilfs2_mount());
	} else {
		kv_check("size-is-same", nilfs2_blocks() == before);
	}
	return 0;
}
