// SPDX-License-Identifier: GPL-2.0-only
/* Receives the program under test, runs it with reduced capabilities, reports its end. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent.h"

#define CANNOT_RUN 127		/* as in a shell */
#define MAX_OUTPUT (1ul << 31)
#define SCRIPT "/kverdict/script"
#define USUAL_PATH "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

/* A run request, checked. */
struct run {
	unsigned long size, limit_ms, output;
	unsigned long endless;	/* it is watched, and meant to run until its limit */
	enum sandbox sandbox;
	bool script;		/* it is run from a file, which its interpreter opens */
	const char *seed;
	unsigned long argc;
	char *argv[MAX_ARGS + 2];
};

static void cannot(const char *what)
{
	dprintf(STDERR_FILENO, "kverdict: cannot %s: %s\n", what, errno_name(errno));
	_exit(CANNOT_RUN);
}

/* A program with the ends of its streams. */
struct start {
	int program, out, err;
	struct run *r;
};

static void exec_program(void *start)
{
	const struct start *s = start;
	struct run *r = s->r;
	char seed[64];
	char *env[] = { in_userland() ? USUAL_PATH : "PATH=/", "HOME=/tmp", seed, NULL };
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);

	snprintf(seed, sizeof(seed), "KVERDICT_SEED=%.40s", r->seed);
	if (dup2(s->err, STDERR_FILENO) < 0 || dup2(null, STDIN_FILENO) < 0 ||
	    dup2(s->out, STDOUT_FILENO) < 0)
		cannot("set up its streams");
	if (chdir(work_directory()))
		cannot("enter its directory");
	if (!enter_sandbox(r->sandbox))
		cannot("enter its sandbox");
	if (r->script)
		execvpe(SCRIPT, r->argv, env);	/* without a line #! by /bin/sh */
	else
		fexecve(s->program, r->argv, env);
	cannot("execute it");
}

static void report_exit(long id, const struct fate *f)
{
	bool exited = f->gone && WIFEXITED(f->status), killed = f->gone && WIFSIGNALED(f->status);
	struct message m;

	begin(&m, "exit", id);
	put_number(&m, "code", exited ? WEXITSTATUS(f->status) : -1);
	put_number(&m, "signal", killed ? WTERMSIG(f->status) : 0);
	put_bool(&m, "timedOut", f->timed_out);
	put_bool(&m, "gone", f->gone);
	put_number(&m, "leftOver", f->left_over);
	send_message(&m);
}

/* Reports the end of a run that never began, because the host waits for it. */
static void refuse(long id, const char *why, int error)
{
	const struct fate never = { CANNOT_RUN << 8, false, true, 0 };

	fault(id, "%s: %s", why, errno_name(error));
	report_exit(id, &never);
}

static void run_program(long id, int program, struct run *r)
{
	int out[2] = { -1, -1 }, err[2] = { -1, -1 };
	struct message m;
	struct fate f;
	pid_t child;

	/* Sockets, not pipes: their sender can ask how much was not taken yet (SIOCOUTQ). */
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, out) ||
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, err)) {
		refuse(id, "socketpair", errno);
		return;
	}
	begin_work(r->endless);
	begin(&m, "started", id);
	send_message(&m);
	mark();
	child = fork_child();
	if (child == 0) {
		struct start start = { program, out[1], err[1], r };

		if (watching())
			watch_calls(exec_program, &start);
		exec_program(&start);
	}
	close(out[1]);
	close(err[1]);
	if (child < 0) {
		close(out[0]);
		close(err[0]);
		refuse(id, "fork", errno);
		return;
	}
	f = await_child(child, id, r->limit_ms, &(struct streams){ { out[0], err[0] }, r->output, false },
			r->endless ? watch_work : NULL);
	if (r->endless)
		end_work(id);
	report_requests();
	report_calls();
	report_exit(id, &f);
	mark();
}

/* Takes the program off the channel, even if it cannot be stored. */
bool receive(size_t size, int file, int *error)
{
	static char bytes[65536];

	while (size) {
		size_t n = size < sizeof(bytes) ? size : sizeof(bytes);
		ssize_t written;

		if (!read_exactly(bytes, n))
			return false;
		written = *error ? (ssize_t)n : write(file, bytes, n);
		if (written != (ssize_t)n)
			*error = written < 0 ? errno : ENOSPC;
		size -= n;
	}
	return true;
}

/* Whatever is no ELF file (elf(5)) is a script; it is stored as one. Returns an errno. */
static int store_script(int program, size_t size, bool *script)
{
	char magic[4] = "";
	off_t from = 0;
	int fd, error = 0;

	*script = pread(program, magic, sizeof(magic), 0) != sizeof(magic) ||
		  memcmp(magic, "\177ELF", sizeof(magic));
	if (!*script)
		return 0;
	fd = open(SCRIPT, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0755);
	if (fd < 0)
		return errno;
	while (!error && (size_t)from < size)
		if (sendfile(fd, program, &from, size - (size_t)from) <= 0)
			error = errno ? errno : EIO;
	close(fd);
	return error;
}

/* run ID SIZE LIMIT_MS SEED OUTPUT_LIMIT ENDLESS SANDBOX ARGC, then ARGC lines, then SIZE bytes */
bool handle_run(const struct request *request)
{
	static char lines[MAX_ARGS][MAX_HEADER];
	struct run r = { .argv = { "program" } };
	char **words = request->words;
	int program, error = 0;
	long id = request->id;
	unsigned long seed;

	if (request->count != 7 || !number(words[0], MAX_PROGRAM, &r.size) ||
	    !number(words[1], MAX_LIMIT_MS, &r.limit_ms) || !number(words[2], ~0ul, &seed) ||
	    !number(words[3], MAX_OUTPUT, &r.output) || !number(words[4], 1, &r.endless) ||
	    !find_sandbox(words[5], &r.sandbox) || !number(words[6], MAX_ARGS, &r.argc)) {
		fault(id, "malformed run request");
		return false;
	}
	r.seed = words[2];
	for (unsigned long i = 0; i < r.argc; i++) {
		if (!read_line(lines[i], MAX_HEADER))
			return false;
		r.argv[i + 1] = lines[i];
	}
	program = memfd_create("program", MFD_CLOEXEC);
	if (program < 0)
		error = errno;
	if (!receive(r.size, program, &error))
		return false;
	if (!error)
		error = store_script(program, r.size, &r.script);
	if (error)
		refuse(id, "the program cannot be stored", error);
	else
		run_program(id, program, &r);
	if (program >= 0)
		close(program);
	return true;
}
