// SPDX-License-Identifier: GPL-2.0-only
/*
 * kverdict's agent: PID 1 of the guest. It obeys the host over a virtio-serial port and reports what
 * happens; docs/agent-protocol.md describes both directions. Whatever may block (loading a module,
 * mounting, the program under test, sync, unmount) runs in a child, so that the heartbeat goes on
 * and a stuck task can be described instead of waited for.
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/reboot.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PORT_NAME "dev.kverdict.agent"
#define MAX_HEADER 4096
#define MAX_LINE 8000		/* of a message to the host */
#define MAX_PROGRAM (64u << 20)
#define MAX_ARGS 64
#define MAX_MODULES 256
#define GRACE_MS 3000		/* from SIGKILL until a task counts as unkillable */

static int port = -1;
static long heartbeat_ms = 1000;
static long long next_beat;
static unsigned long beats;
static char mount_point[256];

/* ---- time ---- */

static long long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- messages to the host: one JSON object a line ---- */

struct message {
	char text[MAX_LINE + 64];
	size_t used;
};

static void put(struct message *m, const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(m->text + m->used, MAX_LINE - m->used, format, args);
	va_end(args);
	if (n > 0)
		m->used += (size_t)n < MAX_LINE - m->used ? (size_t)n : MAX_LINE - m->used - 1;
}

/* Bytes as a JSON string: what is not printable ASCII becomes \u00XX, one escape a byte. */
static void put_string(struct message *m, const char *key, const char *bytes, size_t length)
{
	put(m, ",\"%s\":\"", key);
	for (size_t i = 0; i < length && m->used < MAX_LINE - 16; i++) {
		unsigned char c = (unsigned char)bytes[i];

		if (c == '"' || c == '\\')
			put(m, "\\%c", c);
		else if (c < 0x20 || c >= 0x7f)
			put(m, "\\u%04x", c);
		else
			put(m, "%c", c);
	}
	put(m, "\"");
}

static void begin(struct message *m, const char *type, long id)
{
	m->used = 0;
	put(m, "{\"type\":\"%s\"", type);
	if (id >= 0)
		put(m, ",\"id\":%ld", id);
}

static void send_message(struct message *m)
{
	size_t done = 0;

	m->text[m->used++] = '}';
	m->text[m->used++] = '\n';
	while (port >= 0 && done < m->used) {
		ssize_t n = write(port, m->text + done, m->used - done);

		if (n < 0 && errno != EINTR && errno != EAGAIN)
			return;
		if (n > 0)
			done += (size_t)n;
	}
}

static void fault(long id, const char *format, ...)
{
	struct message m;
	char text[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	begin(&m, "fault", id);
	put_string(&m, "what", text, strlen(text));
	send_message(&m);
}

static const char *errno_name(int error)
{
	static char number[16];
	const char *name = error ? strerrorname_np(error) : "";

	if (name)
		return name;
	snprintf(number, sizeof(number), "%d", error);
	return number;
}

static void answer(const char *type, long id, const char *name, int error)
{
	struct message m;

	begin(&m, type, id);
	put_string(&m, "name", name, strlen(name));
	put(&m, ",\"ok\":%s", error ? "false" : "true");
	put_string(&m, "errno", errno_name(error), strlen(errno_name(error)));
	send_message(&m);
}

static void beat(void)
{
	struct message m;

	if (now_ms() < next_beat)
		return;
	next_beat = now_ms() + heartbeat_ms;
	begin(&m, "heartbeat", -1);
	put(&m, ",\"n\":%lu,\"ms\":%lld", ++beats, now_ms());
	send_message(&m);
}

/* ---- small files of /proc and /sys ---- */

static ssize_t read_file(const char *path, char *buffer, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t used = 0;
	ssize_t n = -1;

	if (fd < 0)
		return -1;
	while (used < size - 1 && (n = read(fd, buffer + used, size - 1 - used)) > 0)
		used += (size_t)n;
	close(fd);
	buffer[used] = 0;
	return n < 0 ? -1 : (ssize_t)used;
}

static int write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	int error = 0;

	if (fd < 0)
		return errno;
	if (write(fd, text, strlen(text)) < 0)
		error = errno;
	close(fd);
	return error;
}

