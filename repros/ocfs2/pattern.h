/* SPDX-License-Identifier: GPL-2.0-only */
/* A file full of one byte, written to disk and read back from disk. */
#ifndef PATTERN_H
#define PATTERN_H

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "../kv.h"

#define PATTERN_BYTES 65536
#ifndef GOAL_BLOCK
#define GOAL_BLOCK 12000	/* free on a fresh 64 MiB image with 4 KiB blocks */
#endif

static char pattern_buffer[PATTERN_BYTES];

static inline int write_pattern(int fd, char byte)
{
	memset(pattern_buffer, byte, PATTERN_BYTES);
	return pwrite(fd, pattern_buffer, PATTERN_BYTES, 0) == PATTERN_BYTES && fsync(fd) == 0;
}

/* A check. Data that cannot be read at all was not checked. */
static inline void check_pattern(const char *name, int fd, char byte)
{
	int same = 1;

	memset(pattern_buffer, 0, PATTERN_BYTES);
	if (pread(fd, pattern_buffer, PATTERN_BYTES, 0) != PATTERN_BYTES)
		kv_step(name, 0);
	for (int i = 0; i < PATTERN_BYTES; i++)
		same &= pattern_buffer[i] == byte;
	kv_check(name, same);
}

#endif
