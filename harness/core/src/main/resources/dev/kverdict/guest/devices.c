// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which devices a program opens, in whatever namespace: the nodes of /dev are watched (inotify(7)),
 * which costs a program nothing that opens none. Devices of one driver have one name here, without
 * their numbers: a program that asks for a free one gets another each time.
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agent.h"

#define MAX_DIRECTORIES 16
#define MAX_NAMES 24
#define MAX_NAME 32

static struct {
	int fd;			/* 0 before the first program */
	int watch[MAX_DIRECTORIES];
	char directory[MAX_DIRECTORIES][MAX_NAME];	/* below /dev, "" for itself */
	int directories;
	char disk[64];		/* of the modules, which the agent reads meanwhile */
	char names[MAX_NAMES][MAX_NAME];
	int count;
} devices;

/* What every program opens, or the agent meanwhile. */
static bool is_ours(const char *path)
{
	return !strcmp(path, "null") || !strcmp(path, "kmsg") || !strcmp(path, devices.disk);
}

static void add_name(char *path)
{
	char *to = path;

	if (is_ours(path))
		return;
	for (char *from = path; *from; from++)
		if (isalpha((unsigned char)*from) || strchr("-_/", *from))
			*to++ = *from;
	*to = 0;
	for (int i = 0; i < devices.count; i++)
		if (!strcmp(devices.names[i], path))
			return;
	if (*path && devices.count < MAX_NAMES)
		strcpy(devices.names[devices.count++], path);
}

/* A mount below /dev holds no devices but terminals. */
static void watch_directory(const char *name)
{
	char path[MAX_NAME + 8];
	int n = devices.directories;
	struct stat dev, s;

	if (n == MAX_DIRECTORIES || strlen(name) >= MAX_NAME)
		return;
	snprintf(path, sizeof(path), "/dev/%s", name);
	if (stat("/dev", &dev) || stat(path, &s) || s.st_dev != dev.st_dev)
		return;
	devices.watch[n] = inotify_add_watch(devices.fd, path, IN_OPEN | IN_ONLYDIR);
	if (devices.watch[n] < 0)
		return;
	strcpy(devices.directory[n], name);
	devices.directories++;
}

void begin_devices(void)
{
	struct dirent *entry;
	char disk[64];
	DIR *dev;

	if (devices.fd > 0)
		close(devices.fd);
	memset(&devices, 0, sizeof(devices));
	devices.fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	dev = devices.fd > 0 ? opendir("/dev") : NULL;
	if (!dev)
		return;		/* a kernel without inotify: nothing is known of either side */
	if (find_disk(MODULE_DISK, disk, sizeof(disk)))
		snprintf(devices.disk, sizeof(devices.disk), "%s", disk + strlen("/dev/"));
	watch_directory("");
	while ((entry = readdir(dev)))
		if (entry->d_type == DT_DIR && entry->d_name[0] != '.')
			watch_directory(entry->d_name);
	closedir(dev);
}

static void take(const struct inotify_event *e)
{
	char path[2 * MAX_NAME];

	if (!e->len || e->mask & IN_ISDIR || strlen(e->name) >= MAX_NAME / 2)
		return;
	for (int i = 0; i < devices.directories; i++)
		if (devices.watch[i] == e->wd) {
			const char *directory = devices.directory[i];

			if (strlen(directory) >= MAX_NAME / 2)
				return;
			snprintf(path, MAX_NAME, "%s%s%s", directory, *directory ? "/" : "", e->name);
			add_name(path);
		}
}

bool look_at_devices(void)
{
	static char events[4096] __attribute__((aligned(__alignof__(struct inotify_event))));
	int before = devices.count, rounds = 16;	/* a flood must not keep the agent here */
	ssize_t n;

	while (devices.fd > 0 && rounds-- && (n = read(devices.fd, events, sizeof(events))) > 0)
		for (char *at = events; at < events + n;) {
			const struct inotify_event *e = (const struct inotify_event *)at;

			take(e);
			at += sizeof(*e) + e->len;
		}
	return devices.count != before;
}

void put_devices(struct message *m)
{
	char names[MAX_NAMES * (MAX_NAME + 1)] = "";

	for (int i = 0; i < devices.count; i++) {
		strcat(names, i ? " " : "");
		strcat(names, devices.names[i]);
	}
	put_string(m, "opened", names);
}