static long taint(void)
{
	char text[64];

	return read_file("/proc/sys/kernel/tainted", text, sizeof(text)) > 0 ? atol(text) : -1;
}

/* The GNU build-id in a file of ELF notes, as hex. */
static void build_id(const char *path, char *hex, size_t size)
{
	static char notes[4096];
	ssize_t length = read_file(path, notes, sizeof(notes));
	size_t at = 0;

	hex[0] = 0;
	while (length > 0 && at + 12 <= (size_t)length) {
		uint32_t head[3];
		size_t name, desc;

		memcpy(head, notes + at, sizeof(head));
		name = at + 12;
		desc = name + ((head[0] + 3) & ~3u);
		if (head[0] > 64 || head[1] > 256 || desc + head[1] > (size_t)length)
			return;
		if (head[2] == 3 && head[0] == 4 && !memcmp(notes + name, "GNU", 4)) {
			for (size_t i = 0; i < head[1] && 2 * i + 2 < size; i++)
				sprintf(hex + 2 * i, "%02x", (unsigned char)notes[desc + i]);
			return;
		}
		at = desc + ((head[1] + 3) & ~3u);
	}
}

/* ---- children: everything that may block ---- */

struct task_report {
	long id;
	bool after_kill;
	int found;
};

static void report_task(pid_t pid, struct task_report *r)
{
	static char stat[1024], stack[4096];
	char path[64];
	char *open_paren, *close_paren;
	struct message m;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	if (read_file(path, stat, sizeof(stat)) <= 0)
		return;
	open_paren = strchr(stat, '(');
	close_paren = strrchr(stat, ')');
	if (!open_paren || !close_paren || close_paren[1] != ' ' || close_paren[2] == 'Z')
		return;
	snprintf(path, sizeof(path), "/proc/%d/stack", pid);
	if (read_file(path, stack, sizeof(stack)) < 0)
		stack[0] = 0;
	r->found++;
	begin(&m, "stuck", r->id);
	put(&m, ",\"afterKill\":%s,\"state\":\"%c\"", r->after_kill ? "true" : "false", close_paren[2]);
	put_string(&m, "name", open_paren + 1, (size_t)(close_paren - open_paren - 1));
	put_string(&m, "stack", stack, strlen(stack));
	send_message(&m);
}

/* Describes every live task of a session. */
static int report_session(pid_t session, long id, bool after_kill)
{
	struct task_report r = { id, after_kill, 0 };
	DIR *proc = opendir("/proc");
	struct dirent *entry;

	while (proc && (entry = readdir(proc)))
		if (isdigit((unsigned char)entry->d_name[0]) && getsid(atoi(entry->d_name)) == session)
			report_task(atoi(entry->d_name), &r);
	if (proc)
		closedir(proc);
	return r.found;
}

static void kill_session(pid_t session)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;

	while (proc && (entry = readdir(proc))) {
		pid_t pid = atoi(entry->d_name);

		if (pid > 1 && getsid(pid) == session)
			kill(pid, SIGKILL);
	}
	if (proc)
		closedir(proc);
}

static void reap_strays(pid_t but)
{
	siginfo_t info;

	for (;;) {
		info.si_pid = 0;
		if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) || !info.si_pid || info.si_pid == but)
			return;
		waitpid(info.si_pid, NULL, WNOHANG);
	}
}

/* What forwards a program's output; NULL for children that have none. */
struct streams {
	int fd[2];
	size_t left;
	bool said;
};

