// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a program does that prints nothing: how many processes it starts, and which file systems it
 * mounts, in whatever namespace; devices.c knows what it opens. Also undoes its mounts.
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/loop.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <unistd.h>

#include "agent.h"

#define MAX_TYPES 16
#define MAX_TYPE 32
#define MAX_KNOWN 64		/* mounts that were there before the program */
#define MAX_UNDONE 256
#define REPORT_MS 1000

static unsigned long known[MAX_KNOWN];	/* hashes of mounts */
static int known_count;

static struct {
	bool began;
	unsigned long long forks;	/* of the whole guest, when the program began */
	char types[MAX_TYPES][MAX_TYPE];
	int type_count;
	unsigned long long reported;
	int killed;		/* the mark in the kernel's log */
	long long next;
} work;

/* A line of /proc/PID/mountinfo (proc(5)), without the ids, which differ between namespaces. */
struct mount_line {
	char at[256], type[MAX_TYPE];
	unsigned long hash;
};

/* /proc/stat: processes created since boot, threads included. */
static unsigned long long forks(void)
{
	static char text[65536];
	const char *at;

	if (read_file("/proc/stat", text, sizeof(text)) <= 0)
		return 0;
	at = strstr(text, "\nprocesses ");
	return at ? strtoull(at + strlen("\nprocesses "), NULL, 10) : 0;
}

static unsigned long hashed(unsigned long hash, const char *text)
{
	while (*text)
		hash = hash * 33 + (unsigned char)*text++;
	return hash;
}

/* "ID PARENT MAJOR:MINOR ROOT AT OPTIONS [FIELDS...] - TYPE SOURCE SUPER_OPTIONS" */
static bool parse(const char *line, struct mount_line *m)
{
	const char *dash = strstr(line, " - ");
	char device[32];

	if (!dash || sscanf(line, "%*d %*d %31s %*s %255s", device, m->at) != 2 ||
	    sscanf(dash + 3, "%31s", m->type) != 1)
		return false;
	m->hash = hashed(hashed(5381, device), m->at);
	return true;
}

/* Calls each for every mount in a file of mounts; false ends it. */
static void mounts_in(const char *path, bool (*each)(const struct mount_line *))
{
	static char text[65536];
	char *rest = text, *line;
	struct mount_line m;

	if (read_file(path, text, sizeof(text)) <= 0)
		return;
	while ((line = strsep(&rest, "\n")))
		if (parse(line, &m) && !each(&m))
			return;
}

static bool remember(const struct mount_line *m)
{
	if (known_count < MAX_KNOWN)
		known[known_count++] = m->hash;
	return true;
}

void remember_mounts(void)
{
	known_count = 0;
	mounts_in("/proc/self/mountinfo", remember);
}

static bool is_known(const struct mount_line *m)
{
	for (int i = 0; i < known_count; i++)
		if (known[i] == m->hash)
			return true;
	return false;
}

static bool note(const struct mount_line *m)
{
	/* A sandbox of the agent's mounts its own. */
	if (is_known(m) || (!strcmp(m->type, "proc") && !strcmp(m->at, "/proc")))
		return true;
	for (int i = 0; i < work.type_count; i++)
		if (!strcmp(work.types[i], m->type))
			return true;
	if (work.type_count < MAX_TYPES)
		strcpy(work.types[work.type_count++], m->type);
	return true;
}

/* One of them keeps /dev in a mount namespace of its own (drivers/base/devtmpfs.c). */
static bool is_kernel_thread(const char *pid)
{
	char path[64], program[8];

	snprintf(path, sizeof(path), "/proc/%.20s/exe", pid);
	return readlink(path, program, sizeof(program)) < 0;
}

