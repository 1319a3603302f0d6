// SPDX-License-Identifier: GPL-2.0-only
/*
 * The last block of a file is written to, so that the extent on the disk covers all of it. Then the
 * file grows within that block. An extent that now becomes a block longer covers a block that
 * belongs to the next file: what is appended is written over that file's data.
 */
#include "small_files.h"

#ifndef WHOLE
#define WHOLE 1			/* blocks before the last one */
#endif
#define NEXT 4			/* files written after the first one; one of them is behind it */

static char name[] = "next0";

static int each_next(int (*act)(const char *path, int block), int block)
{
	int ok = 1;

	for (int i = 0; i < NEXT; i++) {
		name[4] = '0' + i;
		ok &= act(name, block);
	}
	return ok;
}

static int make(const char *path, int block)
{
	(void)block;
	return create(path);
}

static int write_block(const char *path, int block)
{
	return fill(path, 'n', 0, block);
}

static int same_block(const char *path, int block)
{
	return filled(path, 'n', 0, block);
}

int main(void)
{
	int block, size, fd;

	kv_plan(9);
	kv_step("files", create("first") && each_next(make, 0));
	block = block_size("first");
	size = WHOLE * block + block * 3 / 4; /* less than a block would go into the inode */
	kv_step("write-first", block && fill("first", 'f', 0, size));
	kv_step("write-next", each_next(write_block, block));
	kv_step("drop-caches", drop_caches());
	fd = open("first", O_RDWR);
	kv_step("touch-end", fd >= 0 && pwrite(fd, "f", 1, size - 1) == 1);
	kv_step("grow", !ftruncate(fd, size + block / 8));
	memset(small_buffer, 'a', block);
	kv_step("append", pwrite(fd, small_buffer, block, (WHOLE + 1) * block) == block &&
			  !close(fd));
	kv_step("drop-caches-again", drop_caches());
	kv_check("next-is-same", each_next(same_block, block));
	return 0;
}
