/* SPDX-License-Identifier: GPL-2.0-only */
/* Files of one byte repeated, and what makes the file system read them from the disk again. */
#ifndef UDF_SMALL_FILES_H
#define UDF_SMALL_FILES_H

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../kv.h"

#define MOST_BYTES 65536

static char small_buffer[MOST_BYTES];

static inline int create(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);

	return fd >= 0 && !close(fd);
}

/* The size of a block of the file system in bytes, or 0. */
static inline int block_size(const char *path)
{
	struct stat file;

	return stat(path, &file) || 8 * file.st_blksize > MOST_BYTES ? 0 : (int)file.st_blksize;
}

/* Opens a file, writes the byte over a part of it, and closes it. */
static inline int fill(const char *path, char byte, int from, int bytes)
{
	int fd = open(path, O_WRONLY), ok;

	memset(small_buffer, byte, bytes);
	ok = fd >= 0 && pwrite(fd, small_buffer, bytes, from) == bytes;
	if (fd >= 0)
		ok &= !close(fd);
	return ok;
}

/* Whether a part of a file can be read and is the byte, repeated. */
static inline int filled(const char *path, char byte, int from, int bytes)
{
	int fd = open(path, O_RDONLY);
	int ok = fd >= 0 && pread(fd, small_buffer, bytes, from) == bytes;

	for (int i = 0; ok && i < bytes; i++)
		ok = small_buffer[i] == byte;
	if (fd >= 0)
		close(fd);
	return ok;
}

/* Pages and inodes, as far as nothing holds them. */
static inline int drop_caches(void)
{
	int fd, ok;

	sync();
	fd = open("/proc/sys/vm/drop_caches", O_WRONLY);
	ok = fd >= 0 && write(fd, "3", 1) == 1;
	if (fd >= 0)
		close(fd);
	return ok;
}

#endif
