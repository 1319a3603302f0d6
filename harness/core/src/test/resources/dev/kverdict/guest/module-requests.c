// SPDX-License-Identifier: GPL-2.0-only
/*
 * The agent's modules.c and trees.c on a host: the disk of modules is the file that the first argument
 * names, and instead of loading a module its content is printed. The other arguments are requests.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/utsname.h>

#include "agent.h"

static const char *disk;

bool find_disk(const char *wanted, char *device, size_t size)
{
	return !strcmp(wanted, "kverdict-modules") && snprintf(device, size, "%s", disk) > 0;
}

int __wrap_uname(struct utsname *u)
{
	strcpy(u->release, "no-such-release");
	return 0;
}

/* Modules that say so are for other machines. */
long __wrap_syscall(long number, ...)
{
	const char *bytes;
	va_list args;
	size_t size;

	va_start(args, number);
	bytes = va_arg(args, const char *);
	size = va_arg(args, size_t);
	va_end(args);
	if (number != SYS_init_module || memmem(bytes, size, "other", 5)) {
		errno = ENODEV;
		return -1;
	}
	printf("load %.*s", (int)size, bytes);
	return 0;
}

int blocking(long id, unsigned long limit_ms, int (*call)(void *), void *argument)
{
	(void)id;
	(void)limit_ms;
	return call(argument);
}

void begin(struct message *m, const char *type, long id)
{
	(void)m;
	(void)type;
	(void)id;
}

void put_number(struct message *m, const char *key, long long value)
{
	(void)m;
	(void)key;
	(void)value;
}

void put_bool(struct message *m, const char *key, bool value)
{
	(void)m;
	(void)key;
	(void)value;
}

void put_string(struct message *m, const char *key, const char *string)
{
	(void)m;
	(void)key;
	(void)string;
}

void send_message(struct message *m)
{
	(void)m;
}

static void loaded(const char *file)
{
	printf("loaded %s\n", file);
}

int main(int argc, char **argv)
{
	disk = argv[1];
	for (int i = 2; i < argc; i++)
		printf("%s: %s\n", argv[i], errno_name(load_requested(argv[i], loaded)));
	return argc < 2;
}
