// SPDX-License-Identifier: GPL-2.0-only
/* The file system shrinks by a quarter and grows again; a file in it keeps its data. */
#include "volume.h"

static char data[65536], back[65536];

static int write_file(void)
{
	int fd = open(FOLDER "/file", O_WRONLY | O_CREAT | O_EXCL, 0600);
	int ok = fd >= 0 && write(fd, data, sizeof(data)) == sizeof(data) && !fsync(fd);

	if (fd >= 0)
		close(fd);
	return ok;
}

static int holds_data(void)
{
	int fd = open(FOLDER "/file", O_RDONLY);
	int ok = fd >= 0 && read(fd, back, sizeof(back)) == sizeof(back) &&
		 !memcmp(data, back, sizeof(data));

	if (fd >= 0)
		close(fd);
	return ok;
}

/* Asks for a size and says whether the file system has changed so. */
static int has_size(__u64 bytes, unsigned long long least, unsigned long long most)
{
	int error = nilfs2_resize(bytes);
	unsigned long long blocks = nilfs2_blocks();

	errno = error;
	return !error && blocks >= least && blocks <= most;
}

int main(void)
{
	unsigned long long all;
	__u64 bytes;

	memset(data, 'd', sizeof(data));
	kv_plan(8);
	kv_step("disk", nilfs2_find());
	kv_step("mount", nilfs2_mount());
	kv_step("write", write_file());
	bytes = nilfs2_device_size();
	all = nilfs2_blocks();
	kv_step("shrink", has_size(bytes / 4 * 3, all / 2, all * 7 / 8));
	kv_step("grow", has_size(bytes, all, all));
	kv_step("umount", nilfs2_umount());
	kv_step("mount-again", nilfs2_mount());
	kv_check("data-is-same", nilfs2_blocks() == all && holds_data());
	return 0;
}
