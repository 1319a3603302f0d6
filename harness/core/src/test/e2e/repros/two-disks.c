// SPDX-License-Identifier: GPL-2.0-only
/* Finds both of its disks, and fails because the second one has what its file has. */
#include <fcntl.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/vfs.h>

#include "kv.h"

int main(void)
{
	static const char words[] = "the bytes of a file";
	char path[64] = "", read_back[sizeof(words)] = "";
	struct statfs here;
	int disk = -1, file;

	kv_plan(5);
	kv_step("find", !kv_disk("words", path, sizeof(path)));
	disk = open(path, O_RDONLY);
	kv_step("read", pread(disk, read_back, sizeof(words) - 1, 512) == sizeof(words) - 1 &&
		!strcmp(read_back, words));
	kv_step("is-mounted", !statfs(".", &here) && here.f_type == EXT4_SUPER_MAGIC);
	file = open("kept", O_WRONLY | O_CREAT, 0600);
	kv_step("keep", write(file, words, sizeof(words)) == sizeof(words) && !fsync(file));
	kv_check("disk-is-empty", !read_back[0]);
	return 0;
}
