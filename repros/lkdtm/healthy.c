// SPDX-License-Identifier: GPL-2.0-only
/* Breaks nothing, and writes to the console what a parser of crashes must not fall for. */
#include <fcntl.h>
#include <string.h>
#include "../kv.h"

static int say(const char *file, const char *text)
{
	int fd = open(file, O_WRONLY);
	int ok = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	if (fd >= 0)
		close(fd);
	return ok;
}

int main(void)
{
	kv_plan(2);
	kv_step("quote",
		say("/dev/console", "expects: kernel BUG at fs/ocfs2/refcounttree.c:2712!\n") &&
		say("/dev/kmsg", "test: would print: Kernel panic - not syncing: no\n"));
	kv_step("end", say("/dev/console", "WARNING: this is a program's own text\n"));
	return 0;
}
