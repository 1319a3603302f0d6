// SPDX-License-Identifier: GPL-2.0-only
/* In the sandbox of an unprivileged user: it has no rights, and gets none back. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <sys/klog.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "kv.h"

#define NOBODY 65534

static int has_capabilities(void)
{
	struct __user_cap_header_struct head = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[2];

	return syscall(SYS_capget, &head, data) || data[0].effective || data[0].permitted ||
	       data[0].inheritable || data[1].effective || data[1].permitted || data[1].inheritable;
}

static int has_bounds(void)
{
	for (int cap = 0; cap <= CAP_LAST_CAP; cap++)
		if (prctl(PR_CAPBSET_READ, cap, 0, 0, 0) == 1)
			return 1;
	return 0;
}

int main(void)
{
	uid_t real, effective, saved;

	kv_plan(8);
	kv_step("nobody", !getresuid(&real, &effective, &saved) && real == NOBODY &&
			  effective == NOBODY && saved == NOBODY && getegid() == NOBODY);
	kv_step("no-groups", getgroups(0, NULL) == 0);
	kv_step("no-capabilities", !has_capabilities());
	kv_step("no-bounds", !has_bounds());
	kv_step("no-way-back", setuid(0) && errno == EPERM);
	kv_step("no-mount", mount("none", "/tmp", "tmpfs", 0, NULL) && errno == EPERM);
	kv_step("no-setting", open("/proc/sys/kernel/modprobe", O_WRONLY) < 0 && errno == EACCES);
	kv_step("no-log", open("/dev/kmsg", O_WRONLY) < 0 && errno == EACCES);
	return 0;
}
