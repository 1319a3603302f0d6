// SPDX-License-Identifier: GPL-2.0-only
/* Uses what every usual system has, and few minimal ones. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <linux/userfaultfd.h>
#include <mqueue.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>

#include "kv.h"

#define CGROUP2 0x63677270	/* include/uapi/linux/magic.h */
#define CONFIGFS 0x62656570
#define BPFFS 0xcafe4a11

static int is_mounted(const char *at, unsigned long type)
{
	struct statfs s;

	return !statfs(at, &s) && (unsigned long)s.f_type == type;
}

static int has_line(const char *path, const char *start)
{
	char line[256];
	FILE *f = fopen(path, "r");
	int found = 0;

	while (f && !found && fgets(line, sizeof(line), f))
		found = !strncmp(line, start, strlen(start));
	if (f)
		fclose(f);
	return found;
}

static int talks_to_itself(void)
{
	struct sockaddr_in self = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t size = sizeof(self);
	int listening = socket(AF_INET, SOCK_STREAM, 0), fd = socket(AF_INET, SOCK_STREAM, 0);

	return !bind(listening, (struct sockaddr *)&self, size) && !listen(listening, 1) &&
	       !getsockname(listening, (struct sockaddr *)&self, &size) &&
	       !connect(fd, (struct sockaddr *)&self, size);
}

static int has_huge_page(void)
{
	char *page = mmap(NULL, 2 << 20, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1, 0);

	if (page == MAP_FAILED)
		return 0;
	page[0] = 1;
	return !munmap(page, 2 << 20);
}

static int counts(void)
{
	struct perf_event_attr clock = { .type = PERF_TYPE_SOFTWARE, .size = sizeof(clock),
					 .config = PERF_COUNT_SW_TASK_CLOCK };

	return syscall(SYS_perf_event_open, &clock, 0, -1, -1, 0) >= 0;
}

static int opens(const char *path, int flags)
{
	int fd = open(path, flags);

	return fd >= 0 && !close(fd);
}

int main(void)
{
	char host[64] = "";
	int terminal;

	kv_plan(15);
	kv_step("shared-memory", shm_open("/kv", O_RDWR | O_CREAT, 0600) >= 0);
	terminal = posix_openpt(O_RDWR | O_NOCTTY);
	kv_step("terminal", terminal >= 0 && !grantpt(terminal) && !unlockpt(terminal) &&
			    ptsname(terminal) && opens(ptsname(terminal), O_RDWR | O_NOCTTY));
	kv_step("fd-links", opens("/dev/fd/0", O_RDONLY));
	kv_step("message-queue", mq_open("/kv", O_RDWR | O_CREAT, 0600, NULL) >= 0 &&
				 !access("/dev/mqueue/kv", F_OK));
	kv_step("cgroup", is_mounted("/sys/fs/cgroup", CGROUP2) && !mkdir("/sys/fs/cgroup/kv", 0755));
	kv_step("configfs", is_mounted("/sys/kernel/config", CONFIGFS));
	kv_step("bpf", is_mounted("/sys/fs/bpf", BPFFS));
	kv_step("users", has_line("/etc/passwd", "nobody:x:65534:") &&
			 has_line("/etc/hosts", "127.0.0.1 localhost"));
	kv_step("loopback", talks_to_itself());
	kv_step("huge-page", has_huge_page());
	kv_step("userfaultfd", syscall(SYS_userfaultfd, O_CLOEXEC) >= 0);
	kv_step("perf", counts());
	kv_step("fuse", opens("/dev/fuse", O_RDWR));
	kv_step("host-name", !gethostname(host, sizeof(host)) && !strcmp(host, "kverdict"));
	kv_step("ram-disk", opens("/dev/ram0", O_RDWR));
	return 0;
}
