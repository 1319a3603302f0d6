// SPDX-License-Identifier: GPL-2.0-only
/*
 * Takes a program's lines slowly, as a busy host would: a program that does not wait for each to be
 * taken has written several by then, and they arrive as one.
 */
#define _GNU_SOURCE
#include <sys/socket.h>

#include "kv.h"

int main(void)
{
	char bytes[4096];
	int pair[2];
	ssize_t n;

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair))
		return 1;
	if (fork() == 0) {
		dup2(pair[1], STDOUT_FILENO);
		close(pair[0]);
		close(pair[1]);
		kv_plan(2);
		kv_step("first", 1);
		kv_step("second", 1);
		return 0;
	}
	close(pair[1]);
	do {
		usleep(50000);
		n = recv(pair[0], bytes, sizeof(bytes), 0);
		if (n > 0)
			printf("took: %.*s", (int)n, bytes);
	} while (n > 0);
	return 0;
}
