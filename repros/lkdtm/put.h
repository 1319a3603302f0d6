/* SPDX-License-Identifier: GPL-2.0-only */
/* Writes a text to a file of the kernel's. */
#ifndef LKDTM_PUT_H
#define LKDTM_PUT_H
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static int put(const char *file, const char *text)
{
	int fd = open(file, O_WRONLY);
	int ok = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	if (fd >= 0)
		close(fd);
	return ok;
}

#endif
