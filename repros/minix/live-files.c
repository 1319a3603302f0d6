// SPDX-License-Identifier: GPL-2.0-only
/* What is not deleted has to stay: files with one link and with two, and directories. */
#include "on_disk.h"

static int write_file(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
	int ok = fd >= 0 && write(fd, "data", 4) == 4;

	if (fd >= 0)
		close(fd);
	return ok;
}

static int holds_data(const char *path, nlink_t links)
{
	char data[5];
	struct stat file;
	int fd = open(path, O_RDONLY);
	int ok = fd >= 0 && read(fd, data, 5) == 4 && !memcmp(data, "data", 4) && !fstat(fd, &file) &&
		 file.st_nlink == links;

	if (fd >= 0)
		close(fd);
	return ok;
}

static int counts_links(const char *path, nlink_t links)
{
	struct stat folder;

	return !stat(path, &folder) && folder.st_nlink == links;
}

int main(void)
{
	kv_plan(8);
	kv_step("disk", minix_find());
	kv_step("mount", minix_mount());
	kv_step("write", write_file(FOLDER "/one") && write_file(FOLDER "/two"));
	kv_step("link", !link(FOLDER "/two", FOLDER "/again"));
	kv_step("make", !mkdir(FOLDER "/outer", 0700) && !mkdir(FOLDER "/outer/inner", 0700));
	kv_step("umount", minix_umount());
	kv_step("mount-again", minix_mount());
	kv_check("files-are-there", holds_data(FOLDER "/one", 1) && holds_data(FOLDER "/two", 2) &&
			counts_links(FOLDER "/outer", 3) && counts_links(FOLDER "/outer/inner", 2));
	return 0;
}
