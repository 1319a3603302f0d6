// SPDX-License-Identifier: GPL-2.0-only
/* Frames on a virtual CAN device get to a listener on that device and to one on all devices. */
#include "vcan.h"

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
