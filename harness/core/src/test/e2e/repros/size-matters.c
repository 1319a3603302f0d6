// SPDX-License-Identifier: GPL-2.0-only
/*
 * A failure that goes away for a reason that is not the patch: it shows only as long as the module
 * has about the size it had when the program was written, as a bug does that hangs on the layout.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>

#include "../../../../../../repros/kv.h"
#include "../../../../../../repros/ocfs2/move_ext.h"
#include "../../../../../../repros/ocfs2/pattern.h"

#define PADDED (4l << 20)

int main(void)
{
	char text[32] = "";
	uint64_t moved = 0;
	int fd;

	kv_plan(5);
	fd = open("/mnt/file1", O_RDWR | O_CREAT, 0644);
	kv_step("open", fd >= 0);
	kv_step("write", write_pattern(fd, 'A'));
	kv_step("move-ext", !move_ext(fd, PATTERN_BYTES, GOAL_BLOCK, 1 << 20, 0, &moved));
	fd = open("/sys/module/ocfs2/coresize", O_RDONLY);
	kv_step("size", fd >= 0 && read(fd, text, sizeof(text) - 1) > 0);
	kv_check("layout", atol(text) >= PADDED);
	return 0;
}
