// SPDX-License-Identifier: GPL-2.0-only
/*
 * The guard: moving extents works and keeps the data. The file system is mounted anew before the
 * data is read back, so that nothing in memory can answer for what is on disk: neither a page nor a
 * cached record of the old place, where the old bytes still lie.
 */
#define _GNU_SOURCE
#include <fcntl.h>

#include "../kv.h"
#include "mount_anew.h"
#include "move_ext.h"
#include "pattern.h"

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
	kv_step("moved-bytes", moved == PATTERN_BYTES);
	kv_step("evict", close(fd) == 0 && mount_anew(path));
	fd = open(path, O_RDONLY);
	kv_step("reopen", fd >= 0);
	check_pattern("same-data", fd, 'A');
	return 0;
}
