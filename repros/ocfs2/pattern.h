/* SPDX-License-Identifier: GPL-2.0-only */
/* A file full of one byte, written to disk and read back from disk. */
#ifndef PATTERN_H
#define PATTERN_H

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define PATTERN_BYTES 65536
#define GOAL_BLOCK 12000	/* free on a fresh 64 MiB image with 4 KiB blocks */

static char pattern_buffer[PATTERN_BYTES];

static inline int write_pattern(int fd, char byte)
{
	memset(pattern_buffer, byte, PATTERN_BYTES);
	return pwrite(fd, pattern_buffer, PATTERN_BYTES, 0) == PATTERN_BYTES && fsync(fd) == 0;
}

static inline int drop_caches(void)
{
	int fd = open("/proc/sys/vm/drop_caches", O_WRONLY);
	int ok = fd >= 0 && write(fd, "1", 1) == 1;

	if (fd >= 0)
		close(fd);
	return ok;
}

static inline int reads_pattern(int fd, char byte)
{
	memset(pattern_buffer, 0, PATTERN_BYTES);
	if (pread(fd, pattern_buffer, PATTERN_BYTES, 0) != PATTERN_BYTES)
		return 0;
	for (int i = 0; i < PATTERN_BYTES; i++)
		if (pattern_buffer[i] != byte)
			return 0;
	return 1;
}

#endif
