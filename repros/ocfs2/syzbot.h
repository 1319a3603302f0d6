/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The calls of syzbot's reproducer for the BUG_ON in OCFS2's copy-on-write (extid
 * 6fdd8fa3380730a4b22c): the same calls with the same arguments, on memory with the same contents. Only
 * the bytes behind the mount options' end, which no call reads, are left out.
 */
#ifndef SYZBOT_H
#define SYZBOT_H

#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/loop.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MEMORY 0x20000000ul
#define MEMORY_SIZE 0x1000000ul
#define AT(offset) ((void *)(MEMORY + (offset)))

#define MOUNT_FLAGS 0x108c8	/* its low bits are MS_*: noexec, mandlock, dirsync, nodiratime, posixacl */
#define OPEN_FLAGS 0x275a	/* read and write, create, truncate, append, and what else came along */
#define MOVE_EXT 0x40406f06	/* OCFS2_IOC_MOVE_EXT; syzbot calls it FITRIM */

/*
 * The heap of a static program lies anywhere in the first GiB behind it. Where it is in the way, the
 * program starts again, and has another one.
 */
static inline void map_memory(char **argv)
{
	if (mmap(AT(0), MEMORY_SIZE, PROT_READ | PROT_WRITE | PROT_EXEC,
		 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) != AT(0))
		execv("/proc/self/exe", argv);
}

/* Makes a loop device of a file or a disk; returns its descriptor and its path. */
static inline int loop_on(int backing, char *path, size_t size)
{
	int control = open("/dev/loop-control", O_RDWR | O_CLOEXEC);
	int number = control < 0 ? -1 : ioctl(control, LOOP_CTL_GET_FREE);
	int loop;

	if (control >= 0)
		close(control);
	if (number < 0)
		return -1;
	strcpy(path, "/dev/loop");
	snprintf(path + strlen(path), size - strlen(path), "%d", number);
	loop = open(path, O_RDWR | O_CLOEXEC);
	if (loop >= 0 && ioctl(loop, LOOP_SET_FD, backing)) {
		close(loop);
		return -1;
	}
	return loop;
}

/* syz_mount_image: mounts the image on ./file1 and enters it. */
static inline int mount_image(const char *device)
{
	strcpy(AT(0x40), "./file1");
	strcpy(AT(0xd80), "acl,heartbeat=none,errors=remount-ro,coherency=full,coherency=full,"
			  "localflocks,intr,noacl,");
	mkdir(AT(0x40), 0777);
	return mount(device, AT(0x40), "ocfs2", MOUNT_FLAGS, AT(0xd80)) ? -1 : chdir(AT(0x40));
}

static inline int open_file(size_t name)
{
	strcpy(AT(name), "cgroup.controllers");
	return openat(AT_FDCWD, AT(name), OPEN_FLAGS, 0);
}

static inline long write_memory(int fd)
{
	return write(fd, AT(0x40), 0xfea0);
}

static inline long copy_range(int in, int out)
{
	*(uint64_t *)AT(0x640) = 0xe000;
	return syscall(SYS_copy_file_range, in, NULL, out, AT(0x640), 0xd8c2ul, 0u);
}

static inline int move_extents(int fd)
{
	uint64_t *range = AT(0xc0);

	range[0] = 0;		/* start */
	range[1] = ~0ull;	/* length */
	range[2] = 0x100;	/* goal; what follows is zero, or what other calls left there */
	return ioctl(fd, MOVE_EXT, range);
}

/* The call that dies: a sequencer's event, written into the file. */
static inline long write_event(int fd)
{
	static const unsigned char event[0x1c] = {
		1, 0x61, 0xff, 7, 5, 0, 0, 0, 0, 0, 0, 0, 2, 1, 5, 0,
		0xd0, 0xc1, 0x7a, 0xf5, 0xb5, 0x90, 0x45, 0x17, 0x76, 0xd8, 0x38, 0xf9,
	};

	memcpy(AT(0x100), event, sizeof(event));
	return write(fd, AT(0x100), sizeof(event));
}

#endif
