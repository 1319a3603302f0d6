// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which system calls of a program fail, for one that prints nothing. It runs below a tracer
 * (ptrace(2)), which slows it down and may hide a race: only a trial that counts for nothing is run
 * so. The tracer notes each failure once, in a file, because it is killed with the program.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent.h"

#define CALLS "/kverdict/calls"
#define MAX_CALLS 64
#define MAX_CALL 200
#define MAX_ERROR 133		/* EHWPOISON; what is above never reaches a program */
#define CODE_32 0x23		/* the code segment of 32-bit programs */
#define OPTIONS                                                                                        \
	(PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEEXEC | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |      \
	 PTRACE_O_TRACECLONE | PTRACE_O_EXITKILL)

/* What of its arguments tells most. */
enum argument { NOTHING, PATH, NUMBER };

static const struct known {
	long number;
	const char *name;
	enum argument kind;
	int index;
} known[] = {
	{ SYS_open, "open", PATH, 0 },
	{ SYS_openat, "openat", PATH, 1 },
	{ SYS_openat2, "openat2", PATH, 1 },
	{ SYS_creat, "creat", PATH, 0 },
	{ SYS_mknod, "mknod", PATH, 0 },
	{ SYS_mknodat, "mknodat", PATH, 1 },
	{ SYS_mkdir, "mkdir", PATH, 0 },
	{ SYS_mkdirat, "mkdirat", PATH, 1 },
	{ SYS_access, "access", PATH, 0 },
	{ SYS_chdir, "chdir", PATH, 0 },
	{ SYS_execve, "execve", PATH, 0 },
	{ SYS_mount, "mount", PATH, 2 },	/* the type */
	{ SYS_umount2, "umount2", PATH, 0 },
	{ SYS_fsopen, "fsopen", PATH, 0 },
	{ SYS_fsconfig, "fsconfig", PATH, 2 },
	{ SYS_fsmount, "fsmount", NOTHING, 0 },
	{ SYS_move_mount, "move_mount", PATH, 3 },
	{ SYS_open_tree, "open_tree", PATH, 1 },
	{ SYS_swapon, "swapon", PATH, 0 },
	{ SYS_truncate, "truncate", PATH, 0 },
	{ SYS_setxattr, "setxattr", PATH, 0 },
	{ SYS_memfd_create, "memfd_create", PATH, 0 },
	{ SYS_socket, "socket", NUMBER, 0 },
	{ SYS_socketpair, "socketpair", NUMBER, 0 },
	{ SYS_ioctl, "ioctl", NUMBER, 1 },
	{ SYS_fcntl, "fcntl", NUMBER, 1 },
	{ SYS_prctl, "prctl", NUMBER, 0 },
	{ SYS_bpf, "bpf", NUMBER, 0 },
	{ SYS_keyctl, "keyctl", NUMBER, 0 },
	{ SYS_unshare, "unshare", NUMBER, 0 },
	{ SYS_setns, "setns", NUMBER, 1 },
	{ SYS_bind, "bind", NOTHING, 0 },
	{ SYS_connect, "connect", NOTHING, 0 },
	{ SYS_listen, "listen", NOTHING, 0 },
	{ SYS_accept, "accept", NOTHING, 0 },
	{ SYS_accept4, "accept4", NOTHING, 0 },
	{ SYS_sendto, "sendto", NOTHING, 0 },
	{ SYS_sendmsg, "sendmsg", NOTHING, 0 },
	{ SYS_sendmmsg, "sendmmsg", NOTHING, 0 },
	{ SYS_recvfrom, "recvfrom", NOTHING, 0 },
	{ SYS_recvmsg, "recvmsg", NOTHING, 0 },
	{ SYS_setsockopt, "setsockopt", NUMBER, 2 },
	{ SYS_getsockopt, "getsockopt", NUMBER, 2 },
	{ SYS_read, "read", NOTHING, 0 },
	{ SYS_write, "write", NOTHING, 0 },
	{ SYS_pread64, "pread64", NOTHING, 0 },
	{ SYS_pwrite64, "pwrite64", NOTHING, 0 },
	{ SYS_readv, "readv", NOTHING, 0 },
	{ SYS_writev, "writev", NOTHING, 0 },
	{ SYS_pwritev2, "pwritev2", NOTHING, 0 },
	{ SYS_sendfile, "sendfile", NOTHING, 0 },
	{ SYS_splice, "splice", NOTHING, 0 },
	{ SYS_copy_file_range, "copy_file_range", NOTHING, 0 },
	{ SYS_ftruncate, "ftruncate", NOTHING, 0 },
	{ SYS_fallocate, "fallocate", NOTHING, 0 },
	{ SYS_mmap, "mmap", NOTHING, 0 },
	{ SYS_mprotect, "mprotect", NOTHING, 0 },
	{ SYS_madvise, "madvise", NUMBER, 2 },
	{ SYS_close, "close", NOTHING, 0 },
	{ SYS_clone, "clone", NUMBER, 0 },
	{ SYS_clone3, "clone3", NOTHING, 0 },
	{ SYS_io_uring_setup, "io_uring_setup", NOTHING, 0 },
	{ SYS_io_uring_enter, "io_uring_enter", NOTHING, 0 },
	{ SYS_io_uring_register, "io_uring_register", NOTHING, 0 },
	{ SYS_io_setup, "io_setup", NOTHING, 0 },
	{ SYS_io_submit, "io_submit", NOTHING, 0 },
	{ SYS_perf_event_open, "perf_event_open", NOTHING, 0 },
	{ SYS_userfaultfd, "userfaultfd", NOTHING, 0 },
	{ SYS_fanotify_init, "fanotify_init", NOTHING, 0 },
	{ SYS_fanotify_mark, "fanotify_mark", NOTHING, 0 },
	{ SYS_add_key, "add_key", PATH, 0 },
	{ SYS_ptrace, "ptrace", NUMBER, 0 },
	{ SYS_quotactl, "quotactl", NOTHING, 0 },
	{ SYS_init_module, "init_module", NOTHING, 0 },
	{ SYS_finit_module, "finit_module", NOTHING, 0 },
};