static void forward(struct streams *s, int which)
{
	static char bytes[1200];
	struct message m;
	ssize_t n = recv(s->fd[which], bytes, sizeof(bytes), MSG_PEEK | MSG_DONTWAIT);

	if (n <= 0) {
		if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
			close(s->fd[which]);
			s->fd[which] = -1;
		}
		return;
	}
	if ((size_t)n <= s->left) {
		begin(&m, "output", -1);
		put(&m, ",\"stream\":\"%s\"", which ? "err" : "out");
		put_string(&m, "text", bytes, (size_t)n);
		send_message(&m);
		s->left -= (size_t)n;
	} else if (!s->said) {
		s->said = true;
		fault(-1, "output limit reached, the rest is dropped");
	}
	/* Taken only now: a sender that sees its queue empty knows that the host has it. */
	recv(s->fd[which], bytes, (size_t)n, MSG_DONTWAIT);
}

static void pump(struct streams *s, int wait_ms)
{
	struct pollfd p[2] = { { s ? s->fd[0] : -1, POLLIN, 0 }, { s ? s->fd[1] : -1, POLLIN, 0 } };

	if (poll(p, 2, wait_ms) > 0)
		for (int i = 0; i < 2; i++)
			if (p[i].revents)
				forward(s, i);
	beat();
}

/*
 * Waits for a child that leads its own session. At the limit its tasks are described, killed and,
 * if they survive that, described again. Returns whether the child ended by itself.
 */
static bool await_child(pid_t child, long id, long limit_ms, struct streams *s, int *status)
{
	long long deadline = now_ms() + limit_ms;

	while (now_ms() < deadline) {
		if (waitpid(child, status, WNOHANG) == child)
			return true;
		reap_strays(child);
		pump(s, 5);
	}
	report_session(child, id, false);
	kill_session(child);
	deadline = now_ms() + GRACE_MS;
	while (now_ms() < deadline) {
		if (waitpid(child, status, WNOHANG) == child)
			return false;
		pump(s, 20);
	}
	report_session(child, id, true);
	*status = -1;
	return false;
}

/* Forks a child that is under test, hence without the agent's real-time priority. */
static pid_t fork_child(void)
{
	pid_t child = fork();

	if (child == 0) {
		struct sched_param normal = { 0 };

		setsid();
		sched_setscheduler(0, SCHED_OTHER, &normal);
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		close(port);
		signal(SIGPIPE, SIG_DFL);
	}
	return child;
}

/* Runs one blocking call in a child; returns its errno, or ETIMEDOUT when it did not come back. */
static int blocking(long id, long limit_ms, int (*call)(void *), void *argument)
{
	pid_t child = fork_child();
	int status = 0;

	if (child < 0)
		return errno;
	if (child == 0)
		_exit(call(argument) & 0xff);
	if (!await_child(child, id, limit_ms, NULL, &status))
		return ETIMEDOUT;
	return WIFEXITED(status) ? WEXITSTATUS(status) : EINTR;
}

/* ---- modules ---- */

