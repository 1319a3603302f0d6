// SPDX-License-Identifier: GPL-2.0-only
/*
 * Replaces files of modules in the initramfs. So a guest that booted with one kernel's modules becomes
 * the guest of another kernel that differs only in modules, none of which is loaded yet.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agent.h"

#define MAX_MODULE (64u << 20)
#define MAX_PATH 512
#define PART ".part"		/* ends the name of a file that is not complete yet */
#define MAX_PART (MAX_PATH + sizeof(PART))

/* Creates the file for the bytes, and the directories above it; -1 with errno. */
static int create(const char *name, char *path, char *part)
{
	if (*name == '/' || strstr(name, "..") || strlen(name) > MAX_PATH / 2 ||
	    !initramfs_path(name, path, MAX_PATH)) {
		errno = EINVAL;
		return -1;
	}
	if (is_live(name)) {
		errno = EBUSY;
		return -1;
	}
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = 0;
		mkdir(path, 0755);
		*slash = '/';
	}
	snprintf(part, MAX_PART, "%s" PART, path);
	return open(part, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
}

/* Reads back what was written; returns an errno. */
static int check(int file, const char *wanted)
{
	static char bytes[65536];
	uint64_t sum = FNV_BEGIN;
	char hex[17];
	off_t at = 0;
	ssize_t n;

	while ((n = pread(file, bytes, sizeof(bytes), at)) > 0) {
		sum = fnv1a(sum, bytes, (size_t)n);
		at += n;
	}
	if (n < 0)
		return errno;
	snprintf(hex, sizeof(hex), "%016" PRIx64, sum);
	return strcmp(hex, wanted) ? EBADMSG : 0;
}

/* replace ID SIZE SUM FILE, then SIZE bytes */
bool handle_replace(const struct request *r)
{
	char path[MAX_PATH], part[MAX_PART];
	unsigned long size;
	int file, error;

	if (r->count != 3 || !number(r->words[0], MAX_MODULE, &size)) {
		fault(r->id, "malformed replace request");
		return false;
	}
	file = create(r->words[2], path, part);
	error = file < 0 ? errno : 0;
	if (!receive(size, file, &error))
		return false;
	if (!error)
		error = check(file, r->words[1]);
	if (file >= 0) {
		close(file);	/* a file that is being written cannot be loaded */
		if (error)
			unlink(part);
		else if (rename(part, path))
			error = errno;
	}
	answer("replaced", r->id, r->words[2], error);
	return true;
}
