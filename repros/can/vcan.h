/* SPDX-License-Identifier: GPL-2.0-only */
/* A virtual CAN device, made as `ip link add` makes it. */
#ifndef CAN_VCAN_H
#define CAN_VCAN_H

#include <linux/rtnetlink.h>

#include "frames.h"

static inline void put(struct nlmsghdr *message, int type, const void *data, int bytes)
{
	struct rtattr *attribute = (void *)((char *)message + NLMSG_ALIGN(message->nlmsg_len));

	attribute->rta_type = type;
	attribute->rta_len = RTA_LENGTH(bytes);
	memcpy(RTA_DATA(attribute), data, bytes);
	message->nlmsg_len = NLMSG_ALIGN(message->nlmsg_len) + RTA_ALIGN(attribute->rta_len);
}

/* Adds a device of the kind vcan; an error of the kernel's goes to errno. */
static inline int add_vcan(const char *device)
{
	struct {
		struct nlmsghdr head;
		struct ifinfomsg info;
		char attributes[128];
	} request = { .head = { .nlmsg_len = NLMSG_LENGTH(sizeof(struct ifinfomsg)),
				.nlmsg_type = RTM_NEWLINK,
				.nlmsg_flags = NLM_F_REQUEST | NLM_F_CREATE | NLM_F_ACK } };
	struct {
		struct nlmsghdr head;
		struct nlmsgerr answer;
		char rest[256];
	} reply;
	struct {
		struct rtattr head;
		char kind[4];
	} kind = { { .rta_len = RTA_LENGTH(4), .rta_type = IFLA_INFO_KIND }, "vcan" };
	int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE), ok;

	put(&request.head, IFLA_IFNAME, device, strlen(device) + 1);
	put(&request.head, IFLA_LINKINFO, &kind, sizeof(kind));
	ok = fd >= 0 && send(fd, &request, request.head.nlmsg_len, 0) > 0 &&
	     recv(fd, &reply, sizeof(reply), 0) > 0 && reply.head.nlmsg_type == NLMSG_ERROR;
	if (ok)
		errno = -reply.answer.error;
	if (fd >= 0)
		close(fd);
	return ok && !reply.answer.error;
}

#endif