static bool same_module(const char *path, const char *name)
{
	const char *base = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	size_t i;

	for (i = 0; name[i]; i++)
		if ((base[i] == '-' ? '_' : base[i]) != (name[i] == '-' ? '_' : name[i]))
			return false;
	return !strncmp(base + i, ".ko", 3);
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

static bool listed(const char *file, const char *name)
{
	char line[512];
	bool found = false;
	FILE *f = fopen(file, "re");

	while (f && !found && fgets(line, sizeof(line), f)) {
		line[strcspn(line, "\n:")] = 0;
		found = same_module(line, name);
	}
	if (f)
		fclose(f);
	return found;
}

static void report_module(long id, const char *file, int error)
{
	char name[128], path[256], hex[128];
	const char *base = strrchr(file, '/') ? strrchr(file, '/') + 1 : file;
	struct message m;
	size_t i;

	for (i = 0; i < sizeof(name) - 1 && base[i] && base[i] != '.'; i++)
		name[i] = base[i] == '-' ? '_' : base[i];
	name[i] = 0;
	snprintf(path, sizeof(path), "/sys/module/%s/notes/.note.gnu.build-id", name);
	build_id(path, hex, sizeof(hex));
	begin(&m, "module", id);
	put_string(&m, "name", name, strlen(name));
	put(&m, ",\"ok\":%s", error ? "false" : "true");
	put_string(&m, "errno", errno_name(error), strlen(errno_name(error)));
	put_string(&m, "buildId", hex, strlen(hex));
	send_message(&m);
}

/* modules.dep names a module's dependencies in reverse order of loading. */
static int load_module(long id, const char *name, long limit_ms)
{
	static char line[16384];
	char folder[300], file[600];
	struct utsname u;
	FILE *f;
	int error = ENOENT;

	uname(&u);
	snprintf(folder, sizeof(folder), "/lib/modules/%s", u.release);
	snprintf(file, sizeof(file), "%s/modules.builtin", folder);
	if (listed(file, name))
		return 0;
	snprintf(file, sizeof(file), "%s/modules.dep", folder);
	f = fopen(file, "re");
	while (f && fgets(line, sizeof(line), f)) {
		char *paths[MAX_MODULES];
		char *save = NULL;
		int count = 0;
		char *colon = strchr(line, ':');

		if (!colon)
			continue;
		*colon = 0;
		if (!same_module(line, name))
			continue;
		paths[count++] = line;
		for (char *p = strtok_r(colon + 1, " \n", &save); p && count < MAX_MODULES;
		     p = strtok_r(NULL, " \n", &save))
			paths[count++] = p;
		error = 0;
		while (count-- > 0 && !error) {
			snprintf(file, sizeof(file), "%s/%s", folder, paths[count]);
			error = blocking(id, limit_ms, insert, file);
			report_module(id, paths[count], error);
		}
		break;
	}
	if (f)
		fclose(f);
	return error;
}

static void load_boot_modules(void)
{
	char name[128];
	FILE *f = fopen("/kverdict/boot-modules", "re");

	while (f && fgets(name, sizeof(name), f)) {
		name[strcspn(name, "\n")] = 0;
		if (name[0])
			load_module(-1, name, 30000);
	}
	if (f)
		fclose(f);
}

/* ---- mounting ---- */

struct mount_request {
	char device[64];
	char serial[64], type[64], at[256], options[1024];
	bool has_options;
};

static int find_disk(struct mount_request *r)
{
	DIR *blocks = opendir("/sys/block");
	struct dirent *entry;
	int error = ENODEV;

	while (blocks && error && (entry = readdir(blocks))) {
		char path[300], serial[64];

		snprintf(path, sizeof(path), "/sys/block/%.200s/serial", entry->d_name);
		if (read_file(path, serial, sizeof(serial)) < 0)
			continue;
		serial[strcspn(serial, "\n")] = 0;
		if (!strcmp(serial, r->serial)) {
			snprintf(r->device, sizeof(r->device), "/dev/%.50s", entry->d_name);
			error = 0;
		}
	}
	if (blocks)
		closedir(blocks);
	return error;
}

static int do_mount(void *argument)
{
	struct mount_request *r = argument;

	/* No options is NULL: some file systems tell it from an empty string. */
	return mount(r->device, r->at, r->type, 0, r->has_options ? r->options : NULL) ? errno : 0;
}

static int do_umount(void *at)
{
	return umount(at) ? errno : 0;
}

static int do_sync(void *nothing)
{
	(void)nothing;
	sync();
	return 0;
}

static void handle_mount(long id, char *arguments, long limit_ms)
{
	struct mount_request r = { 0 };
	int fields = sscanf(arguments, "%63s %63s %255s %1023s", r.serial, r.type, r.at, r.options);
	int error;

	if (fields < 3) {
		fault(id, "malformed mount request");
		return;
	}
	r.has_options = fields == 4;
	error = find_disk(&r);
	if (!error) {
		mkdir(r.at, 0755);
		error = blocking(id, limit_ms, do_mount, &r);
	}
	if (!error)
		snprintf(mount_point, sizeof(mount_point), "%s", r.at);
	answer("mount", id, r.at, error);
}

/* ---- the program under test ---- */

static bool read_exactly(char *to, size_t length)
{
	while (length) {
		struct pollfd p = { port, POLLIN, 0 };
		ssize_t n;

		poll(&p, 1, 100);
		beat();
		n = read(port, to, length);
		if (n > 0) {
			to += n;
			length -= (size_t)n;
		} else if (n == 0) {
			usleep(1000);	/* the host is not connected */
		} else if (errno != EAGAIN && errno != EINTR) {
			return false;
		}
	}
	return true;
}

static bool read_line(char *to, size_t size)
{
	size_t used = 0;

	for (;;) {
		char c;

		if (!read_exactly(&c, 1))
			return false;
		if (c == '\n') {
			to[used] = 0;
			return true;
		}
		if (used == size - 1)
			return false;
		to[used++] = c;
	}
}

static void drop_capabilities(void)
{
	static const int dropped[] = { CAP_SYS_PTRACE, CAP_SYS_RAWIO, CAP_SYS_MODULE };
	struct __user_cap_header_struct head = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[2];

	if (syscall(SYS_capget, &head, data))
		return;
	for (size_t i = 0; i < sizeof(dropped) / sizeof(*dropped); i++) {
		uint32_t bit = 1u << (dropped[i] % 32);
		struct __user_cap_data_struct *d = &data[dropped[i] / 32];

		prctl(PR_CAPBSET_DROP, dropped[i], 0, 0, 0);
		d->effective &= ~bit;
		d->permitted &= ~bit;
		d->inheritable &= ~bit;
	}
	syscall(SYS_capset, &head, data);
}

static void exec_program(int program, char **argv, const char *seed, int out, int err)
{
	char *env[] = { "PATH=/", "HOME=/tmp", NULL, NULL };
	char seed_text[64];
	int null = open("/dev/null", O_RDONLY);

	snprintf(seed_text, sizeof(seed_text), "KVERDICT_SEED=%.32s", seed);
	env[2] = seed_text;
	dup2(null, 0);
	dup2(out, 1);
	dup2(err, 2);
	if (chdir(mount_point[0] ? mount_point : "/tmp"))
		_exit(126);
	drop_capabilities();
	fexecve(program, argv, env);
	_exit(127);
}

static void report_exit(long id, int status, bool ended, int left)
{
	struct message m;

	begin(&m, "exit", id);
	put(&m, ",\"code\":%d,\"signal\":%d", status != -1 && WIFEXITED(status) ? WEXITSTATUS(status) : -1,
	    status != -1 && WIFSIGNALED(status) ? WTERMSIG(status) : 0);
	put(&m, ",\"timedOut\":%s,\"gone\":%s,\"leftOver\":%d", ended ? "false" : "true",
	    status == -1 ? "false" : "true", left);
	send_message(&m);
}

static void run_program(long id, int program, char **argv, const char *seed, long limit_ms, size_t output)
{
	int out[2], err[2], status = 0, left;
	struct streams s = { { -1, -1 }, output, false };
	struct message m;
	pid_t child;
	bool ended;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, out) ||
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, err)) {
		fault(id, "socketpair: %s", errno_name(errno));
		return;
	}
	child = fork_child();
	if (child == 0)
		exec_program(program, argv, seed, out[1], err[1]);
	close(out[1]);
	close(err[1]);
	if (child < 0) {
		fault(id, "fork: %s", errno_name(errno));
		return;
	}
	s.fd[0] = out[0];
	s.fd[1] = err[0];
	begin(&m, "started", id);
	send_message(&m);
	ended = await_child(child, id, limit_ms, &s, &status);
	left = ended ? report_session(child, id, false) : 0;
	kill_session(child);
	for (int i = 0; i < 2; i++)
		while (s.fd[i] >= 0) {
			struct pollfd p = { s.fd[i], POLLIN, 0 };

			if (poll(&p, 1, 200) <= 0)
				break;
			forward(&s, i);
		}
	for (int i = 0; i < 2; i++)
		if (s.fd[i] >= 0)
			close(s.fd[i]);
	report_exit(id, status, ended, left);
}

