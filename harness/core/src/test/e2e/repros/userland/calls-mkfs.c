// SPDX-License-Identifier: GPL-2.0-only
/* A static program that leaves the work to others, on an image that the agent mounted. */
#include <fcntl.h>
#include "kv.h"

int main(void)
{
	char text[16] = "";
	int fd;

	kv_plan(4);
	kv_step("starts-in-its-image", !system("test \"$PWD\" = /data/image && touch file"));
	kv_step("mkfs", !system("truncate -s 4M /tmp/image && mkfs.ext2 -q /tmp/image >&2"));
	kv_step("mounts", !system("mkdir -p /m && mount -o loop /tmp/image /m && echo text >/m/file"));
	fd = open("/m/file", O_RDONLY);
	kv_check("reads-back", read(fd, text, sizeof(text)) == 5 && !strcmp(text, "text\n"));
	return 0;
}
