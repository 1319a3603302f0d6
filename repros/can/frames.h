/* SPDX-License-Identifier: GPL-2.0-only */
/* CAN frames, classic and FD, and the sockets that hear them. */
#ifndef CAN_FRAMES_H
#define CAN_FRAMES_H

#include <linux/can.h>
#include <linux/can/raw.h>
#include <linux/if.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../kv.h"

#define DEADLINE_MS 10000

/* The number of a device, or -1. */
static inline int number_of(const char *device)
{
	struct ifreq request = { 0 };
	int fd = socket(AF_INET, SOCK_DGRAM, 0), ok;

	strncpy(request.ifr_name, device, IFNAMSIZ - 1);
	ok = fd >= 0 && !ioctl(fd, SIOCGIFINDEX, &request);
	if (fd >= 0)
		close(fd);
	return ok ? request.ifr_ifindex : -1;
}

/* Opens a socket for frames of one device; 0 is all devices. */
static inline int hear(int device)
{
	struct sockaddr_can address = { .can_family = AF_CAN, .can_ifindex = device };
	int fd = socket(AF_CAN, SOCK_RAW, CAN_RAW), on = 1;

	if (fd < 0 || setsockopt(fd, SOL_CAN_RAW, CAN_RAW_FD_FRAMES, &on, sizeof(on)) ||
	    bind(fd, (struct sockaddr *)&address, sizeof(address)))
		return -1;
	return fd;
}

static inline int bring_up(const char *device)
{
	struct ifreq request = { .ifr_flags = IFF_UP | IFF_RUNNING };
	int fd = socket(AF_INET, SOCK_DGRAM, 0), ok;

	strncpy(request.ifr_name, device, IFNAMSIZ - 1);
	ok = fd >= 0 && !ioctl(fd, SIOCSIFFLAGS, &request);
	if (fd >= 0)
		close(fd);
	return ok;
}

/* A frame with the identifier 0x123 and four bytes of data; an FD frame begins like a classic one. */
static inline struct canfd_frame frame(void)
{
	return (struct canfd_frame){ .can_id = 0x123, .len = 4, .data = "kv!" };
}

/* Whether exactly this frame arrives. */
static inline int arrives(int fd, const struct canfd_frame *sent, ssize_t bytes)
{
	struct canfd_frame got = { 0 };
	struct pollfd ready = { .fd = fd, .events = POLLIN };

	return poll(&ready, 1, DEADLINE_MS) == 1 && read(fd, &got, sizeof(got)) == bytes &&
	       got.can_id == sent->can_id && got.len == sent->len &&
	       !memcmp(got.data, sent->data, sent->len);
}

#endif
