// SPDX-License-Identifier: GPL-2.0-only
/* Breaks nothing, and writes to the console what a parser of crashes must not fall for. */
#include "../kv.h"
#include "put.h"

int main(void)
{
	kv_plan(2);
	kv_step("quote",
		put("/dev/console", "expects: kernel BUG at fs/ocfs2/refcounttree.c:2712!\n") &&
		put("/dev/kmsg", "test: would print: Kernel panic - not syncing: no\n"));
	kv_step("end", put("/dev/console", "WARNING: this is a program's own text\n"));
	return 0;
}
