// SPDX-License-Identifier: GPL-2.0-only
/*
 * Loading modules by the lists that depmod(8) and the kernel's build leave beside them. What is in the
 * initramfs comes before what is on the disk of modules.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "agent.h"

#define BOOT_LIST "/kverdict/boot-modules"
#define BOOT_LIMIT_MS 60000
#define MAX_DEPENDENCIES 256
#define MAX_BOOT 64
#define MAX_MATCHES 16		/* modules that one alias may stand for */
#define MAX_NAME 128

/* Loads one file of a tree and reports the result; returns an errno. */
typedef int (*load_fn)(void *context, const char *file);

/* Modules loaded before the port was open, for report_boot_modules(). */
static struct {
	char file[256];
	int error;
} booted[MAX_BOOT];
static int boots;

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* A module's name in /sys/module: without directory and suffix, '_' for '-'. */
static void module_name(const char *file, char *name, size_t size)
{
	const char *base = base_name(file);
	size_t i;

	for (i = 0; i < size - 1 && base[i] && base[i] != '.'; i++)
		name[i] = base[i] == '-' ? '_' : base[i];
	name[i] = 0;
}

/* Reads /sys/module/NAME/initstate, which a built-in module does not have. */
bool is_live(const char *file)
{
	char name[MAX_NAME], path[64 + MAX_NAME], state[16];

	module_name(file, name, sizeof(name));
	snprintf(path, sizeof(path), "/sys/module/%s/initstate", name);
	return read_file(path, state, sizeof(state)) > 0 && !strncmp(state, "live", 4);
}

static bool same_module(const char *file, const char *name)
{
	char a[MAX_NAME], b[MAX_NAME];

	module_name(file, a, sizeof(a));
	module_name(name, b, sizeof(b));
	return !strcmp(a, b);
}

void report_module(long id, const char *file, int error)
{
	char name[MAX_NAME], path[256], hex[128];
	struct message m;

	module_name(file, name, sizeof(name));
	snprintf(path, sizeof(path), "/sys/module/%s/notes/.note.gnu.build-id", name);
	build_id(path, hex, sizeof(hex));
	begin(&m, "module", id);
	put_string(&m, "name", name);
	put_bool(&m, "ok", !error);
	put_string(&m, "errno", errno_name(error));
	put_string(&m, "buildId", hex);
	send_message(&m);
}

/* ---- looking into the lists ---- */

/* Finds the line "FILE: ..." or "FILE" of a module; the caller frees it. */
static bool line_of(enum tree tree, const char *list, const char *name, char **line, size_t *size)
{
	struct list l;
	bool found = false;

	if (!list_open(&l, tree, list))
		return false;
	while (!found && list_line(&l, line, size)) {
		size_t end = strcspn(*line, ":\n");
		char kept = (*line)[end];

		(*line)[end] = 0;
		found = same_module(*line, name);
		(*line)[end] = kept;
	}
	list_close(&l);
	return found;
}

static bool dependencies(const char *name, char **line, size_t *size)
{
	return line_of(IN_INITRAMFS, "modules.dep", name, line, size) ||
	       line_of(ON_DISK, "modules.dep", name, line, size);
}

static bool is_built_in(const char *name, char **line, size_t *size)
{
	char loaded[32 + MAX_NAME] = "/sys/module/";

	module_name(name, loaded + strlen(loaded), MAX_NAME);
	return line_of(IN_INITRAMFS, "modules.builtin", name, line, size) || !access(loaded, F_OK);
}

/* Looks into the disk's table of contents, which is shorter than what depmod lists of it. */
static bool is_on_disk(const char *name, char **line, size_t *size)
{
	struct list l;
	bool found = false;

	if (!list_disk(&l))
		return false;
	while (!found && list_line(&l, line, size) && (*line)[0] != '\n')
		found = same_module(*line, name);
	list_close(&l);
	return found;
}

bool has_module(const char *name)
{
	char *line = NULL;
	size_t size = 0;
	bool found = line_of(IN_INITRAMFS, "modules.dep", name, &line, &size) ||
		     is_on_disk(name, &line, &size) || is_built_in(name, &line, &size);

	free(line);
	return found;
}

/* As modprobe(8): '-' and '_' are the same, but not in a set of characters. */
static void plain_dashes(char *text)
{
	bool set = false;

	for (; *text; text++) {
		set = *text == '[' || (set && *text != ']');
		if (*text == '-' && !set)
			*text = '_';
	}
}

/* "alias PATTERN NAME" */
static int matches_in(enum tree tree, const char *wanted, char names[][MAX_NAME], int count)
{
	char pattern[256], name[MAX_NAME], *line = NULL;
	struct list l;
	size_t size = 0;

	if (!list_open(&l, tree, "modules.alias"))
		return count;
	while (count < MAX_MATCHES && list_line(&l, &line, &size)) {
		if (sscanf(line, "alias %255s %127s", pattern, name) != 2)
			continue;
		plain_dashes(pattern);
		if (!fnmatch(pattern, wanted, 0))
			strcpy(names[count++], name);
	}
	list_close(&l);
	free(line);
	return count;
}

