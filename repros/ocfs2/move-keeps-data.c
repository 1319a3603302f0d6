// SPDX-License-Identifier: GPL-2.0-only
/*
 * The guard: moving extents works and keeps the data. The inode is evicted from memory before the
 * data is read back, so that no cached record of the old place can answer.
 */
#define _GNU_SOURCE
#include <fcntl.h>

#include "../kv.h"
#include "move_ext.h"
#include "pattern.h"

/* 2: dentries and inodes go too, and with the inode its extent cache. */
static int evict_inodes(void)
{
	int fd = open("/proc/sys/vm/drop_caches", O_WRONLY);
	int ok = fd >= 0 && write(fd, "3", 1) == 1;

	if (fd >= 0)
		close(fd);
	return ok;
}

int main(int argc, char **argv)
{
	const char *path = argc > 1 ? argv[1] : "/mnt/file1";
	uint64_t moved = 0;
	int fd;

	kv_plan(7);
	fd = open(path, O_RDWR | O_CREAT, 0644);
	kv_step("open", fd >= 0);
	kv_step("write", write_pattern(fd, 'A'));
	kv_step("move-ext", move_ext(fd, PATTERN_BYTES, GOAL_BLOCK, 1 << 20, 0, &moved) == 0);
	kv_did_work("moved-bytes", moved == PATTERN_BYTES);
	kv_step("evict", close(fd) == 0 && evict_inodes());
	fd = open(path, O_RDONLY);
	kv_step("reopen", fd >= 0);
	kv_check("same-data", reads_pattern(fd, 'A'));
	return 0;
}
