// SPDX-License-Identifier: GPL-2.0-only
/*
 * syzbot's reproducer, once, with each call as a step. It mounts its image by a loop device on the disk
 * that it is given, so what it leaves there is looked at afterwards.
 *
 * Variants, by macro:
 *   STEP8=MOVE_EXT|FITRIM|NONE	what happens between sharing and writing
 *   PAUSE=1			write everything back and wait, before that step and before the last
 *   OVERWRITES=2		write once more behind the first
 */
#include "variants.h"

#define _GNU_SOURCE
#include <linux/fs.h>

#include "../kv.h"
#include "syzbot.h"

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

	if (choice == CHOICE_MOVE_EXT)
		kv_step("move-ext", move_extents(fd) == 0);
	else if (choice == CHOICE_FITRIM)
		kv_step("fitrim", ioctl(fd, FITRIM, &range) == 0);
}

int main(int argc, char **argv)
{
	const char *disk = argc > 1 ? argv[1] : "/dev/vda";
	char device[32] = "";
	int backing, r0, r1, r2, r3;

	map_memory(argv);
	kv_plan(8 + (choice == CHOICE_NONE ? 0 : 1) + (PAUSE ? 2 : 0) + OVERWRITES - 1);
	backing = open(disk, O_RDWR | O_CLOEXEC);
	kv_step("loop", backing >= 0 && loop_on(backing, device, sizeof(device)) >= 0);
	kv_step("mount-image", mount_image(device) == 0);
	r0 = open_file(0x80);
	r1 = open_file(0x280);
	kv_step("open", r0 >= 0 && r1 >= 0);
	kv_step("setfl", fcntl(r1, F_SETFL, 0) == 0);
	r2 = open_file(0x280);
	kv_step("write", r2 >= 0 && write_memory(r2) == 0xfea0);
	r3 = dup(r1);
	kv_step("dup", r3 >= 0);
	kv_step("copy-file-range", copy_range(r1, r3) > 0);
	write_back("write-back", r0);
	step8(r0);
	write_back("write-back-again", r0);
	kv_step("overwrite", write_event(r1) == 0x1c);
	if (OVERWRITES > 1)
		kv_step("overwrite-again", write_event(r1) == 0x1c);
	return 0;
}
