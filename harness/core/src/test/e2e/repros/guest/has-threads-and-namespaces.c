// SPDX-License-Identifier: GPL-2.0-only
/* In the sandbox of namespaces: what is its own, and what it still cannot do. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <pthread.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "kv.h"

#define THREADS 8

static int sum;

static void *add(void *number)
{
	__atomic_add_fetch(&sum, (int)(long)number, __ATOMIC_SEQ_CST);
	return NULL;
}

static int threads_add(void)
{
	pthread_t thread[THREADS];

	for (long i = 0; i < THREADS; i++)
		if (pthread_create(&thread[i], NULL, add, (void *)i))
			return 0;
	for (int i = 0; i < THREADS; i++)
		if (pthread_join(thread[i], NULL))
			return 0;
	return sum == THREADS * (THREADS - 1) / 2;
}

/* Its own loopback device is up, and there is no other. */
static int has_own_network(void)
{
	struct sockaddr_in self = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	return fd >= 0 && !bind(fd, (struct sockaddr *)&self, sizeof(self)) &&
	       syscall(SYS_setsockopt, fd, SOL_SOCKET, SO_BINDTODEVICE, "lo", 3) == 0;
}

int main(void)
{
	char name[64] = "";

	kv_plan(7);
	kv_step("first-process", getpid() == 1 && !access("/proc/1/exe", F_OK));
	kv_step("root-inside", getuid() == 0 && getgid() == 0);
	kv_step("host-name", !sethostname("inside", 6) && !gethostname(name, sizeof(name)) &&
			     !strcmp(name, "inside"));
	kv_step("own-network", has_own_network());
	mkdir("/tmp/at", 0700);
	kv_step("own-mount", !mount("none", "/tmp/at", "tmpfs", 0, NULL));
	kv_step("threads", threads_add());
	kv_step("no-modules", syscall(SYS_init_module, "", 0, "") && errno == EPERM);
	return 0;
}
