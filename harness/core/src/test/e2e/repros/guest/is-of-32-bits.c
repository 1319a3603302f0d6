// SPDX-License-Identifier: GPL-2.0-only
/* A 32-bit program on a 64-bit kernel. */
#include <string.h>
#include <sys/utsname.h>

#include "kv.h"

/* getpid by int 0x80 */
static int process(void)
{
	int pid;

	__asm__ volatile("int $0x80" : "=a"(pid) : "a"(20) : "memory");
	return pid;
}

int main(void)
{
	struct utsname u;

	kv_plan(3);
	kv_step("pointers", sizeof(void *) == 4);
	kv_step("64-bit-kernel", !uname(&u) && !strcmp(u.machine, "x86_64"));
	kv_step("vdso-less-call", process() == getpid());
	return 0;
}