/* The C library asks, and does not mind the answer. */
static const long unasked[] = { SYS_arch_prctl, SYS_rseq, SYS_set_robust_list };

/* ---- the tracer's side ---- */

static char noted[MAX_CALLS][MAX_CALL];
static int noted_count;
static int notes = -1;

static void note(int error, const char *call, const char *argument)
{
	char line[MAX_CALL];
	int n = snprintf(line, sizeof(line) - 1, "%d %.40s %.120s", error, call, argument);

	for (int i = 0; i < n; i++)
		if (line[i] < ' ' || line[i] == 0x7f)
			line[i] = '?';
	for (int i = 0; i < noted_count; i++)
		if (!strcmp(noted[i], line))
			return;
	if (noted_count == MAX_CALLS)
		return;
	strcpy(noted[noted_count++], line);
	line[n] = '\n';
	if (write(notes, line, (size_t)n + 1) < 0)
		fprintf(stderr, "kverdict: a failed system call could not be noted\n");
}

/* Reads a string of the program's; empty if it is none. */
static void read_string(pid_t pid, unsigned long at, char *to, size_t size)
{
	char path[64];
	ssize_t n;
	int fd;

	*to = 0;
	snprintf(path, sizeof(path), "/proc/%d/mem", pid);
	fd = at ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	if (fd < 0)
		return;
	n = pread(fd, to, size - 1, (off_t)at);
	close(fd);
	to[n > 0 ? n : 0] = 0;
}

static void note_failure(pid_t pid, int error)
{
	struct user_regs_struct r;
	const struct known *call = NULL;
	char name[64], argument[128] = "";
	long number;

	if (ptrace(PTRACE_GETREGS, pid, NULL, &r))
		return;
	number = (long)r.orig_rax;
	for (size_t i = 0; i < sizeof(unasked) / sizeof(*unasked); i++)
		if (r.cs != CODE_32 && number == unasked[i])
			return;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (r.cs != CODE_32 && known[i].number == number)
			call = &known[i];
	if (call) {
		unsigned long arguments[] = { r.rdi, r.rsi, r.rdx, r.r10 };
		unsigned long value = arguments[call->index];

		if (call->kind == PATH)
			read_string(pid, value, argument, sizeof(argument));
		else if (call->kind == NUMBER)
			snprintf(argument, sizeof(argument), value > 999 ? "%#lx" : "%lu", value);
		note(error, call->name, argument);
		return;
	}
	snprintf(name, sizeof(name), "%ssystem call", r.cs == CODE_32 ? "32-bit " : "");
	snprintf(argument, sizeof(argument), "%ld", number);
	for (char *at = name; *at; at++)
		if (*at == ' ')
			*at = '-';	/* names are words */
	note(error, name, argument);
}

