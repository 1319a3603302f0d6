/* SPDX-License-Identifier: GPL-2.0-only */
/* A socket of CAN's broadcast manager on a device, and its file in /proc. */
#ifndef CAN_BCM_SOCKET_H
#define CAN_BCM_SOCKET_H

#include <fcntl.h>
#include <linux/can/bcm.h>
#include <sys/stat.h>

#include "../can/vcan.h"

static char bcm_file[64];

/* Opens a socket; its file is named for the number of its inode. */
static inline int bcm_open(void)
{
	struct stat file;
	int fd = socket(AF_CAN, SOCK_DGRAM, CAN_BCM);

	if (fd < 0 || fstat(fd, &file))
		return -1;
	snprintf(bcm_file, sizeof(bcm_file), "/proc/net/can-bcm/%lu", (unsigned long)file.st_ino);
	return fd;
}

/* Binds the socket to a device; 0 is all devices. */
static inline int bcm_connect(int fd, int device)
{
	struct sockaddr_can address = { .can_family = AF_CAN, .can_ifindex = device };

	return !connect(fd, (struct sockaddr *)&address, sizeof(address));
}

/* Whether the socket has a file, and the file names the device. */
static inline int bcm_file_names(const char *device)
{
	char text[1024], name[32];
	int fd = open(bcm_file, O_RDONLY);
	ssize_t bytes = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);

	if (fd >= 0)
		close(fd);
	if (bytes <= 0)
		return 0;
	text[bytes] = 0;
	snprintf(name, sizeof(name), "/ bound %s", device);
	return !!strstr(text, name);
}

static inline int bcm_has_file(void)
{
	return !access(bcm_file, F_OK);
}

/* Deletes a device, as `ip link delete` does. */
static inline int delete_device(const char *device)
{
	struct {
		struct nlmsghdr head;
		struct ifinfomsg info;
	} request = {
		.head = { .nlmsg_len = sizeof(request), .nlmsg_type = RTM_DELLINK,
			  .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK },
		.info = { .ifi_index = number_of(device) },
	};
	struct {
		struct nlmsghdr head;
		struct nlmsgerr answer;
		char rest[256];
	} reply;
	int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
	int ok = fd >= 0 && send(fd, &request, sizeof(request), 0) > 0 &&
		 recv(fd, &reply, sizeof(reply), 0) > 0 && reply.head.nlmsg_type == NLMSG_ERROR;

	if (ok)
		errno = -reply.answer.error;
	if (fd >= 0)
		close(fd);
	return ok && !reply.answer.error;
}

#endif
