/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The reproducer contract, for programs in C: KTAP on standard output, exit code 0 when everything
 * ran and every check was good, 1 when a check failed, 4 when a step could not be done. Each line
 * is known to have reached the host before the next step starts, so that a step that kills the
 * kernel leaves no doubt about how far the program came.
 *
 * Include it once, in the file that has main().
 */
#ifndef KV_H
#define KV_H

#include <dirent.h>
#include <errno.h>
#include <linux/sockios.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define KV_CHECK_FAILED 1
#define KV_DID_NOT_RUN 4

static int kv_number;

/*
 * Ends a line and waits until it is delivered: the agent takes it from the socket only after it has
 * passed it on. On anything but a socket or a terminal there is nothing to wait for. Leaves errno
 * at 0, so that a later step is not blamed for an older error.
 */
static inline void kv_deliver(void)
{
	int queued;

	putchar('\n');
	fflush(stdout);
	while (!ioctl(STDOUT_FILENO, SIOCOUTQ, &queued) && queued)
		usleep(500);
	errno = 0;
}

static inline void kv_result(const char *name, int ok, int error)
{
	printf("%sok %d - %s", ok ? "" : "not ", ++kv_number, name);
	if (!ok && error)
		printf(" # errno=%d", error);
	kv_deliver();
}

/* Says how many steps follow; first call. */
static inline void kv_plan(int steps)
{
	printf("1..%d", steps);
	kv_deliver();
}

/*
 * A step. When it is not ok, the program ends; errno tells why. A call that came back well but did
 * not do its work is not ok either, and has no errno.
 */
static inline void kv_step(const char *name, int ok)
{
	kv_result(name, ok, errno);
	if (!ok)
		exit(KV_DID_NOT_RUN);
}

/*
 * Finds a disk by its serial:, which is the name of its image unless the case says otherwise. Writes
 * the device, such as /dev/vdb, to path. Returns 0, or -1 with ENODEV.
 */
static inline int kv_disk(const char *serial, char *path, size_t size)
{
	DIR *blocks = opendir("/sys/block");
	struct dirent *entry;
	int found = 0;

	while (blocks && !found && (entry = readdir(blocks))) {
		char name[300], word[64] = "";
		FILE *file;

		snprintf(name, sizeof(name), "/sys/block/%.200s/serial", entry->d_name);
		file = fopen(name, "re");
		if (!file)
			continue;
		if (fgets(word, sizeof(word), file))
			word[strcspn(word, "\n")] = 0;
		fclose(file);
		found = !strcmp(word, serial);
		if (found)
			snprintf(path, size, "/dev/%.50s", entry->d_name);
	}
	if (blocks)
		closedir(blocks);
	errno = found ? 0 : ENODEV;
	return found ? 0 : -1;
}

/* The program's own check of what the steps left behind. */
static inline void kv_check(const char *name, int good)
{
	kv_result(name, good, 0);
	if (!good)
		exit(KV_CHECK_FAILED);
}

#endif
