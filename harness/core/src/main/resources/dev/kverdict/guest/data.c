// SPDX-License-Identifier: GPL-2.0-only
/*
 * Compares the files as cached in memory with the files on disk: what a program sees now, and what
 * it would see after a remount.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agent.h"

#define MAX_FILES 512
#define MAX_BYTES (64l << 20)
#define MAX_REPORTED 20

struct content {
	char path[232];
	long size;		/* -1 if it could not be read to its end */
	uint64_t sum;
};

/* Filled by a child, read by the agent. */
struct contents {
	int count;
	long bytes;
	struct content file[MAX_FILES];
};

static struct contents *filling;

static int look_into(const char *path, const struct stat *s, int type, struct FTW *walk)
{
	static char bytes[65536];
	struct content *c;
	ssize_t n = -1;
	int fd;

	(void)walk;
	if (type != FTW_F || !S_ISREG(s->st_mode))
		return 0;
	if (filling->count == MAX_FILES || filling->bytes > MAX_BYTES ||
	    strlen(path) >= sizeof(c->path))
		return 0;
	c = &filling->file[filling->count++];
	strcpy(c->path, path);
	c->size = 0;
	c->sum = FNV_BEGIN;
	fd = open(path, O_RDONLY | O_NONBLOCK | O_NOATIME | O_CLOEXEC);
	while (fd >= 0 && c->size <= MAX_BYTES && (n = read(fd, bytes, sizeof(bytes))) > 0) {
		c->sum = fnv1a(c->sum, bytes, (size_t)n);
		c->size += n;
	}
	if (fd >= 0)
		close(fd);
	filling->bytes += c->size;
	if (n < 0)
		c->size = -1;
	return 0;
}

static int do_read(void *at)
{
	return nftw(at, look_into, 16, FTW_PHYS | FTW_MOUNT) ? errno : 0;
}

static const struct content *find(const struct contents *in, const char *path)
{
	for (int i = 0; i < in->count; i++)
		if (!strcmp(in->file[i].path, path))
			return &in->file[i];
	return NULL;
}

static void differs(const char *path, const char *how)
{
	struct message m;

	begin(&m, "differs", NO_ID);
	put_string(&m, "name", path);
	put_string(&m, "how", how);
	send_message(&m);
}

static void compare(const struct contents *before, const struct contents *after)
{
	int reported = 0;

	for (int i = 0; i < before->count && reported < MAX_REPORTED; i++) {
		const struct content *old = &before->file[i], *new = find(after, old->path);
		const char *how = !new && after->count < MAX_FILES && after->bytes <= MAX_BYTES ? "gone" :
				  new && new->size != old->size ? "size" :
				  new && new->sum != old->sum ? "content" : NULL;

		if (how) {
			differs(old->path, how);
			reported++;
		}
	}
}

static struct contents *room(void)
{
	void *p = mmap(NULL, sizeof(struct contents), PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED ? NULL : p;
}

/* reread ID LIMIT_MS */
void handle_reread(const struct request *r)
{
	struct contents *before = room(), *after = room();
	char at[256];
	int error = before && after ? 0 : ENOMEM;
	struct message m;

	snprintf(at, sizeof(at), "%s", work_directory());
	filling = before;
	if (!error)
		error = blocking(r->id, r->limit_ms, do_read, at);
	if (!error)
		error = mount_again(r->id, r->limit_ms);
	filling = after;
	if (!error)
		error = blocking(r->id, r->limit_ms, do_read, at);
	if (!error)
		compare(before, after);
	begin(&m, "reread", r->id);
	put_bool(&m, "ok", !error);
	put_string(&m, "errno", errno_name(error));
	put_number(&m, "files", before ? before->count : 0);
	send_message(&m);
	if (before)
		munmap(before, sizeof(*before));
	if (after)
		munmap(after, sizeof(*after));
}
