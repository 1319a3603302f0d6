// SPDX-License-Identifier: GPL-2.0-only
/* Opens what a kernel has as modules, and something that no kernel has. */
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_alg.h>
#include <linux/if_tun.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>

#include "kv.h"

/* char-major-10-200 */
static int open_tun(void)
{
	struct ifreq request = { .ifr_flags = IFF_TUN | IFF_NO_PI };
	int fd = open("/dev/net/tun", O_RDWR);

	return fd >= 0 && !ioctl(fd, TUNSETIFF, &request);
}

/* net-pf-38, algif-hash, crypto-md4 */
static int hash(void)
{
	struct sockaddr_alg name = { .salg_family = AF_ALG, .salg_type = "hash", .salg_name = "md4" };
	int fd = socket(AF_ALG, SOCK_SEQPACKET, 0);

	return fd >= 0 && !bind(fd, (struct sockaddr *)&name, sizeof(name));
}

static void attribute(struct nlmsghdr *m, int type, const char *value)
{
	struct rtattr *a = (struct rtattr *)((char *)m + NLMSG_ALIGN(m->nlmsg_len));

	a->rta_type = type;
	a->rta_len = RTA_LENGTH(strlen(value));
	memcpy(RTA_DATA(a), value, strlen(value));
	m->nlmsg_len = NLMSG_ALIGN(m->nlmsg_len) + RTA_ALIGN(a->rta_len);
}

/* rtnl-link-dummy */
static int add_dummy(void)
{
	struct {
		struct nlmsghdr head;
		struct ifinfomsg link;
		char room[256];
	} m = { .head = { .nlmsg_len = NLMSG_LENGTH(sizeof(m.link)), .nlmsg_type = RTM_NEWLINK,
			  .nlmsg_flags = NLM_F_REQUEST | NLM_F_CREATE | NLM_F_EXCL | NLM_F_ACK } };
	struct rtattr *info;
	char answer[512];
	int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);

	info = (struct rtattr *)((char *)&m + NLMSG_ALIGN(m.head.nlmsg_len));
	info->rta_type = IFLA_LINKINFO;
	m.head.nlmsg_len = NLMSG_ALIGN(m.head.nlmsg_len) + RTA_LENGTH(0);
	attribute(&m.head, IFLA_INFO_KIND, "dummy");
	info->rta_len = (char *)&m + m.head.nlmsg_len - (char *)info;
	if (fd < 0 || send(fd, &m, m.head.nlmsg_len, 0) < 0 || recv(fd, answer, sizeof(answer), 0) < 0)
		return 0;
	errno = -((struct nlmsgerr *)NLMSG_DATA((struct nlmsghdr *)answer))->error;
	return !errno;
}

int main(void)
{
	kv_plan(4);
	kv_step("tun", open_tun());
	kv_step("crypto", hash());
	kv_step("dummy", add_dummy());
	kv_step("nothing", mount("none", "/tmp", "no such\nfile system", 0, NULL) && errno == ENODEV);
	return 0;
}
