// SPDX-License-Identifier: GPL-2.0-only
/*
 * Copy-on-write over a stale extent record: write a file, share its clusters with itself by
 * copy_file_range, defragment it, write again. On a kernel whose move leaves the record in the
 * extent cache, the last write finds a cluster marked as shared that no longer is, and dies in
 * ocfs2_refcount_cal_cow_clusters().
 *
 * STEP8 chooses what happens between sharing and writing: MOVE_EXT (default), FITRIM or NONE.
 * PAUSE=1 writes everything back and waits before that step and before the last.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/syscall.h>

#include "../kv.h"
#include "move_ext.h"

#define MOVE_EXT 1
#define FITRIM_ 2
#define NONE 3
#ifndef STEP8
#define STEP8 MOVE_EXT
#endif
#ifndef PAUSE
#define PAUSE 0
#endif

static void settle(int fd)
{
	if (PAUSE) {
		fsync(fd);
		sync();
		sleep(2);
	}
}

static void step8(int fd)
{
#if STEP8 == MOVE_EXT
	uint64_t moved = 0;

	kv_step("move-ext", move_ext(fd, 0x100000, 0, 0, MOVE_EXT_AUTO_DEFRAG, &moved) == 0);
	kv_did_work("moved-bytes", moved > 0);
#elif STEP8 == FITRIM_
	struct fstrim_range range = { .len = UINT64_MAX };

	kv_step("fitrim", ioctl(fd, FITRIM, &range) == 0);
#else
	(void)fd;
#endif
}

int main(int argc, char **argv)
{
	static char zeroes[0xfea0];
	const char *path = argc > 1 ? argv[1] : "/mnt/file1";
	int r0, r1, r2, r3;
	off_t in = 0, out = 0x10000;
	long copied;

	kv_plan(STEP8 == MOVE_EXT ? 9 : STEP8 == FITRIM_ ? 8 : 7);
	r0 = open(path, O_RDWR | O_CREAT, 0644);
	kv_step("open", r0 >= 0);
	r1 = open(path, O_RDWR);
	r2 = r1 < 0 ? -1 : open(path, O_RDWR);
	kv_step("open-again", r2 >= 0);
	kv_step("setfl", fcntl(r1, F_SETFL, 0) == 0);
	kv_step("write", write(r2, zeroes, sizeof(zeroes)) == sizeof(zeroes) && fsync(r2) == 0);
	r3 = dup(r1);
	kv_step("dup", r3 >= 0);
	copied = syscall(SYS_copy_file_range, r1, &in, r3, &out, 0xd8c2, 0);
	kv_step("copy-file-range", copied > 0);
	settle(r0);
	step8(r0);
	settle(r0);
	kv_step("overwrite", pwrite(r1, zeroes, 0x1c, 0) == 0x1c);
	return 0;
}
