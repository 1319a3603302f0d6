// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs everything that may block in a child, one at a time, so that heartbeats go on and a stuck
 * task is described instead of waited for. As PID 1 the agent inherits every orphan: all user processes
 * but itself belong to the current request.
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent.h"

#define GRACE_MS 3000		/* from SIGKILL until a task counts as unkillable ... */
#define GRACE_MAX_MS 30000	/* ... as long as their number still falls */
#define STILL_MS 2000		/* a task in D that does not run for this long is not just busy */
#define LINGER_MS 500		/* for tasks already dying when their parent ends */
#define DRAIN_MS 200		/* for output that a survivor may still send */
#define WATCH_MS 50		/* between two looks at what a program does */
#define MAX_TASKS 1024		/* examined at most; a fork bomb has more */
#define MAX_REPORTED 32
#define KERNEL_THREAD 0x00200000u	/* PF_KTHREAD, include/linux/sched.h */

struct task {
	pid_t pid, tid;
	char state;
	unsigned long switches;	/* context switches, voluntary or not */
	char name[64];
	size_t name_length;
};

static struct task seen[MAX_TASKS], again[MAX_TASKS];

/* ---- looking at tasks ---- */

static unsigned long counter(const char *status, const char *key)
{
	const char *at = strstr(status, key);

	return at ? strtoul(at + strlen(key), NULL, 10) : 0;
}

/* proc(5): "TID (NAME) STATE PPID PGRP SESSION TTY TPGID FLAGS ..."; NAME may hold any byte. */
static bool look_at(pid_t pid, pid_t tid, struct task *t)
{
	static char text[4096];
	char path[64], *open_paren, *close_paren;
	unsigned int flags;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/stat", pid, tid);
	if (read_file(path, text, sizeof(text)) <= 0)
		return false;
	open_paren = strchr(text, '(');
	close_paren = strrchr(text, ')');
	if (!open_paren || !close_paren || close_paren < open_paren ||
	    sscanf(close_paren + 1, " %c %*d %*d %*d %*d %*d %u", &t->state, &flags) != 2 ||
	    flags & KERNEL_THREAD || t->state == 'Z' || t->state == 'X')
		return false;
	t->pid = pid;
	t->tid = tid;
	t->name_length = (size_t)(close_paren - open_paren - 1);
	if (t->name_length > sizeof(t->name))
		t->name_length = sizeof(t->name);
	memcpy(t->name, open_paren + 1, t->name_length);
	snprintf(path, sizeof(path), "/proc/%d/task/%d/status", pid, tid);
	if (read_file(path, text, sizeof(text)) <= 0)
		return false;
	t->switches = counter(text, "\nvoluntary_ctxt_switches:") +
		      counter(text, "\nnonvoluntary_ctxt_switches:");
	return true;
}

/* Lists every live thread of every user process but the agent. */
static int look(struct task *tasks)
{
	struct dirent *process, *thread;
	DIR *proc = opendir("/proc");
	int count = 0;

	while (proc && count < MAX_TASKS && (process = readdir(proc))) {
		pid_t pid = atoi(process->d_name);
		char path[64];
		DIR *threads;

		if (pid <= 1)
			continue;
		snprintf(path, sizeof(path), "/proc/%d/task", pid);
		threads = opendir(path);
		while (threads && count < MAX_TASKS && (thread = readdir(threads)))
			if (isdigit((unsigned char)thread->d_name[0]) &&
			    look_at(pid, atoi(thread->d_name), &tasks[count]))
				count++;
		if (threads)
			closedir(threads);
	}
	if (proc)
		closedir(proc);
	return count;
}

static void report(const struct task *t, long id, bool after_kill)
{
	static char stack[4096];
	struct message m;
	char path[64], state[2] = { t->state, 0 };

	snprintf(path, sizeof(path), "/proc/%d/task/%d/stack", t->pid, t->tid);
	if (read_file(path, stack, sizeof(stack)) < 0)
		stack[0] = 0;
	begin(&m, "stuck", id);
	put_bool(&m, "afterKill", after_kill);
	put_number(&m, "tid", t->tid);
	put_string(&m, "state", state);
	put_bytes(&m, "name", t->name, t->name_length);
	put_string(&m, "stack", stack);
	send_message(&m);
}

/* ---- output ---- */

static void forward(struct streams *s, int which)
{
	static char bytes[1200];	/* fits into a message even if every byte is escaped */
	ssize_t n = recv(s->fd[which], bytes, sizeof(bytes), MSG_PEEK | MSG_DONTWAIT);
	size_t passed;
	struct message m;

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		close(s->fd[which]);
		s->fd[which] = -1;
		return;
	}
	passed = (size_t)n < s->left ? (size_t)n : s->left;
	if (passed) {
		begin(&m, "output", NO_ID);
		put_string(&m, "stream", which ? "err" : "out");
		put_bytes(&m, "text", bytes, passed);
		send_message(&m);
		if (which == 0)
			mark();
		s->left -= passed;
	}
	if (passed < (size_t)n && !s->cut) {
		s->cut = true;
		fault(NO_ID, "the program printed more than its limit, the rest is dropped");
	}
	/* Taken only now: a sender whose queue is empty knows that the host has its output. */
	if (recv(s->fd[which], bytes, (size_t)n, MSG_DONTWAIT) < 0 && errno != EAGAIN)
		fault(NO_ID, "output could not be taken: %s", errno_name(errno));
}

