// SPDX-License-Identifier: GPL-2.0-only
/* Helpers without state: time, small files of /proc and /sys, ELF notes, numbers, words. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "agent.h"

long long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

ssize_t read_file(const char *path, char *buffer, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t used = 0;
	ssize_t n = -1;

	if (fd < 0)
		return -1;
	while (used < size - 1 && (n = read(fd, buffer + used, size - 1 - used)) > 0)
		used += (size_t)n;
	close(fd);
	buffer[used] = 0;
	return n < 0 ? -1 : (ssize_t)used;
}

int write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	int error = 0;

	if (fd < 0)
		return errno;
	if (write(fd, text, strlen(text)) < 0)
		error = errno;
	close(fd);
	return error;
}

long taint(void)
{
	char text[64];

	return read_file("/proc/sys/kernel/tainted", text, sizeof(text)) > 0 ? atol(text) : -1;
}

/* Documentation/admin-guide/sysctl/fs.rst, file-nr; Documentation/filesystems/proc.rst, meminfo. */
void put_resources(struct message *m)
{
	char text[4096];
	char *slab = NULL;

	put_number(m, "files",
		   read_file("/proc/sys/fs/file-nr", text, sizeof(text)) > 0 ? atol(text) : -1);
	if (read_file("/proc/meminfo", text, sizeof(text)) > 0)
		slab = strstr(text, "SUnreclaim:");
	put_number(m, "slab", slab ? atol(slab + strlen("SUnreclaim:")) : -1);
}

/* elf(5), Elf_Nhdr: name size, description size, type; both parts padded to four bytes. */
void build_id(const char *path, char *hex, size_t size)
{
	static char notes[4096];
	ssize_t length = read_file(path, notes, sizeof(notes));
	size_t at = 0;

	hex[0] = 0;
	while (length > 0 && at + 12 <= (size_t)length) {
		uint32_t head[3];
		size_t name, desc;

		memcpy(head, notes + at, sizeof(head));
		if (head[0] > sizeof(notes) || head[1] > sizeof(notes))
			return;
		name = at + 12;
		desc = name + ((head[0] + 3) & ~3u);
		if (desc + head[1] > (size_t)length)
			return;
		if (head[2] == 3 && head[0] == 4 && !memcmp(notes + name, "GNU", 4)) {
			for (size_t i = 0; i < head[1] && 2 * i + 2 < size; i++)
				sprintf(hex + 2 * i, "%02x", (unsigned char)notes[desc + i]);
			return;
		}
		at = desc + ((head[1] + 3) & ~3u);
	}
}

const char *errno_name(int error)
{
	static char text[16];
	const char *name = error ? strerrorname_np(error) : "";

	if (name)
		return name;
	snprintf(text, sizeof(text), "%d", error);
	return text;
}

bool number(const char *word, unsigned long max, unsigned long *value)
{
	char *end;

	if (word[0] < '0' || word[0] > '9')
		return false;
	errno = 0;
	*value = strtoul(word, &end, 10);
	return !errno && !*end && *value <= max;
}

int split(char *line, char **words, int size)
{
	char *save = NULL;
	int count = 0;

	for (char *w = strtok_r(line, " ", &save); w; w = strtok_r(NULL, " ", &save)) {
		if (count == size)
			return size + 1;
		words[count++] = w;
	}
	return count;
}

uint64_t fnv1a(uint64_t sum, const void *bytes, size_t length)
{
	const unsigned char *b = bytes;

	for (size_t i = 0; i < length; i++)
		sum = (sum ^ b[i]) * 0x100000001b3ull;
	return sum;
}
