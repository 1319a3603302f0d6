// SPDX-License-Identifier: GPL-2.0-only
/*
 * An RDMA request says itself how many pieces of memory it describes. The kernel allocates room for
 * as many before it looks at the first one. All of them are there, and empty, so that a right kernel
 * refuses the request one way or the other.
 */
#include <sys/mman.h>

#include "rdma.h"

#ifndef PIECES
#define PIECES (1 << 20)
#endif

int main(void)
{
	struct rds_iovec *pieces;
	int fd;

	kv_plan(4);
	pieces = mmap(NULL, (size_t)PIECES * sizeof(*pieces), PROT_READ,
		      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	kv_step("map", pieces != MAP_FAILED);
	fd = socket(AF_RDS, SOCK_SEQPACKET, 0);
	kv_step("socket", fd >= 0);
	kv_step("bind", bind_to(fd, 4000));
	kv_step("send", send_rdma(fd, 4001, pieces, PIECES, 0) >= 0);
	return 0;
}
