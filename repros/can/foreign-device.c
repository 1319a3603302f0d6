// SPDX-License-Identifier: GPL-2.0-only
/*
 * A tun device says that it is a CAN device, which any network device can. It has none of what CAN
 * keeps with a device of its own, and that is where the receiver of a frame looks for listeners.
 */
#include <fcntl.h>
#include <linux/if_arp.h>
#include <linux/if_ether.h>
#include <linux/if_tun.h>
#include <arpa/inet.h>
#include <sys/uio.h>

#include "frames.h"

#ifndef FD
#define FD 0
#endif

int main(void)
{
	struct ifreq device = { .ifr_name = "kvtun", .ifr_flags = IFF_TUN };
	struct tun_pi head = { .proto = htons(FD ? ETH_P_CANFD : ETH_P_CAN) };
	struct canfd_frame sent = frame(), got;
	struct iovec packet[] = { { &head, sizeof(head) }, { &sent, FD ? CANFD_MTU : CAN_MTU } };
	ssize_t bytes = packet[0].iov_len + packet[1].iov_len;
	int tun, all;

	kv_plan(6);
	tun = open("/dev/net/tun", O_RDWR);
	kv_step("tun", tun >= 0 && !ioctl(tun, TUNSETIFF, &device));
	kv_step("link-type", !ioctl(tun, TUNSETLINK, ARPHRD_CAN));
	all = hear(0);
	kv_step("socket", all >= 0);
	kv_step("up", bring_up("kvtun"));
	/* The frame is received before the write returns. */
	kv_step("inject", writev(tun, packet, 2) == bytes);
	kv_check("not-delivered", recv(all, &got, sizeof(got), MSG_DONTWAIT) < 0);
	return 0;
}
