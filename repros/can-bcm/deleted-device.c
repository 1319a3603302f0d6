// SPDX-License-Identifier: GPL-2.0-only
/*
 * The device of a bound socket is deleted, which unbinds the socket. The socket's file in /proc
 * says what it is bound to, so it has to go as well. AGAIN, which deletes a device that is up,
 * binds the socket once more, and that makes a file of the same name.
 */
#include "socket.h"

#ifndef AGAIN
#define AGAIN 1
#endif

int main(void)
{
	int fd;

	kv_plan(AGAIN ? 8 : 6);
	kv_step("vcan", add_vcan("kvcan"));
	if (AGAIN)
		kv_step("up", bring_up("kvcan"));
	fd = bcm_open();
	kv_step("socket", fd >= 0);
	kv_step("connect", bcm_connect(fd, number_of("kvcan")));
	kv_step("file", bcm_file_names("kvcan"));
	kv_step("delete", delete_device("kvcan"));
	if (AGAIN) {
		kv_step("connect-again", bcm_connect(fd, 0));
		kv_check("file-again", bcm_file_names("any"));
	} else {
		kv_check("file-is-gone", !bcm_has_file());
	}
	return 0;
}