/* Looks into each mount namespace once. */
static void look_at_mounts(void)
{
	char seen[MAX_TYPES][64];
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	int count = 0;

	while (proc && count < MAX_TYPES && (entry = readdir(proc))) {
		char path[64], namespace[64];
		bool known = false;
		ssize_t n;

		if (!isdigit((unsigned char)entry->d_name[0]))
			continue;
		snprintf(path, sizeof(path), "/proc/%.20s/ns/mnt", entry->d_name);
		n = readlink(path, namespace, sizeof(namespace) - 1);
		if (n < 0)
			continue;
		namespace[n] = 0;
		for (int i = 0; i < count; i++)
			known |= !strcmp(seen[i], namespace);
		if (known || is_kernel_thread(entry->d_name))
			continue;
		strcpy(seen[count++], namespace);
		snprintf(path, sizeof(path), "/proc/%.20s/mountinfo", entry->d_name);
		mounts_in(path, note);
	}
	if (proc)
		closedir(proc);
}

void begin_work(bool watched)
{
	memset(&work, 0, sizeof(work));
	work.began = true;
	if (!known_count)
		remember_mounts();
	if (!watched)
		return;
	work.forks = forks();
	begin_devices();
}

static void send_work(long id, unsigned long long started)
{
	char types[MAX_TYPES * (MAX_TYPE + 1)] = "";
	struct message m;

	for (int i = 0; i < work.type_count; i++) {
		strcat(types, i ? " " : "");
		strcat(types, work.types[i]);
	}
	begin(&m, "work", id);
	put_number(&m, "processes", (long long)started);
	put_string(&m, "mounted", types);
	put_devices(&m);
	put_number(&m, "killed", work.killed);
	send_message(&m);
	work.reported = started;
	work.next = now_ms() + REPORT_MS;
}

void watch_work(long id)
{
	int before = work.type_count;
	unsigned long long started = forks() - work.forks;

	look_at_mounts();
	if (look_at_devices() || work.type_count != before || (started != work.reported && now_ms() >= work.next))
		send_work(id, started);
}

void mark_kill(void)
{
	work.killed = mark();
}

void end_work(long id)
{
	look_at_mounts();
	look_at_devices();
	send_work(id, forks() - work.forks);
}

/* ---- undoing ---- */

static char undone[MAX_UNDONE][256];
static int undone_count;

static bool collect(const struct mount_line *m)
{
	if (!is_known(m) && undone_count < MAX_UNDONE)
		strcpy(undone[undone_count++], m->at);
	return true;
}

/* mountinfo writes blanks and backslashes as \ooo. */
static void unescape(char *path)
{
	char *to = path;

	for (char *from = path; *from; to++) {
		unsigned int byte;

		if (*from == '\\' && sscanf(from + 1, "%3o", &byte) == 1) {
			*to = (char)byte;
			from += 4;
		} else {
			*to = *from++;
		}
	}
	*to = 0;
}

static void free_loop(const char *name)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "/dev/%.50s", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	ioctl(fd, LOOP_CLR_FD, 0);
	close(fd);
}

/* Calls each for every loop device in use, found without opening one; returns their number. */
static int loops(void (*each)(const char *name))
{
	DIR *blocks = opendir("/sys/block");
	struct dirent *entry;
	int count = 0;

	while (blocks && (entry = readdir(blocks))) {
		char path[96];

		snprintf(path, sizeof(path), "/sys/block/%.50s/loop/backing_file", entry->d_name);
		if (strncmp(entry->d_name, "loop", 4) || access(path, F_OK))
			continue;
		count++;
		if (each)
			each(entry->d_name);
	}
	if (blocks)
		closedir(blocks);
	return count;
}

static void find_mounts(void)
{
	undone_count = 0;
	mounts_in("/proc/self/mountinfo", collect);
}

/* The newest mount first: it may lie on an older one. */
static int unmount_all(void *nothing)
{
	(void)nothing;
	find_mounts();
	for (int i = undone_count - 1; i >= 0; i--) {
		unescape(undone[i]);
		if (umount(undone[i]))
			return errno;
	}
	loops(free_loop);
	return 0;
}

int undo_mounts(long id, unsigned long limit_ms)
{
	if (!work.began)
		return 0;
	find_mounts();
	/* Most programs leave none, and a child costs as much as the rest of the end. */
	return undone_count || loops(NULL) ? blocking(id, limit_ms, unmount_all, NULL) : 0;
}