/* run ID SIZE LIMIT_MS SEED OUTPUT_LIMIT ARGC, then ARGC lines, then SIZE bytes */
static bool handle_run(long id, const char *arguments)
{
	static char lines[MAX_ARGS][MAX_HEADER];
	char *argv[MAX_ARGS + 2] = { "program" };
	unsigned long size, output;
	long limit_ms;
	unsigned int argc;
	char seed[33];
	char *bytes;
	int program;

	if (sscanf(arguments, "%lu %ld %32s %lu %u", &size, &limit_ms, seed, &output, &argc) != 5 ||
	    size > MAX_PROGRAM || argc > MAX_ARGS || limit_ms < 1) {
		fault(id, "malformed run request");
		return false;
	}
	for (unsigned int i = 0; i < argc; i++) {
		if (!read_line(lines[i], MAX_HEADER))
			return false;
		argv[i + 1] = lines[i];
	}
	bytes = malloc(size);
	if (!bytes || !read_exactly(bytes, size)) {
		fault(id, "program of %lu bytes not received", size);
		free(bytes);
		return false;
	}
	program = (int)syscall(SYS_memfd_create, "program", 1u /* MFD_CLOEXEC */);
	if (program < 0 || write(program, bytes, size) != (ssize_t)size) {
		fault(id, "program not stored: %s", errno_name(errno));
	} else {
		run_program(id, program, argv, seed, limit_ms, output);
	}
	free(bytes);
	close(program);
	return true;
}

