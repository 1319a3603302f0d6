// SPDX-License-Identifier: GPL-2.0-only
/*
 * Does on purpose what every detector has to notice: a crash, a silent reset, a task that cannot be
 * woken, a machine too busy to respond; and nothing at all, which must not be mistaken for any of
 * these. It reports as a reproducer does (KTAP).
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define CHUNK (16l << 20)

static int put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	int ok = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	if (fd >= 0)
		close(fd);
	return ok;
}

/* Each way depends less on the kernel's configuration than the one before; the last not at all. */
static void crash(void)
{
	mkdir("/tmp/debug", 0700);
	if (!mount("none", "/tmp/debug", "debugfs", 0, NULL))
		put("/tmp/debug/provoke-crash/DIRECT", "BUG");
	put("/proc/sysrq-trigger", "c");
	if (put("/proc/sys/vm/panic_on_oom", "2"))
		for (char *p; (p = mmap(NULL, CHUNK, PROT_READ | PROT_WRITE,
					MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)) != MAP_FAILED;)
			memset(p, 1, CHUNK);
}

/* The parent of a vfork() sleeps until its child ends, and only SIGKILL wakes it. */
static void hang(void)
{
	if (vfork() == 0)
		for (;;)
			pause();
}

/* Spins on every processor with a higher priority than the agent, and without throttling. */
static void silence(void)
{
	struct sched_param most = { sched_get_priority_max(SCHED_FIFO) };
	long processors = sysconf(_SC_NPROCESSORS_ONLN);

	if (!put("/proc/sys/kernel/sched_rt_runtime_us", "-1"))
		return;
	for (long i = 0; i < processors; i++) {
		cpu_set_t only;

		CPU_ZERO(&only);
		CPU_SET(i, &only);
		/* This task takes the last processor itself, once the others are taken. */
		if (i < processors - 1 && fork() != 0)
			continue;
		if (sched_setaffinity(0, sizeof(only), &only) ||
		    sched_setscheduler(0, SCHED_FIFO, &most))
			exit(4);
		for (;;)
			;
	}
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";

	puts("1..1");
	fflush(stdout);
	if (!strcmp(what, "crash"))
		crash();
	else if (!strcmp(what, "reset"))
		reboot(RB_AUTOBOOT);
	else if (!strcmp(what, "hang"))
		hang();
	else if (!strcmp(what, "silence"))
		silence();
	else if (!strcmp(what, "clean")) {
		puts("ok 1 - done");
		return 0;
	}
	printf("not ok 1 - done # errno=%d\n", errno);
	return 4;
}