static void look_at_call(pid_t pid)
{
	struct __ptrace_syscall_info info;

	if (ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof(info), &info) > 0 &&
	    info.op == PTRACE_SYSCALL_INFO_EXIT && info.exit.is_error && -info.exit.rval <= MAX_ERROR &&
	    -info.exit.rval != EAGAIN && -info.exit.rval != EINTR)
		note_failure(pid, (int)-info.exit.rval);
}

/* Lets a stopped task go on; returns nothing of interest. */
static void go_on(pid_t pid, int status, bool *begun)
{
	int signal_number = WSTOPSIG(status), event = status >> 16;

	if (signal_number == (SIGTRAP | 0x80)) {
		if (*begun)
			look_at_call(pid);
		signal_number = 0;
	} else if (event == PTRACE_EVENT_STOP &&
		   (signal_number == SIGSTOP || signal_number == SIGTSTP || signal_number == SIGTTIN ||
		    signal_number == SIGTTOU)) {
		ptrace(PTRACE_LISTEN, pid, NULL, NULL);	/* it was stopped by a signal, and stays so */
		return;
	} else if (event) {
		*begun |= event == PTRACE_EVENT_EXEC;	/* what comes before is the agent's own */
		signal_number = 0;
	}
	ptrace(PTRACE_SYSCALL, pid, NULL, (void *)(long)signal_number);
}

/* Ends as the program did. */
static void end_like(int status)
{
	if (WIFSIGNALED(status)) {
		signal(WTERMSIG(status), SIG_DFL);
		raise(WTERMSIG(status));
	}
	_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 1);
}

void watch_calls(void (*run)(void *), void *argument)
{
	int ready[2], status, end = 0;
	bool begun = false;
	pid_t child, pid;
	char byte;

	notes = open(CALLS, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
	if (notes < 0 || pipe2(ready, O_CLOEXEC) || (child = fork()) < 0) {
		run(argument);
		return;
	}
	if (!child) {
		close(ready[1]);
		if (read(ready[0], &byte, 1) == 1)	/* it is traced from here */
			run(argument);
		_exit(1);
	}
	close(ready[0]);
	/* Without a tracer it runs all the same, and nothing is noted. */
	if (!ptrace(PTRACE_SEIZE, child, NULL, (void *)(long)OPTIONS))
		ptrace(PTRACE_INTERRUPT, child, NULL, NULL);
	if (write(ready[1], "", 1) != 1)
		kill(child, SIGKILL);
	while ((pid = waitpid(-1, &status, __WALL)) > 0 || errno == EINTR) {
		if (pid > 0 && WIFSTOPPED(status))
			go_on(pid, status, &begun);
		else if (pid == child)
			end = status;
	}
	end_like(end);
}

/* ---- the agent's side ---- */

static bool asked;

void begin_watching(void)
{
	asked = true;
}

bool watching(void)
{
	return asked;
}

/* A program with root's rights can write this file, too: it can only accuse itself. */
void report_calls(void)
{
	static char text[MAX_CALLS * MAX_CALL + 1];
	char *rest = text, *line;

	if (!asked || read_file(CALLS, text, sizeof(text)) <= 0)
		return;
	for (int i = 0; i < MAX_CALLS && (line = strsep(&rest, "\n")) && *line; i++) {
		char *call, *argument;
		long error = strtol(line, &call, 10);
		struct message m;

		if (*call++ != ' ' || !(argument = strchr(call, ' ')))
			continue;
		*argument++ = 0;
		begin(&m, "failed", NO_ID);
		put_string(&m, "call", call);
		put_string(&m, "argument", argument);
		put_string(&m, "errno", errno_name((int)error));
		send_message(&m);
	}
	unlink(CALLS);
}
