// SPDX-License-Identifier: GPL-2.0-only
/* Mounts the only disk as TYPE, and takes it off again. */
#include <sys/mount.h>
#include <sys/stat.h>
#include "kv.h"

#define TEXT_OF(x) #x
#define TEXT(x) TEXT_OF(x)

int main(void)
{
	kv_plan(3);
	kv_step("mkdir", !mkdir("/tmp/disk", 0700));
	kv_step("mount", !mount("/dev/vda", "/tmp/disk", TEXT(TYPE), 0, NULL));
	kv_step("umount", !umount("/tmp/disk"));
	return 0;
}
