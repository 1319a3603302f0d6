// SPDX-License-Identifier: GPL-2.0-only
/* Needs a device that is not there, in a child, and says nothing. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	pid_t child = fork();
	int fd;

	if (child) {
		waitpid(child, NULL, 0);
		return 0;
	}
	fd = open("/dev/kverdict-none", O_RDWR);
	ioctl(fd, 0x4c00, 0);
	_exit(fd >= 0);
}
