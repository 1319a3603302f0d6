// SPDX-License-Identifier: GPL-2.0-only
/*
 * Clusters that a file uses and the bitmap calls free are given away again. Moves a file to a goal,
 * fills the file system with another one, and reads the first one back.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>

#include "../kv.h"
#include "mount_anew.h"
#include "move_ext.h"
#include "pattern.h"

#define FILLER "/mnt/filler"

/* Until there is no room left, down to single bytes of what is free. */
static int fill(void)
{
	int fd = open(FILLER, O_WRONLY | O_CREAT, 0644);
	long total = 0;
	ssize_t n;

	memset(pattern_buffer, 'B', sizeof(pattern_buffer));
	while (fd >= 0 && (n = write(fd, pattern_buffer, sizeof(pattern_buffer))) > 0)
		total += n;
	return fd >= 0 && total && errno == ENOSPC && fsync(fd) == 0 && close(fd) == 0;
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
	kv_step("move-ext", move_ext(fd, PATTERN_BYTES, GOAL_BLOCK, 1 << 20, 0, &moved) == 0);
	kv_step("moved-bytes", moved == PATTERN_BYTES);
	kv_step("fill", fill());
	kv_step("evict", close(fd) == 0 && mount_anew(path));
	fd = open(path, O_RDONLY);
	kv_step("reopen", fd >= 0);
	check_pattern("same-data", fd, 'A');
	return 0;
}
