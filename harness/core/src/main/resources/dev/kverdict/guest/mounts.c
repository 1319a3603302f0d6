// SPDX-License-Identifier: GPL-2.0-only
/* Mounts the pseudo file systems and the disks, syncs and unmounts. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agent.h"

#define MAX_MOUNTS 8
#define APPEAR_MS 2000		/* a driver just loaded may still be probing */

struct mount_request {
	char device[64], type[64], at[256], options[1024];
	bool optioned;		/* without, mount(2) gets NULL, which some file systems distinguish from "" */
};

static struct mount_request mounted[MAX_MOUNTS];
static int mounts;

void mount_system(void)
{
	static const struct {
		const char *type, *at;
		bool needed;
	} all[] = {
		{ "proc", "/proc", true }, { "sysfs", "/sys", true }, { "devtmpfs", "/dev", true },
		{ "tmpfs", "/tmp", true }, { "debugfs", "/sys/kernel/debug", false },
		{ "tracefs", "/sys/kernel/tracing", false },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		mkdir(all[i].at, 0755);
		if (mount(all[i].type, all[i].at, all[i].type, 0, NULL) && all[i].needed)
			fprintf(stderr, "kverdict: %s: %s\n", all[i].at, errno_name(errno));
	}
}

const char *work_directory(void)
{
	return mounts ? mounted[mounts - 1].at : "/tmp";
}

bool find_disk(const char *wanted, char *device, size_t size)
{
	DIR *blocks = opendir("/sys/block");
	struct dirent *entry;
	bool found = false;

	while (blocks && !found && (entry = readdir(blocks))) {
		char path[300], serial[64];

		snprintf(path, sizeof(path), "/sys/block/%.200s/serial", entry->d_name);
		if (read_file(path, serial, sizeof(serial)) < 0)
			continue;
		serial[strcspn(serial, "\n")] = 0;
		found = !strcmp(serial, wanted);
		if (found)
			snprintf(device, size, "/dev/%.50s", entry->d_name);
	}
	if (blocks)
		closedir(blocks);
	return found;
}

static int do_mount(void *argument)
{
	struct mount_request *r = argument;

	for (char *slash = strchr(r->at + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = 0;
		mkdir(r->at, 0755);
		*slash = '/';
	}
	mkdir(r->at, 0755);
	return mount(r->device, r->at, r->type, 0, r->optioned ? r->options : NULL) ? errno : 0;
}

static bool copied(char *to, size_t size, const char *from)
{
	return (size_t)snprintf(to, size, "%s", from) < size;
}

/* mount ID LIMIT_MS SERIAL TYPE AT [OPTIONS] */
void handle_mount(const struct request *request)
{
	struct mount_request r = { .optioned = request->count == 4 };
	char **words = request->words;
	long long until = now_ms() + APPEAR_MS;
	int error = ENODEV;
	struct message m;
	bool found;

	if (!copied(r.type, sizeof(r.type), words[1]) || !copied(r.at, sizeof(r.at), words[2]) ||
	    !copied(r.options, sizeof(r.options), r.optioned ? words[3] : "") || r.at[0] != '/' ||
	    mounts == MAX_MOUNTS) {
		fault(request->id, "malformed mount request");
		return;
	}
	while (!(found = find_disk(words[0], r.device, sizeof(r.device))) && now_ms() < until)
		idle();
	if (found)
		error = blocking(request->id, request->limit_ms, do_mount, &r);
	if (!error) {
		mounted[mounts++] = r;
		remember_mounts();
	}
	begin(&m, "mount", request->id);
	put_string(&m, "name", r.at);
	put_bool(&m, "ok", !error);
	put_string(&m, "errno", errno_name(error));
	send_message(&m);
}

static int do_sync(void *nothing)
{
	(void)nothing;
	sync();			/* on Linux it waits for the writes */
	return 0;
}

static int do_umount(void *at)
{
	return umount(at) ? errno : 0;
}

int mount_again(long id, unsigned long limit_ms)
{
	struct mount_request r;
	int error;

	if (!mounts)
		return ENODEV;
	r = mounted[mounts - 1];
	error = undo_mounts(id, limit_ms);
	if (!error)
		error = blocking(id, limit_ms, do_umount, r.at);
	if (!error) {
		mounts--;
		error = blocking(id, limit_ms, do_mount, &r);
	}
	if (!error)
		mounts++;
	return error;
}

/* settle ID LIMIT_MS */
void handle_settle(const struct request *r)
{
	int synced = blocking(r->id, r->limit_ms, do_sync, NULL);
	int unmounted = undo_mounts(r->id, r->limit_ms);
	struct message m;

	while (mounts && !unmounted) {
		unmounted = blocking(r->id, r->limit_ms, do_umount, mounted[mounts - 1].at);
		if (!unmounted)
			mounts--;
	}
	begin(&m, "settled", r->id);
	put_bool(&m, "ok", !synced && !unmounted);
	put_number(&m, "taint", taint());
	put_resources(&m);
	put_string(&m, "sync", errno_name(synced));
	put_string(&m, "umount", errno_name(unmounted));
	send_message(&m);
}