/* ---- the other requests ---- */

static void handle_configure(long id, const char *arguments)
{
	long beat_ms, hung, lockup;
	char text[32];

	if (sscanf(arguments, "%ld %ld %ld", &beat_ms, &hung, &lockup) != 3 || beat_ms < 10) {
		fault(id, "malformed configure request");
		return;
	}
	heartbeat_ms = beat_ms;
	if (hung > 0) {
		snprintf(text, sizeof(text), "%ld", hung);
		write_file("/proc/sys/kernel/hung_task_timeout_secs", text);
	}
	if (lockup > 0) {
		snprintf(text, sizeof(text), "%ld", lockup);
		write_file("/proc/sys/kernel/watchdog_thresh", text);
	}
	answer("configured", id, "", 0);
}

static void handle_settle(long id, long limit_ms)
{
	struct message m;
	int synced = blocking(id, limit_ms, do_sync, NULL);
	int unmounted = 0;

	if (mount_point[0]) {
		if (chdir("/"))
			fault(id, "chdir: %s", errno_name(errno));
		unmounted = blocking(id, limit_ms, do_umount, mount_point);
		if (!unmounted)
			mount_point[0] = 0;
	}
	begin(&m, "settled", id);
	put(&m, ",\"ok\":%s,\"taint\":%ld", synced || unmounted ? "false" : "true", taint());
	put_string(&m, "sync", errno_name(synced), strlen(errno_name(synced)));
	put_string(&m, "umount", errno_name(unmounted), strlen(errno_name(unmounted)));
	send_message(&m);
}

static void say_taint(long id)
{
	struct message m;

	begin(&m, "taint", id);
	put(&m, ",\"taint\":%ld", taint());
	send_message(&m);
}

