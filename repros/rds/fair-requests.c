// SPDX-License-Identifier: GPL-2.0-only
/*
 * Messages arrive, and RDMA requests of up to 1024 pieces, which is UIO_MAXIOV, are understood: the
 * loopback transport has no RDMA, and says so only after it has read and pinned every piece.
 */
#include "rdma.h"

static char memory[1024];

/* Whether a request of so many pieces, one byte each, gets as far as the transport. */
static int understood(int fd, int count)
{
	static struct rds_iovec pieces[1024];

	for (int i = 0; i < count; i++)
		pieces[i] = (struct rds_iovec){ .addr = (uintptr_t)&memory[i], .bytes = 1 };
	return send_rdma(fd, 4001, pieces, count, count) < 0 && errno == EOPNOTSUPP;
}

int main(void)
{
	struct sockaddr_in to = loopback(4001);
	int fd, peer;

	kv_plan(6);
	fd = socket(AF_RDS, SOCK_SEQPACKET, 0);
	peer = socket(AF_RDS, SOCK_SEQPACKET, 0);
	kv_step("sockets", fd >= 0 && peer >= 0);
	kv_step("bind", bind_to(fd, 4000) && bind_to(peer, 4001));
	kv_step("send", sendto(fd, "data", 4, 0, (struct sockaddr *)&to, sizeof(to)) == 4);
	kv_check("received", recv(peer, memory, sizeof(memory), 0) == 4 &&
			     !memcmp(memory, "data", 4));
	kv_check("three-pieces", understood(fd, 3));
	kv_check("most-pieces", understood(fd, 1024));
	return 0;
}
