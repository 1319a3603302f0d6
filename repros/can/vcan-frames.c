// SPDX-License-Identifier: GPL-2.0-only
/* Frames on a virtual CAN device get to a listener on that device and to one on all devices. */
#include <linux/rtnetlink.h>

#include "frames.h"

static void put(struct nlmsghdr *message, int type, const void *data, int bytes)
{
	struct rtattr *attribute = (void *)((char *)message + NLMSG_ALIGN(message->nlmsg_len));

	attribute->rta_type = type;
	attribute->rta_len = RTA_LENGTH(bytes);
	memcpy(RTA_DATA(attribute), data, bytes);
	message->nlmsg_len = NLMSG_ALIGN(message->nlmsg_len) + RTA_ALIGN(attribute->rta_len);
}

/* Adds a device of the kind vcan; an error of the kernel's goes to errno. */
static int add_vcan(const char *device)
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

int main(void)
{
	struct canfd_frame sent = frame();
	int one, all, from;

	kv_plan(7);
	kv_step("vcan", add_vcan("kvcan"));
	kv_step("up", bring_up("kvcan"));
	one = hear(number_of("kvcan"));
	all = hear(0);
	from = hear(number_of("kvcan"));
	kv_step("sockets", one >= 0 && all >= 0 && from >= 0);
	kv_step("send", write(from, &sent, CAN_MTU) == CAN_MTU);
	kv_check("received", arrives(one, &sent, CAN_MTU) && arrives(all, &sent, CAN_MTU));
	kv_step("send-fd", write(from, &sent, CANFD_MTU) == CANFD_MTU);
	kv_check("received-fd", arrives(one, &sent, CANFD_MTU) && arrives(all, &sent, CANFD_MTU));
	return 0;
}
