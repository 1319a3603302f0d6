/* SPDX-License-Identifier: GPL-2.0-only */
/* Messages of RDS on the loopback device that ask for RDMA. */
#ifndef RDS_RDMA_H
#define RDS_RDMA_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <linux/rds.h>

#include "../kv.h"

static inline struct sockaddr_in loopback(int port)
{
	return (struct sockaddr_in){ .sin_family = AF_INET,
				     .sin_port = htons(port),
				     .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
}

static inline int bind_to(int fd, int port)
{
	struct sockaddr_in address = loopback(port);

	return !bind(fd, (struct sockaddr *)&address, sizeof(address));
}

/* Sends a message without data that describes so many pieces of memory, `total` bytes together. */
static inline ssize_t send_rdma(int fd, int port, const struct rds_iovec *pieces, uint64_t count,
				uint64_t total)
{
	struct rds_rdma_args args = { .remote_vec.bytes = total,
				      .local_vec_addr = (uintptr_t)pieces,
				      .nr_local = count,
				      .flags = RDS_RDMA_READWRITE };
	char control[CMSG_SPACE(sizeof(args))] = { 0 };
	struct sockaddr_in to = loopback(port);
	struct msghdr message = { .msg_name = &to,
				  .msg_namelen = sizeof(to),
				  .msg_control = control,
				  .msg_controllen = sizeof(control) };
	struct cmsghdr *head = CMSG_FIRSTHDR(&message);

	head->cmsg_level = SOL_RDS;
	head->cmsg_type = RDS_CMSG_RDMA_ARGS;
	head->cmsg_len = CMSG_LEN(sizeof(args));
	memcpy(CMSG_DATA(head), &args, sizeof(args));
	return sendmsg(fd, &message, 0);
}

#endif
