// SPDX-License-Identifier: GPL-2.0-only
/*
 * What programs expect to find, because a usual system has it. A kernel may lack any of it: then it
 * is missing, and nothing is wrong. All of it is there before the first program, and before a
 * snapshot, so no trial pays for it and no comparison of before and after sees it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "agent.h"

#define HOST_NAME "kverdict"

/* Mounted if the kernel knows them already. */
static const struct {
	const char *type, *at, *options;
} file_systems[] = {
	{ "tmpfs", "/run", "mode=755" },
	{ "tmpfs", "/dev/shm", NULL },
	{ "devpts", "/dev/pts", "ptmxmode=666,mode=620" },
	{ "mqueue", "/dev/mqueue", NULL },
	{ "hugetlbfs", "/dev/hugepages", NULL },
	{ "cgroup2", "/sys/fs/cgroup", NULL },
	{ "bpf", "/sys/fs/bpf", "mode=700" },
	{ "securityfs", "/sys/kernel/security", NULL },
	{ "configfs", "/sys/kernel/config", NULL },
	{ "binfmt_misc", "/proc/sys/fs/binfmt_misc", NULL },
};

/* Settings that keep a distribution's users from what is under test. */
static const struct {
	const char *file, *value;
} settings[] = {
	{ "/proc/sys/vm/unprivileged_userfaultfd", "1" },
	{ "/proc/sys/vm/nr_overcommit_hugepages", "64" },	/* made when a program asks for them */
	{ "/proc/sys/kernel/perf_event_paranoid", "-1" },
	{ "/proc/sys/kernel/unprivileged_bpf_disabled", "0" },
	{ "/proc/sys/kernel/unprivileged_userns_clone", "1" },
	{ "/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "0" },
	{ "/proc/sys/kernel/io_uring_disabled", "0" },
	{ "/proc/sys/kernel/yama/ptrace_scope", "0" },
	{ "/proc/sys/net/ipv4/ping_group_range", "0 65535" },
};

/* Block devices that load their driver when they are opened. */
static const struct {
	const char *module, *name;
	unsigned int major, count;
} disks[] = {
	{ "loop", "loop", 7, 16 },
	{ "brd", "ram", 1, 4 },
	{ "nbd", "nbd", 43, 4 },
};

static const char *const links[][2] = {
	{ "/proc/self/fd", "/dev/fd" },
	{ "/proc/self/fd/0", "/dev/stdin" },
	{ "/proc/self/fd/1", "/dev/stdout" },
	{ "/proc/self/fd/2", "/dev/stderr" },
};

/* In /proc/filesystems: "nodev\tTYPE" or "\tTYPE" */
static bool is_registered(const char *registered, const char *type)
{
	char wanted[64];

	snprintf(wanted, sizeof(wanted), "\t%s\n", type);
	return strstr(registered, wanted);
}

static void mount_file_systems(void)
{
	char registered[4096];

	if (read_file("/proc/filesystems", registered, sizeof(registered)) <= 0)
		return;
	for (size_t i = 0; i < sizeof(file_systems) / sizeof(*file_systems); i++) {
		const char *type = file_systems[i].type;

		if (!is_registered(registered, type))
			continue;
		mkdir(file_systems[i].at, 0755);
		mount(type, file_systems[i].at, type, 0, file_systems[i].options);
	}
	chmod("/dev/shm", 01777);
	chmod("/dev/mqueue", 01777);
}

/* As kmod's static-nodes: "MODULE NAME TYPEMAJOR:MINOR", for drivers that are loaded when opened. */
static void make_static_nodes(void)
{
	char *line = NULL;
	struct list l;
	size_t size = 0;

	if (!list_open(&l, IN_INITRAMFS, "modules.devname"))
		return;
	while (list_line(&l, &line, &size)) {
		char name[64], path[80], kind;
		unsigned int major, minor;

		if (sscanf(line, "%*63[^# ] %63s %c%u:%u", name, &kind, &major, &minor) != 4)
			continue;
		snprintf(path, sizeof(path), "/dev/%s", name);
		for (char *slash = strchr(path + 5, '/'); slash; slash = strchr(slash + 1, '/')) {
			*slash = 0;
			mkdir(path, 0755);
			*slash = '/';
		}
		mknod(path, (kind == 'b' ? S_IFBLK : S_IFCHR) | 0600, makedev(major, minor));
	}
	list_close(&l);
	free(line);
	chmod("/dev/fuse", 0666);
	chmod("/dev/net/tun", 0666);
}

static void make_disks(void)
{
	for (size_t i = 0; i < sizeof(disks) / sizeof(*disks); i++) {
		if (!has_module(disks[i].module))
			continue;
		for (unsigned int n = 0; n < disks[i].count; n++) {
			char path[32];

			snprintf(path, sizeof(path), "/dev/%s%u", disks[i].name, n);
			mknod(path, S_IFBLK | 0660, makedev(disks[i].major, n));
		}
	}
}

void raise_loopback(void)
{
	struct ifreq lo = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return;
	ioctl(fd, SIOCSIFFLAGS, &lo);
	close(fd);
}

void prepare_environment(void)
{
	mount_file_systems();
	make_static_nodes();
	make_disks();
	for (size_t i = 0; i < sizeof(links) / sizeof(*links); i++)
		if (symlink(links[i][0], links[i][1]))
			continue;	/* it is there */
	for (size_t i = 0; i < sizeof(settings) / sizeof(*settings); i++)
		write_file(settings[i].file, settings[i].value);
	raise_loopback();
	sethostname(HOST_NAME, strlen(HOST_NAME));
}
