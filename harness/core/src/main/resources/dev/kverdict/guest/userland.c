// SPDX-License-Identifier: GPL-2.0-only
/*
 * A root with Debian's programs. It is a tmpfs, so a script may write wherever it likes, with the
 * /usr of a read-only disk and copies of what else is there. The agent itself moves into it: paths
 * then mean the same to the agent and to programs, modules are found as before, and no program is
 * in a chroot, where it could not make user namespaces (user_namespaces(7)).
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agent.h"

#define TYPE "squashfs"
#define DISK "/kverdict/userland"
#define ROOT "/kverdict/root"
#define APPEAR_MS 2000		/* a driver just loaded may still be probing */

static bool entered;

/* ---- copying ---- */

static struct {
	const char *from, *to;
	int error;
} copying;

static int copy_file(const char *from, const char *to, const struct stat *s)
{
	int in = open(from, O_RDONLY | O_CLOEXEC), error = 0;
	int out = in < 0 ? -1 : open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, s->st_mode & 07777);
	ssize_t n = -1;

	while (out >= 0 && (n = sendfile(out, in, NULL, 1 << 20)) > 0)
		;
	if (n < 0)
		error = errno;
	if (in >= 0)
		close(in);
	if (out >= 0)
		close(out);
	return error;
}

static int copy_link(const char *from, const char *to)
{
	char target[PATH_MAX];
	ssize_t n = readlink(from, target, sizeof(target) - 1);

	if (n < 0)
		return errno;
	target[n] = 0;
	return symlink(target, to) && errno != EEXIST ? errno : 0;
}

/* Everything below a directory but /usr; of what is there already, files are replaced. */
static int copy_one(const char *path, const struct stat *s, int type, struct FTW *walk)
{
	const char *below = path + strlen(copying.from);
	char to[PATH_MAX];
	int error = 0;

	(void)walk;
	if ((size_t)snprintf(to, sizeof(to), "%s%s", copying.to, below) >= sizeof(to))
		error = ENAMETOOLONG;
	else if (type == FTW_D)
		error = *below && mkdir(to, s->st_mode & 07777) && errno != EEXIST ? errno : 0;
	else if (type == FTW_SL)
		error = copy_link(path, to);
	else if (type == FTW_F && S_ISREG(s->st_mode))
		error = copy_file(path, to, s);
	copying.error = error;
	return error ? FTW_STOP : strcmp(below, "/usr") ? FTW_CONTINUE : FTW_SKIP_SUBTREE;
}

static int copy_tree(const char *from, const char *to)
{
	copying.from = from;
	copying.to = to;
	copying.error = 0;
	if (nftw(from, copy_one, 16, FTW_PHYS | FTW_ACTIONRETVAL) < 0)
		return errno;
	return copying.error;
}

/* ---- the new root ---- */

/* Shows a directory of the old root in the new one, with what is mounted below it. */
static int show(const char *from, const char *at)
{
	mkdir(at, 0755);
	return mount(from, at, NULL, MS_BIND | MS_REC, NULL) ? errno : 0;
}

static int build(void *device)
{
	static const char *const shown[][2] = {
		{ DISK "/usr", ROOT "/usr" },
		{ "/lib/modules", ROOT "/usr/lib/modules" },
		{ "/dev", ROOT "/dev" },
		{ "/proc", ROOT "/proc" },
		{ "/sys", ROOT "/sys" },
		{ "/tmp", ROOT "/tmp" },
		{ "/run", ROOT "/run" },
	};
	int error;

	umask(0);
	mkdir(DISK, 0755);
	mkdir(ROOT, 0755);
	if (mount(device, DISK, TYPE, MS_RDONLY, NULL) || mount("tmpfs", ROOT, "tmpfs", 0, "mode=755"))
		return errno;
	error = copy_tree(DISK, ROOT);
	mkdir(ROOT "/etc", 0755);
	if (!error)
		error = copy_tree("/etc", ROOT "/etc");	/* who is root, and where localhost is */
	for (size_t i = 0; !error && i < sizeof(shown) / sizeof(*shown); i++)
		error = show(shown[i][0], shown[i][1]);
	mkdir(ROOT "/kverdict", 0755);
	if (!error && mount("/kverdict", ROOT "/kverdict", NULL, MS_BIND, NULL))
		error = errno;
	mkdir(ROOT "/mnt", 0755);
	mkdir(ROOT "/root", 0700);
	mkdir(ROOT "/home", 0755);
	return error;
}

/* The kernel runs its helpers in this root, too: its threads share the agent's. */
static int move_in(void)
{
	if (chdir(ROOT) || mount(".", "/", NULL, MS_MOVE, NULL) || chroot(".") || chdir("/"))
		return errno;
	return 0;
}

bool in_userland(void)
{
	return entered;
}

/* userland ID LIMIT_MS SERIAL */
void handle_userland(const struct request *r)
{
	long long until = now_ms() + APPEAR_MS;
	int error = ENODEV;
	char device[64];
	struct message m;
	bool found;

	if (entered) {
		fault(r->id, "malformed userland request: there is one already");
		return;
	}
	while (!(found = find_disk(r->words[0], device, sizeof(device))) && now_ms() < until)
		idle();
	if (found)
		error = blocking(r->id, r->limit_ms, build, device);
	if (!error)
		error = move_in();
	entered = !error;
	remember_mounts();
	begin(&m, "entered", r->id);
	put_string(&m, "name", r->words[0]);
	put_bool(&m, "ok", !error);
	put_string(&m, "errno", errno_name(error));
	send_message(&m);
}