/* Forwards output once, or waits for it, for the end of a child or for the timeout; then beats. */
static void pump(struct streams *s, int wait_ms)
{
	struct pollfd p[2] = { { s ? s->fd[0] : -1, POLLIN, 0 }, { s ? s->fd[1] : -1, POLLIN, 0 } };
	struct timespec wait = { wait_ms / 1000, wait_ms % 1000 * 1000000L };
	sigset_t none;

	sigemptyset(&none);	/* SIGCHLD is delivered only here: no end of a child is missed */
	if (ppoll(p, 2, &wait, &none) > 0)
		for (int i = 0; i < 2; i++)
			if (p[i].revents)
				forward(s, i);
	beat();
}

static void drain(struct streams *s)
{
	long long until = now_ms() + GRACE_MS;

	for (int i = 0; s && i < 2; i++)
		while (s->fd[i] >= 0) {
			struct pollfd p = { s->fd[i], POLLIN, 0 };

			if (poll(&p, 1, DRAIN_MS) <= 0 || now_ms() > until) {
				close(s->fd[i]);
				s->fd[i] = -1;
				break;
			}
			forward(s, i);
			beat();
		}
}

/* ---- children ---- */

/* Reaps all children that ended; returns whether this one was among them. */
static bool reap(pid_t child, int *status)
{
	bool found = false;
	int ended;
	pid_t pid;

	while ((pid = waitpid(-1, &ended, WNOHANG)) > 0)
		if (pid == child) {
			*status = ended;
			found = true;
		}
	return found;
}

/*
 * Describes tasks that outlived the limit, or of those that may only the ones in D. A task in D that
 * still runs at times is not stuck.
 */
static void report_unfinished(long id, struct streams *s, bool only_stuck)
{
	long long until = now_ms() + STILL_MS;
	int before = look(seen), count, reported = 0;

	while (now_ms() < until)
		pump(s, 100);
	count = look(again);
	for (int i = 0; i < count && reported < MAX_REPORTED; i++) {
		bool still = false;

		for (int k = 0; k < before; k++)
			still |= seen[k].tid == again[i].tid && seen[k].state == 'D' &&
				 seen[k].switches == again[i].switches;
		if (again[i].state == 'D' ? !still : only_stuck)
			continue;
		report(&again[i], id, false);
		reported++;
	}
}

/* Counts the tasks that the child left behind. */
static int leftovers(struct streams *s)
{
	long long until = now_ms() + LINGER_MS;
	int count, status;

	while ((count = look(seen)) && now_ms() < until) {
		pump(s, 10);
		reap(0, &status);
	}
	return count;
}

/* Kills every process but the agent, waits, and describes those that remain. */
static bool kill_all(pid_t child, long id, struct streams *s, struct fate *f, bool reaped)
{
	long long last = now_ms() + GRACE_MAX_MS, until = now_ms() + GRACE_MS;
	int count, fewest = MAX_TASKS + 1;

	kill(-1, SIGKILL);
	for (;;) {
		reaped |= reap(child, &f->status);
		count = look(again);
		if (count < fewest) {
			fewest = count;
			until = now_ms() + GRACE_MS;
		}
		if (!count || now_ms() >= until || now_ms() >= last)
			break;
		pump(s, 20);
	}
	for (int i = 0; i < count && i < MAX_REPORTED; i++)
		report(&again[i], id, true);
	return !count && (reap(child, &f->status) || reaped);
}

/* Whether a watched child ended, and everything it started: some leave others to do the work. */
static bool family_ended(pid_t child, struct fate *f, bool *reaped)
{
	*reaped |= reap(child, &f->status);
	return *reaped && look(seen) == 0;
}

struct fate await_child(pid_t child, long id, unsigned long limit_ms, struct streams *streams,
			void (*watch)(long id))
{
	long long deadline = now_ms() + (long long)limit_ms;
	struct fate f = { 0, false, true, 0 };
	bool reaped = false, ended;

	while (!(ended = watch ? family_ended(child, &f, &reaped) : reap(child, &f.status)) &&
	       now_ms() < deadline) {
		pump(streams, watch ? WATCH_MS : 100);
		if (watch)
			watch(id);
	}
	reaped |= ended;
	f.timed_out = !ended;
	if (f.timed_out)
		report_unfinished(id, streams, watch != NULL);
	else
		f.left_over = leftovers(streams);
	if (f.timed_out && watch)
		mark_kill();
	if (f.timed_out || f.left_over)
		f.gone = kill_all(child, id, streams, &f, reaped);
	drain(streams);
	return f;
}

pid_t fork_child(void)
{
	pid_t child = fork();

	if (child == 0) {
		sigset_t none;

		setsid();
		signal(SIGPIPE, SIG_DFL);
		signal(SIGCHLD, SIG_DFL);
		sigemptyset(&none);
		sigprocmask(SIG_SETMASK, &none, NULL);
	}
	return child;
}

int blocking(long id, unsigned long limit_ms, int (*call)(void *), void *argument)
{
	pid_t child = fork_child();
	struct fate f;

	if (child < 0)
		return errno;
	if (child == 0)
		_exit(call(argument) & 0xff);
	f = await_child(child, id, limit_ms, NULL, NULL);
	if (f.timed_out)
		return ETIMEDOUT;
	return WIFEXITED(f.status) ? WEXITSTATUS(f.status) : EINTR;
}

void idle(void)
{
	int status;

	pump(NULL, 100);
	reap(0, &status);
}
