// SPDX-License-Identifier: GPL-2.0-only
/*
 * A cached extent record also says where the data lies. After a move the old record still points to
 * the old clusters: what is written then, and read back from disk, is not the same data.
 */
#define _GNU_SOURCE
#include <fcntl.h>

#include "../kv.h"
#include "move_ext.h"
#include "pattern.h"

/* The pages only: inodes stay in memory, and with them what they remember of their extents. */
static int drop_pages(void)
{
	int fd = open("/proc/sys/vm/drop_caches", O_WRONLY);
	int ok = fd >= 0 && write(fd, "1", 1) == 1;

	if (fd >= 0)
		close(fd);
	return ok;
}

int main(int argc, char **argv)
{
	const char *path = argc > 1 ? argv[1] : "/mnt/file1";
	uint64_t moved = 0;
	int fd;

	kv_plan(8);
	fd = open(path, O_RDWR | O_CREAT, 0644);
	kv_step("open", fd >= 0);
	kv_step("write", write_pattern(fd, 'A'));
	kv_step("drop-caches", drop_pages());
	kv_step("move-ext", move_ext(fd, PATTERN_BYTES, GOAL_BLOCK, 1 << 20, 0, &moved) == 0);
	kv_step("moved-bytes", moved == PATTERN_BYTES);
	kv_step("rewrite", write_pattern(fd, 'B'));
	kv_step("drop-caches-again", drop_pages());
	check_pattern("after-write", fd, 'B');
	return 0;
}
