// SPDX-License-Identifier: GPL-2.0-only
/* A bound socket keeps its file and its device when another device is deleted, and sends on it. */
#include "socket.h"

static int send_frame(int fd)
{
	struct { struct bcm_msg_head head; struct can_frame frame; } message = {
		.head = { .opcode = TX_SEND, .nframes = 1 },
		.frame = { .can_id = 0x123, .len = 4, .data = "kv!" },
	};

	return write(fd, &message, sizeof(message)) == sizeof(message);
}

int main(void)
{
	struct canfd_frame sent = frame();
	int fd, listener;

	kv_plan(9);
	kv_step("vcans", add_vcan("kvcan") && add_vcan("kvother"));
	kv_step("up", bring_up("kvcan"));
	listener = hear(number_of("kvcan"));
	fd = bcm_open();
	kv_step("sockets", listener >= 0 && fd >= 0);
	kv_step("connect", bcm_connect(fd, number_of("kvcan")));
	kv_check("file", bcm_file_names("kvcan"));
	kv_step("delete", delete_device("kvother"));
	kv_check("same-file", bcm_file_names("kvcan"));
	kv_step("send", send_frame(fd));
	kv_check("received", arrives(listener, &sent, CAN_MTU));
	return 0;
}
