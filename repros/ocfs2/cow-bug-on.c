// SPDX-License-Identifier: GPL-2.0-only
/*
 * Copy-on-write over a stale extent record: write a file, share its clusters with itself by
 * copy_file_range, defragment it, write again. On a kernel whose move leaves the record in the
 * extent cache, the last write finds a cluster marked as shared that no longer is, and dies in
 * ocfs2_refcount_cal_cow_clusters().
 *
 * Variants, by macro:
 *   STEP8=MOVE_EXT|FITRIM|NONE	what happens between sharing and writing
 *   PAUSE=1			write everything back and wait, before that step and before the last
 *   OVERWRITES=2		write once more, elsewhere in the same extent
 */
#include "variants.h"

#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/syscall.h>

#include "../kv.h"
#include "move_ext.h"

#define WRITTEN 0xfea0
#define TARGET 0x10000		/* the copy begins behind what was written */
#define ASKED 0xd8c2
#define SHARED 0xd000		/* whole clusters: fewer bytes than asked for, as none is copied */
#define OVERWRITTEN 0x1c

static void write_back(const char *name, int fd)
{
	if (!PAUSE)
		return;
	kv_step(name, fsync(fd) == 0);
	sync();
	sleep(2);
}

static void step8(int fd)
{
	struct fstrim_range range = { .len = UINT64_MAX };
	uint64_t moved = 0;

	if (choice == CHOICE_MOVE_EXT) {
		kv_step("move-ext", !move_ext(fd, 0x100000, 0, 0, MOVE_EXT_AUTO_DEFRAG, &moved));
		kv_step("moved-bytes", moved > 0);
	} else if (choice == CHOICE_FITRIM) {
		kv_step("fitrim", ioctl(fd, FITRIM, &range) == 0);
	}
}

int main(int argc, char **argv)
{
	static char zeroes[WRITTEN];
	const char *path = argc > 1 ? argv[1] : "/mnt/file1";
	int r0, r1, r2, r3;
	off_t in = 0, out = TARGET;

	kv_plan(7 + (choice == CHOICE_MOVE_EXT ? 2 : choice == CHOICE_FITRIM ? 1 : 0) +
		(PAUSE ? 2 : 0) + OVERWRITES - 1);
	r0 = open(path, O_RDWR | O_CREAT, 0644);
	kv_step("open", r0 >= 0);
	r1 = open(path, O_RDWR);
	r2 = r1 < 0 ? -1 : open(path, O_RDWR);
	kv_step("open-again", r2 >= 0);
	kv_step("setfl", fcntl(r1, F_SETFL, 0) == 0);
	kv_step("write", write(r2, zeroes, WRITTEN) == WRITTEN && fsync(r2) == 0);
	r3 = dup(r1);
	kv_step("dup", r3 >= 0);
	kv_step("copy-file-range",
		syscall(SYS_copy_file_range, r1, &in, r3, &out, ASKED, 0) == SHARED);
	write_back("write-back", r0);
	step8(r0);
	write_back("write-back-again", r0);
	kv_step("overwrite", pwrite(r1, zeroes, OVERWRITTEN, 0) == OVERWRITTEN);
	if (OVERWRITES > 1)
		kv_step("overwrite-again", pwrite(r1, zeroes, OVERWRITTEN, 0x4000) == OVERWRITTEN);
	return 0;
}
