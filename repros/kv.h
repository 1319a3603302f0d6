/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The reproducer contract, for programs in C: KTAP on standard output, exit code 0 when everything
 * ran and every check was good, 1 when a check failed, 4 when a step could not be done. Each line
 * is known to have reached the host before the next step starts, so that a step that kills the
 * kernel leaves no doubt about how far the program came.
 */
#ifndef KV_H
#define KV_H

#include <errno.h>
#include <linux/sockios.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

static int kv_number;

/* The agent takes a line from the socket only after it has passed it on. */
static void kv_delivered(void)
{
	int queued;

	fflush(stdout);
	while (!ioctl(STDOUT_FILENO, SIOCOUTQ, &queued) && queued)
		usleep(500);
}

/* Says how many steps follow; first call. */
static inline void kv_plan(int steps)
{
	printf("1..%d\n", steps);
	kv_delivered();
}

/* A step: when it is not ok, errno tells why and the program ends. */
static inline void kv_step(const char *name, int ok)
{
	int error = errno;

	kv_number++;
	if (ok) {
		printf("ok %d - %s\n", kv_number, name);
		kv_delivered();
		return;
	}
	printf("not ok %d - %s # errno=%d\n", kv_number, name, error);
	kv_delivered();
	exit(4);
}

/* A step that came back without doing its work: not an error of the kernel, but no proof either. */
static inline void kv_did_work(const char *name, int did)
{
	kv_number++;
	printf("%s %d - %s%s\n", did ? "ok" : "not ok", kv_number, name, did ? "" : " # did nothing");
	kv_delivered();
	if (!did)
		exit(4);
}

/* The program's own check: when it fails, so does the program. */
static inline void kv_check(const char *name, int good)
{
	kv_number++;
	printf("%s %d - %s\n", good ? "ok" : "not ok", kv_number, name);
	kv_delivered();
	if (!good)
		exit(1);
}

#endif
