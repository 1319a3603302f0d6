// SPDX-License-Identifier: GPL-2.0-only
/* Loading modules by the lists that depmod(8) and the kernel's build leave in /lib/modules. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "agent.h"

#define BOOT_LIST "/kverdict/boot-modules"
#define BOOT_LIMIT_MS 60000
#define MAX_DEPENDENCIES 256
#define MAX_BOOT 64

/* Modules loaded before the port was open, for report_boot_modules(). */
static struct {
	char file[256];
	int error;
} booted[MAX_BOOT];
static int boots;

/* Set while load_boot_modules() runs: there is no port yet, so load_file() notes its results. */
static bool booting;

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

static bool same_module(const char *file, const char *name)
{
	char a[128], b[128];

	module_name(file, a, sizeof(a));
	module_name(name, b, sizeof(b));
	return !strcmp(a, b);
}

static void report_module(long id, const char *file, int error)
{
	char name[128], path[256], hex[128];
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

static int insert(void *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return errno;
	if (syscall(SYS_finit_module, fd, "", 0) && errno != EEXIST)
		return errno;
	return 0;
}

static int load_file(long id, const char *directory, const char *file, unsigned long limit_ms)
{
	char path[600];
	int error;

	snprintf(path, sizeof(path), "%s/%s", directory, file);
	error = blocking(id, limit_ms, insert, path);
	if (!booting) {
		report_module(id, file, error);
	} else if (boots < MAX_BOOT) {
		snprintf(booted[boots].file, sizeof(booted[boots].file), "%.255s", file);
		booted[boots++].error = error;
	}
	return error;
}

/* "FILE: DEPENDENCY ...": a dependency follows what needs it, so load from last to first. */
static int load_in_order(long id, const char *directory, char *line, unsigned long limit_ms)
{
	char *files[MAX_DEPENDENCIES], *save = NULL;
	int count = 0, error = 0;

	for (char *f = strtok_r(line, ": \n", &save); f; f = strtok_r(NULL, ": \n", &save)) {
		if (count == MAX_DEPENDENCIES)
			return E2BIG;
		files[count++] = f;
	}
	while (count-- > 0 && !error)
		error = load_file(id, directory, files[count], limit_ms);
	return error;
}

static bool line_of(const char *list, const char *name, char **line, size_t *size)
{
	FILE *f = fopen(list, "re");
	bool found = false;

	while (f && !found && getline(line, size, f) > 0) {
		size_t end = strcspn(*line, ":\n");
		char kept = (*line)[end];

		(*line)[end] = 0;
		found = same_module(*line, name);
		(*line)[end] = kept;
	}
	if (f)
		fclose(f);
	return found;
}

int load_module(long id, const char *name, unsigned long limit_ms)
{
	char directory[128], list[160], loaded[160] = "/sys/module/";
	struct utsname u;
	char *line = NULL;
	size_t size = 0;
	int error = ENOENT;

	uname(&u);
	snprintf(directory, sizeof(directory), "/lib/modules/%s", u.release);
	snprintf(list, sizeof(list), "%s/modules.dep", directory);
	if (line_of(list, name, &line, &size)) {
		error = load_in_order(id, directory, line, limit_ms);
	} else {
		snprintf(list, sizeof(list), "%s/modules.builtin", directory);
		module_name(name, loaded + strlen(loaded), 128);
		if (line_of(list, name, &line, &size) || !access(loaded, F_OK))
			error = 0;
	}
	free(line);
	return error;
}

void load_boot_modules(void)
{
	char name[128];
	FILE *f = fopen(BOOT_LIST, "re");

	booting = true;
	while (f && fgets(name, sizeof(name), f)) {
		name[strcspn(name, "\n")] = 0;
		if (name[0] && load_module(NO_ID, name, BOOT_LIMIT_MS))
			fprintf(stderr, "kverdict: module %s could not be loaded\n", name);
	}
	booting = false;
	if (f)
		fclose(f);
}

void report_boot_modules(void)
{
	for (int i = 0; i < boots; i++)
		report_module(NO_ID, booted[i].file, booted[i].error);
}
