// SPDX-License-Identifier: GPL-2.0-only
/*
 * syzbot's reproducer as its C files run it: for ever, each time in a new child with a directory and a
 * fresh image of its own, whatever the calls return. It prints nothing.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>

#include "syzbot.h"

#define IMAGE_SIZE (16 << 20)
#define LIMIT_S 5		/* of one time */

static char image[IMAGE_SIZE];
static size_t image_size;

static int copy_of_image(void)
{
	int fd = memfd_create("image", MFD_CLOEXEC);

	return fd >= 0 && write(fd, image, image_size) == (ssize_t)image_size ? fd : -1;
}

static void once(void)
{
	char device[32] = "";
	int r0, r1, r2, r3, loop;

	loop = loop_on(copy_of_image(), device, sizeof(device));
	mount_image(device);
	r0 = open_file(0x80);
	r1 = open_file(0x280);
	fcntl(r1, F_SETFL, 0);
	r2 = open_file(0x280);
	write_memory(r2);
	r3 = dup(r1);
	copy_range(r1, r3);
	move_extents(r0);
	write_event(r1);
	ioctl(loop, LOOP_CLR_FD, 0);	/* as soon as nothing is mounted from it */
}

/* Unmounts what a child left, and removes its directory. */
static void clean_up(const char *directory)
{
	char path[64];

	snprintf(path, sizeof(path), "%s/file1", directory);
	umount2(path, MNT_DETACH);
	rmdir(path);
	rmdir(directory);
}

static void wait_for(pid_t child)
{
	time_t until = time(NULL) + LIMIT_S;

	while (waitpid(child, NULL, WNOHANG) == 0) {
		usleep(1000);
		if (time(NULL) >= until) {
			kill(-child, SIGKILL);
			kill(child, SIGKILL);
		}
	}
}

int main(int argc, char **argv)
{
	int disk = open(argc > 1 ? argv[1] : "/dev/vda", O_RDONLY);
	ssize_t n;

	map_memory(argv);
	while (disk >= 0 && image_size < IMAGE_SIZE &&
	       (n = read(disk, image + image_size, IMAGE_SIZE - image_size)) > 0)
		image_size += (size_t)n;
	if (!image_size) {
		fprintf(stderr, "there is no image to read\n");
		return 1;
	}
	for (int i = 0;; i++) {
		char directory[32];
		pid_t child;

		snprintf(directory, sizeof(directory), "./syz.%d", i);
		if (mkdir(directory, 0777))
			return 1;
		child = fork();
		if (child == 0) {
			setpgid(0, 0);
			if (chdir(directory))
				_exit(1);
			once();
			_exit(0);
		}
		wait_for(child);
		clean_up(directory);
	}
}
