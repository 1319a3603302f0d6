// SPDX-License-Identifier: GPL-2.0-only
/*
 * Makes a minix file system in a file, mounts it by way of a loop device, and reads back what it
 * wrote. Neither the driver nor the file system is built into the kernel.
 */
#include <fcntl.h>
#include <linux/loop.h>
#include <stdint.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include "kv.h"

#define BLOCK 1024
#define BLOCKS 64
#define INODES 32
#define FIRST_DATA 5		/* after boot block, superblock, two maps and the inodes */
#define FILE_SYSTEM "minix"

/* fs/minix: include/uapi/linux/minix_fs.h, version 1 with names of 14 bytes */
struct super {
	uint16_t inodes, zones, inode_map, zone_map, first_data, log_zone_size;
	uint32_t max_size;
	uint16_t magic, state;
};

struct inode {
	uint16_t mode, uid;
	uint32_t size, time;
	uint8_t gid, links;
	uint16_t zone[9];
};

struct entry {
	uint16_t inode;
	char name[14];
};

static char image[BLOCKS][BLOCK];

static int make_image(const char *path)
{
	const struct super super = { INODES, BLOCKS, 1, 1, FIRST_DATA, 0, 7 + 512 + 512 * 512u, 0x137f, 1 };
	const struct inode root = { .mode = S_IFDIR | 0755, .size = 2 * sizeof(struct entry),
				    .links = 2, .zone = { FIRST_DATA } };
	const struct entry entries[] = { { 1, "." }, { 1, ".." } };
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL, 0600);

	memcpy(image[1], &super, sizeof(super));
	image[2][0] = 3;	/* the inode 0, which is none, and the root's */
	image[3][0] = 3;	/* the zone that is none, and the root's */
	memcpy(image[4], &root, sizeof(root));
	memcpy(image[FIRST_DATA], entries, sizeof(entries));
	return fd >= 0 && write(fd, image, sizeof(image)) == sizeof(image) ? fd : -1;
}

static int write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT, 0600);

	return fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text) && !close(fd);
}

int main(void)
{
	char device[32], text[16] = "";
	int file, control, loop = -1, number = -1, fd;

	kv_plan(8);
	file = make_image("/tmp/image");
	kv_step("image", file >= 0);
	control = open("/dev/loop-control", O_RDWR);
	if (control >= 0)
		number = ioctl(control, LOOP_CTL_GET_FREE);
	kv_step("loop", number >= 0);
	snprintf(device, sizeof(device), "/dev/loop%d", number);
	loop = open(device, O_RDWR);
	kv_step("attach", loop >= 0 && !ioctl(loop, LOOP_SET_FD, file));
	mkdir("/tmp/at", 0700);
	kv_step("mount", !mount(device, "/tmp/at", FILE_SYSTEM, 0, NULL));
	kv_step("write", write_file("/tmp/at/file", "written"));
	kv_step("unmount", !umount("/tmp/at"));
	kv_step("mount-again", !mount(device, "/tmp/at", FILE_SYSTEM, MS_RDONLY, NULL));
	fd = open("/tmp/at/file", O_RDONLY);
	kv_check("read-back", fd >= 0 && read(fd, text, sizeof(text)) == 7 && !strcmp(text, "written"));
	return 0;
}
