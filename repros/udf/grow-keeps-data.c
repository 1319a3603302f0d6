// SPDX-License-Identifier: GPL-2.0-only
/* A file that grows within its last block, and then by others, keeps its data and has zeroes. */
#include "small_files.h"

int main(void)
{
	int block, size;

	kv_plan(7);
	kv_step("file", create("file"));
	block = block_size("file");
	size = 3 * block + block / 2;
	kv_step("write", block && fill("file", 'd', 0, size));
	kv_step("drop-caches", drop_caches());
	kv_step("grow", !truncate("file", size + block / 4));
	kv_step("append", fill("file", 'a', 5 * block, block));
	kv_step("drop-caches-again", drop_caches());
	kv_check("data-is-same", filled("file", 'd', 0, size) &&
			filled("file", 0, size, 5 * block - size) &&
			filled("file", 'a', 5 * block, block));
	return 0;
}
