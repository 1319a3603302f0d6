// SPDX-License-Identifier: GPL-2.0-only
/* The agent's start and its conversation: one request after the other. */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/reboot.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "agent.h"

#define PORT_WAIT_MS 10000
#define MAX_LIMIT_MS (1ul << 31)

static void answer(const char *type, long id, const char *name, int error)
{
	struct message m;

	begin(&m, type, id);
	put_string(&m, "name", name);
	put_bool(&m, "ok", !error);
	put_string(&m, "errno", errno_name(error));
	send_message(&m);
}

/* Zero leaves the kernel's own value; a kernel without the detector has nothing to set. */
static int set_seconds(const char *path, unsigned long seconds)
{
	char text[32];
	int error;

	if (!seconds)
		return 0;
	snprintf(text, sizeof(text), "%lu", seconds);
	error = write_file(path, text);
	return error == ENOENT ? 0 : error;
}

/* configure ID HEARTBEAT_MS HUNG_TASK_S WATCHDOG_S */
static void handle_configure(long id, char **words)
{
	unsigned long beat_ms, hung, watchdog;
	int error;

	if (!number(words[0], 60000, &beat_ms) || beat_ms < 10 || !number(words[1], 1 << 30, &hung) ||
	    !number(words[2], 60, &watchdog)) {	/* kernel/watchdog.c takes at most 60 s */
		fault(id, "malformed configure request");
		return;
	}
	set_heartbeat((long)beat_ms);
	error = set_seconds("/proc/sys/kernel/hung_task_timeout_secs", hung);
	if (!error)
		error = set_seconds("/proc/sys/kernel/watchdog_thresh", watchdog);
	open_log();
	mark();
	answer("configured", id, "", error);
}

static void say_taint(long id)
{
	struct message m;

	begin(&m, "taint", id);
	put_number(&m, "taint", taint());
	put_resources(&m);
	send_message(&m);
}

static void hello(void)
{
	struct message m;
	struct utsname u;
	char hex[128];

	uname(&u);
	build_id("/sys/kernel/notes", hex, sizeof(hex));
	begin(&m, "hello", NO_ID);
	put_number(&m, "version", PROTOCOL_VERSION);
	put_number(&m, "ms", now_ms());
	put_number(&m, "taint", taint());
	put_string(&m, "release", u.release);
	put_string(&m, "buildId", hex);
	send_message(&m);
}

/*
 * The first name that is given stays: a guest that was saved and restored proves by it that it is
 * the one that was meant. Returns an errno.
 */
static int identify(const char *name)
{
	static char known[MAX_IDENTITY + 1];

	if (strlen(name) > MAX_IDENTITY)
		return ENAMETOOLONG;
	if (!*known)
		strcpy(known, name);
	return strcmp(known, name) ? ESTALE : 0;
}

/* False when the request stream cannot be followed any more. */
static bool handle(char *line)
{
	char *all[10], **words = all + 2;
	int count = split(line, all, 9) - 2;
	unsigned long id, limit;
	const char *verb = all[0];

	if (count < 0 || !number(all[1], 1 << 30, &id)) {
		fault(NO_ID, "malformed request");
		return false;
	}
	if (!strcmp(verb, "run"))
		return handle_run((long)id, words, count);
	if (!strcmp(verb, "configure") && count == 3)
		handle_configure((long)id, words);
	else if (!strcmp(verb, "taint") && count == 0)
		say_taint((long)id);
	else if (!strcmp(verb, "reseed") && count == 1)
		answer("reseeded", (long)id, "", reseed(words[0]));
	else if (!strcmp(verb, "identify") && count == 1)
		answer("identified", (long)id, "", identify(words[0]));
	else if (!strcmp(verb, "survive") && count == 0)
		answer("surviving", (long)id, "", survive_oops());
	else if (!strcmp(verb, "probe") && count == 2)
		answer("probed", (long)id, words[0], add_probe(words[0], words[1]));
	else if (!strcmp(verb, "count") && count == 0)
		answer("counted", (long)id, "", say_changed_hits());
	else if (!strcmp(verb, "reboot") && count == 0)
		reboot(RB_AUTOBOOT);
	else if (count < 1 || !number(words[0], MAX_LIMIT_MS, &limit))
		fault((long)id, "malformed or unknown request %.32s", verb);
	else if (!strcmp(verb, "module") && count == 2)
		answer("loaded", (long)id, words[1], load_module((long)id, words[1], limit));
	else if (!strcmp(verb, "mount") && (count == 4 || count == 5))
		handle_mount((long)id, limit, words + 1, count - 1);
	else if (!strcmp(verb, "reread") && count == 1)
		handle_reread((long)id, limit);
	else if (!strcmp(verb, "settle") && count == 1)
		handle_settle((long)id, limit);
	else
		fault((long)id, "malformed or unknown request %.32s", verb);
	return true;
}

static void wake(int signal_number)
{
	(void)signal_number;	/* its arrival ends ppoll, which is all it is for */
}

/* A child's end is a signal that arrives only where the agent waits for one. */
static void set_signals(void)
{
	struct sigaction action = { .sa_handler = wake };
	sigset_t child;

	signal(SIGPIPE, SIG_IGN);
	sigaction(SIGCHLD, &action, NULL);
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child, NULL);
}

int main(void)
{
	/* Above whatever runs under test, which forks from here without it. */
	struct sched_param high = { .sched_priority = 50 };
	char line[MAX_HEADER];

	set_signals();
	mount_system();
	if (sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &high))
		fprintf(stderr, "kverdict: no real-time priority: %s\n", errno_name(errno));
	load_boot_modules();
	for (long long until = now_ms() + PORT_WAIT_MS; !port_open() && now_ms() < until;)
		usleep(10000);
	if (!port_open()) {
		fprintf(stderr, "kverdict: no virtio-serial port for the agent: nobody to obey\n");
		for (;;)
			pause();
	}
	hello();
	report_boot_modules();
	while (read_line(line, sizeof(line)) && handle(line))
		;
	fault(NO_ID, "the request stream cannot be followed any more");
	for (;;)
		idle();
}
