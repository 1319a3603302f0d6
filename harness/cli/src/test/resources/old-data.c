// SPDX-License-Identifier: GPL-2.0-only
#include <fcntl.h>
#include <string.h>
#include "kv.h"

int main(void)
{
	static char data[4096], zero[4096];
	int fd = open("file", O_RDWR | O_CREAT, 0600);

	kv_plan(6);
	kv_step("open", fd >= 0);
	memset(data, 'x', sizeof(data));
	kv_step("write", write(fd, data, 4096) == 4096 && !fsync(fd));
	kv_step("shrink", !ftruncate(fd, 0));
	kv_step("grow", !ftruncate(fd, 4096));
	kv_step("read", pread(fd, data, 4096, 0) == 4096);
	kv_check("data-is-zero", !memcmp(data, zero, 4096));
	return 0;
}
