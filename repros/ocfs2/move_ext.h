/* SPDX-License-Identifier: GPL-2.0-only */
/* OCFS2_IOC_MOVE_EXT as fs/ocfs2/ocfs2_ioctl.h defines it; no header for user space has it. */
#ifndef MOVE_EXT_H
#define MOVE_EXT_H

#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>

#define MOVE_EXT_AUTO_DEFRAG 1

struct move_ext {
	uint64_t start;		/* bytes */
	uint64_t length;	/* bytes */
	uint64_t goal;		/* block to move to; unused by automatic defragmentation */
	uint64_t threshold;	/* extents of at least this many bytes are left alone */
	uint64_t flags;
	uint64_t moved;		/* out: bytes moved */
	uint64_t new_offset;	/* out */
	uint32_t reserved[2];
};

#define OCFS2_IOC_MOVE_EXT _IOW('o', 6, struct move_ext)

/* Moves from the start of the file; returns what ioctl returns. */
static inline int move_ext(int fd, uint64_t length, uint64_t goal, uint64_t threshold,
			   uint64_t flags, uint64_t *moved)
{
	struct move_ext range;
	int result;

	memset(&range, 0, sizeof(range));
	range.length = length;
	range.goal = goal;
	range.threshold = threshold;
	range.flags = flags;
	result = ioctl(fd, OCFS2_IOC_MOVE_EXT, &range);
	*moved = range.moved;
	return result;
}

#endif
