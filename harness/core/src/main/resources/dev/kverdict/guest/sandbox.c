// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the program under test may do. In no sandbox it has root's rights, but for the capabilities
 * with which it could modify the kernel or the agent.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent.h"

#define NOBODY 65534

bool find_sandbox(const char *name, enum sandbox *found)
{
	static const char *const names[] = { "none", "setuid", "namespace" };

	for (int i = 0; i < SANDBOXES; i++)
		if (!strcmp(name, names[i])) {
			*found = (enum sandbox)i;
			return true;
		}
	return false;
}

/* Drops the capabilities with which a program could modify the kernel or the agent. */
static bool drop_capabilities(void)
{
	static const int dropped[] = { CAP_SYS_PTRACE, CAP_SYS_RAWIO, CAP_SYS_MODULE };
	struct __user_cap_header_struct head = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[2];

	if (syscall(SYS_capget, &head, data))
		return false;
	for (size_t i = 0; i < sizeof(dropped) / sizeof(*dropped); i++) {
		struct __user_cap_data_struct *d = &data[CAP_TO_INDEX(dropped[i])];
		uint32_t bit = CAP_TO_MASK(dropped[i]);

		if (prctl(PR_CAPBSET_DROP, dropped[i], 0, 0, 0))
			return false;
		d->effective &= ~bit;
		d->permitted &= ~bit;
		d->inheritable &= ~bit;
	}
	return !syscall(SYS_capset, &head, data);
}

/* With the last of three ids root's capabilities go; without bounds no file gives any back. */
static bool become_nobody(void)
{
	for (int cap = 0; prctl(PR_CAPBSET_READ, cap, 0, 0, 0) >= 0; cap++)
		if (prctl(PR_CAPBSET_DROP, cap, 0, 0, 0))
			return false;
	return !setgroups(0, NULL) && !setresgid(NOBODY, NOBODY, NOBODY) &&
	       !setresuid(NOBODY, NOBODY, NOBODY);
}

/* Waits for the first process of the new namespaces, and ends as it ended. */
static void follow(pid_t child)
{
	const struct rlimit none = { 0, 0 };
	int status;

	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			_exit(1);
	if (WIFEXITED(status))
		_exit(WEXITSTATUS(status));
	setrlimit(RLIMIT_CORE, &none);
	signal(WTERMSIG(status), SIG_DFL);
	kill(getpid(), WTERMSIG(status));
	_exit(128 + WTERMSIG(status));
}

/*
 * Root of a user namespace, and process 1 of a process namespace. A user namespace gives all
 * capabilities within it, so some are dropped again.
 */
static bool enter_namespaces(void)
{
	pid_t child;

	if (unshare(CLONE_NEWUSER))
		return false;
	write_file("/proc/self/setgroups", "deny");	/* else the groups cannot be mapped */
	errno = write_file("/proc/self/uid_map", "0 0 1\n");
	if (!errno)
		errno = write_file("/proc/self/gid_map", "0 0 1\n");
	if (errno || unshare(CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS))
		return false;
	child = fork();
	if (child > 0)
		follow(child);
	if (child < 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount("proc", "/proc", "proc", 0, NULL))
		return false;
	raise_loopback();
	return drop_capabilities();
}

bool enter_sandbox(enum sandbox sandbox)
{
	if (!drop_capabilities())
		return false;
	switch (sandbox) {
	case SANDBOX_SETUID:
		return become_nobody();
	case SANDBOX_NAMESPACE:
		return enter_namespaces();
	default:
		return true;
	}
}
