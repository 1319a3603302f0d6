// SPDX-License-Identifier: GPL-2.0-only
/*
 * The agent's replace.c on a host: /lib/modules/RELEASE is the directory that the first argument names.
 * The second one is the words of a request, whose bytes come from standard input.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agent.h"

static const char *modules;

bool initramfs_path(const char *name, char *path, size_t size)
{
	return (size_t)snprintf(path, size, "%s/%s", modules, name) < size;
}

bool is_live(const char *file)
{
	return strstr(file, "loaded");
}

bool receive(size_t size, int file, int *error)
{
	char *bytes = malloc(size + 1);

	if (read(STDIN_FILENO, bytes, size) != (ssize_t)size)
		return false;
	if (!*error && write(file, bytes, size) != (ssize_t)size)
		*error = errno;
	free(bytes);
	return true;
}

void answer(const char *type, long id, const char *name, int error)
{
	printf("%s %ld %s %s\n", type, id, name, error ? errno_name(error) : "ok");
}

void fault(long id, const char *format, ...)
{
	(void)format;
	printf("fault %ld\n", id);
}

/* small.c needs these for what is not used here. */
void put_number(struct message *m, const char *key, long long value)
{
	(void)m;
	(void)key;
	(void)value;
}

int main(int argc, char **argv)
{
	char *words[8];
	struct request r = { .id = 7, .words = words };

	if (argc != 3)
		return 2;
	modules = argv[1];
	r.count = split(argv[2], words, 8);
	return !handle_replace(&r);
}