static void hello(void)
{
	struct message m;
	struct utsname u;
	char hex[128];

	uname(&u);
	build_id("/sys/kernel/notes", hex, sizeof(hex));
	begin(&m, "hello", -1);
	put(&m, ",\"version\":1,\"ms\":%lld,\"taint\":%ld", now_ms(), taint());
	put_string(&m, "release", u.release, strlen(u.release));
	put_string(&m, "buildId", hex, strlen(hex));
	send_message(&m);
}

static bool handle(char *line)
{
	char verb[32] = "";
	long id = -1, limit_ms = 0;
	int at = 0;

	if (sscanf(line, "%31s %ld %n", verb, &id, &at) < 2 || !at) {
		fault(-1, "malformed request");
		return false;
	}
	if (!strcmp(verb, "configure")) {
		handle_configure(id, line + at);
	} else if (!strcmp(verb, "module")) {
		char name[128];

		if (sscanf(line + at, "%ld %127s", &limit_ms, name) != 2)
			return false;
		answer("loaded", id, name, load_module(id, name, limit_ms));
	} else if (!strcmp(verb, "mount")) {
		int skip = 0;

		if (sscanf(line + at, "%ld %n", &limit_ms, &skip) != 1)
			return false;
		handle_mount(id, line + at + skip, limit_ms);
	} else if (!strcmp(verb, "taint")) {
		say_taint(id);
	} else if (!strcmp(verb, "run")) {
		return handle_run(id, line + at);
	} else if (!strcmp(verb, "settle")) {
		if (sscanf(line + at, "%ld", &limit_ms) != 1)
			return false;
		handle_settle(id, limit_ms);
	} else if (!strcmp(verb, "reboot")) {
		reboot(RB_AUTOBOOT);
	} else {
		fault(id, "unknown request %s", verb);
		return false;
	}
	return true;
}

/* ---- start ---- */

static int open_port(void)
{
	DIR *ports = opendir("/sys/class/virtio-ports");
	struct dirent *entry;
	int fd = -1;

	while (ports && fd < 0 && (entry = readdir(ports))) {
		char path[300], name[64];

		snprintf(path, sizeof(path), "/sys/class/virtio-ports/%.200s/name", entry->d_name);
		if (read_file(path, name, sizeof(name)) < 0)
			continue;
		name[strcspn(name, "\n")] = 0;
		if (!strcmp(name, PORT_NAME)) {
			snprintf(path, sizeof(path), "/dev/%.200s", entry->d_name);
			fd = open(path, O_RDWR | O_CLOEXEC);
		}
	}
	if (ports)
		closedir(ports);
	return fd;
}

static void mount_all(void)
{
	static const struct {
		const char *type, *at;
	} all[] = {
		{ "proc", "/proc" }, { "sysfs", "/sys" }, { "devtmpfs", "/dev" }, { "tmpfs", "/tmp" },
		{ "debugfs", "/sys/kernel/debug" }, { "tracefs", "/sys/kernel/tracing" },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		mkdir(all[i].at, 0755);
		/* The last two may be missing from the kernel; whoever needs them will say so. */
		mount(all[i].type, all[i].at, all[i].type, 0, NULL);
	}
}

int main(void)
{
	struct sched_param high = { .sched_priority = 50 };
	char line[MAX_HEADER];

	signal(SIGPIPE, SIG_IGN);
	mount_all();
	sched_setscheduler(0, SCHED_FIFO, &high);
	load_boot_modules();
	for (int i = 0; port < 0 && i < 1000; i++) {
		port = open_port();
		if (port < 0)
			usleep(10000);
	}
	if (port < 0) {
		fprintf(stderr, "kverdict: no virtio port %s: nobody to obey\n", PORT_NAME);
		for (;;)
			pause();
	}
	hello();
	while (read_line(line, sizeof(line)))
		if (!handle(line))
			break;
	fault(-1, "the request stream cannot be followed any more");
	for (;;) {
		pump(NULL, 100);
		reap_strays(0);
	}
}