/* ---- loading ---- */

static int insert_file(void *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int error = 0;

	if (fd < 0)
		return errno;
	if (syscall(SYS_finit_module, fd, "", 0))
		error = errno;
	close(fd);
	return error;
}

/* A file of either tree, named relative to it. Returns an errno: EEXIST if it is loaded already. */
static int insert(void *argument)
{
	const char *file = argument;
	char path[512];
	size_t size;
	void *bytes;
	int error = 0;

	if (initramfs_path(file, path, sizeof(path)) && !access(path, F_OK))
		return insert_file(path);
	bytes = disk_file(file, &size);
	if (!bytes)
		return errno;
	if (syscall(SYS_init_module, bytes, size, ""))
		error = errno;
	free(bytes);
	return error;
}

/* "FILE: DEPENDENCY ...": a dependency follows what needs it, so load from last to first. */
static int load_in_order(char *line, load_fn load, void *context)
{
	char *files[MAX_DEPENDENCIES], *save = NULL;
	int count = 0, error = 0;

	for (char *f = strtok_r(line, ": \n", &save); f; f = strtok_r(NULL, ": \n", &save)) {
		if (count == MAX_DEPENDENCIES)
			return E2BIG;
		files[count++] = f;
	}
	while (count-- > 0 && !error)
		error = load(context, files[count]);
	return error;
}

static int load_named(const char *name, load_fn load, void *context)
{
	char *line = NULL;
	size_t size = 0;
	int error = ENOENT;

	if (dependencies(name, &line, &size))
		error = load_in_order(line, load, context);
	else if (is_built_in(name, &line, &size))
		error = 0;
	free(line);
	return error;
}

/* ---- for the host ---- */

struct asked {
	long id;
	unsigned long limit_ms;
};

static int load_for_host(void *context, const char *file)
{
	const struct asked *asked = context;
	int error = blocking(asked->id, asked->limit_ms, insert, (void *)file);

	error = error == EEXIST ? 0 : error;
	report_module(asked->id, file, error);
	return error;
}

int load_module(long id, const char *name, unsigned long limit_ms)
{
	struct asked asked = { id, limit_ms };

	return load_named(name, load_for_host, &asked);
}

/* There is no port yet, so the results are noted. */
static int load_at_boot(void *context, const char *file)
{
	int error = blocking(NO_ID, BOOT_LIMIT_MS, insert, (void *)file);

	(void)context;
	error = error == EEXIST ? 0 : error;
	if (boots < MAX_BOOT) {
		snprintf(booted[boots].file, sizeof(booted[boots].file), "%.255s", file);
		booted[boots++].error = error;
	}
	return error;
}

void load_boot_modules(void)
{
	char name[MAX_NAME];
	FILE *f = fopen(BOOT_LIST, "re");

	while (f && fgets(name, sizeof(name), f)) {
		name[strcspn(name, "\n")] = 0;
		if (name[0] && load_named(name, load_at_boot, NULL))
			fprintf(stderr, "kverdict: module %s could not be loaded\n", name);
	}
	if (f)
		fclose(f);
}

void report_boot_modules(void)
{
	for (int i = 0; i < boots; i++)
		report_module(NO_ID, booted[i].file, booted[i].error);
}

/* ---- for the kernel ---- */

struct requested {
	void (*loaded)(const char *file);
};

/* A module that somebody else is loading is waited for: the kernel does so before it says EEXIST. */
static int load_for_kernel(void *context, const char *file)
{
	const struct requested *requested = context;
	int error;

	if (is_live(file))
		return 0;	/* reported by whoever loaded it */
	error = insert((void *)file);
	if (!error)
		requested->loaded(file);
	return error == EEXIST ? 0 : error;
}

int load_requested(const char *request, void (*loaded)(const char *file))
{
	struct requested requested = { loaded };
	/* A module's name is not a path, whatever a program makes the kernel ask for. */
	int error = strpbrk(request, "/.") ? ENOENT : load_named(request, load_for_kernel, &requested);
	char names[MAX_MATCHES][MAX_NAME], wanted[256];
	int count;

	if (error != ENOENT)
		return error;
	snprintf(wanted, sizeof(wanted), "%s", request);
	plain_dashes(wanted);
	count = matches_in(ON_DISK, wanted, names, matches_in(IN_INITRAMFS, wanted, names, 0));
	/* Several may provide it, some of them only on other processors. */
	for (int i = 0; i < count; i++) {
		int one = load_named(names[i], load_for_kernel, &requested);

		error = error && one ? one : 0;
	}
	return error;
}
