// SPDX-License-Identifier: GPL-2.0-only
/* Without a sandbox: root, but not over the kernel. */
#define _GNU_SOURCE
#include <sys/io.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "kv.h"

int main(void)
{
	kv_plan(4);
	kv_step("root", getuid() == 0 && geteuid() == 0);
	mkdir("/tmp/at", 0700);
	kv_step("may-mount", !mount("none", "/tmp/at", "tmpfs", 0, NULL));
	kv_step("no-module", syscall(SYS_init_module, "", 0, "") && errno == EPERM);
	kv_step("no-raw-io", ioperm(0x80, 1, 1) && errno == EPERM);
	return 0;
}
