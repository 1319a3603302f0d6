// SPDX-License-Identifier: GPL-2.0-only
/*
 * A directory's entry names an inode whose link count on the disk is 0. The file system takes that
 * inode for a live directory. INSIDE makes a directory in it, which counts a link up from 0.
 */
#include "on_disk.h"

#ifndef INSIDE
#define INSIDE 1
#endif

int main(void)
{
	struct stat victim;

	kv_plan(7);
	kv_step("disk", minix_find());
	kv_step("mount", minix_mount());
	kv_step("make", !mkdir(FOLDER "/victim", 0700) && !stat(FOLDER "/victim", &victim));
	kv_step("umount", minix_umount());
	kv_step("clear-links", minix_clear_links(victim.st_ino));
	kv_step("mount-again", minix_mount());
	if (INSIDE)
		kv_step("make-inside", !mkdir(FOLDER "/victim/child", 0700));
	else
		kv_check("deleted-is-gone", stat(FOLDER "/victim", &victim) < 0);
	return 0;
}
