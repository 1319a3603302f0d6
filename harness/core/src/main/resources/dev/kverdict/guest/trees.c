// SPDX-License-Identifier: GPL-2.0-only
/*
 * The files of the kernel's modules: those in the initramfs, and those on a disk of modules, which is
 * read without a file system, because a kernel may have every file system as a module. The disk
 * begins with its table of contents:
 *
 *	kverdict-modules 1
 *	OFFSET SIZE NAME
 *	...
 *
 * and an empty line. Names are relative to /lib/modules/RELEASE.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "agent.h"

#define DISK_HEAD MODULE_DISK " 1\n"
#define MAX_FILE (64u << 20)

bool initramfs_path(const char *name, char *path, size_t size)
{
	struct utsname u;

	uname(&u);
	return (size_t)snprintf(path, size, "/lib/modules/%s/%s", u.release, name) < size;
}

/* Opens the disk behind its head; NULL if there is none. */
static FILE *open_disk(void)
{
	char device[64], head[sizeof(DISK_HEAD)];
	FILE *disk;

	if (!find_disk(MODULE_DISK, device, sizeof(device)))
		return NULL;
	disk = fopen(device, "re");
	if (disk && (!fgets(head, sizeof(head), disk) || strcmp(head, DISK_HEAD))) {
		fclose(disk);
		disk = NULL;
	}
	return disk;
}

/* Moves to the beginning of a file of the disk; false if there is no such file. */
static bool find_file(FILE *disk, const char *name, size_t *size)
{
	char *line = NULL;
	size_t room = 0;
	bool found = false;
	long long offset;
	int at;

	while (!found && getline(&line, &room, disk) > 1) {
		if (sscanf(line, "%lld %zu %n", &offset, size, &at) != 2)
			break;
		line[strcspn(line, "\n")] = 0;
		found = !strcmp(line + at, name);
	}
	free(line);
	return found && !fseeko(disk, offset, SEEK_SET);
}

void *disk_file(const char *name, size_t *size)
{
	FILE *disk = open_disk();
	char *bytes = NULL;
	int error = ENOENT;

	if (disk && find_file(disk, name, size)) {
		bytes = *size <= MAX_FILE ? malloc(*size) : NULL;
		error = bytes ? 0 : ENOMEM;
		if (bytes && fread(bytes, 1, *size, disk) != *size) {
			free(bytes);
			bytes = NULL;
			error = EIO;
		}
	}
	if (disk)
		fclose(disk);
	errno = error;
	return bytes;
}

bool list_open(struct list *l, enum tree tree, const char *name)
{
	char path[256];

	l->left = ~(size_t)0;
	if (tree == IN_INITRAMFS) {
		l->file = initramfs_path(name, path, sizeof(path)) ? fopen(path, "re") : NULL;
		return l->file;
	}
	l->file = open_disk();
	if (l->file && !find_file(l->file, name, &l->left))
		list_close(l);
	return l->file;
}

bool list_disk(struct list *l)
{
	l->left = ~(size_t)0;
	l->file = open_disk();
	return l->file;
}

bool list_line(struct list *l, char **line, size_t *size)
{
	ssize_t n = l->left ? getline(line, size, l->file) : -1;

	if (n <= 0 || (size_t)n > l->left)
		return false;
	l->left -= (size_t)n;
	return true;
}

void list_close(struct list *l)
{
	fclose(l->file);
	l->file = NULL;
}
