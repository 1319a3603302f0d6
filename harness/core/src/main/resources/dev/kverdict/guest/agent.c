// SPDX-License-Identifier: GPL-2.0-only
/* Starts the agent, then serves one request after the other. */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/sockios.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/reboot.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "agent.h"

#define PORT_WAIT_MS 10000
#define DELIVER "deliver"	/* what kv.sh calls the agent */
#define VERB_AND_ID 2		/* words that every request begins with */
#define MAX_WORDS 7		/* further words of a request: run has the most */

void answer(const char *type, long id, const char *name, int error)
{
	struct message m;

	begin(&m, type, id);
	put_string(&m, "name", name);
	put_bool(&m, "ok", !error);
	put_string(&m, "errno", errno_name(error));
	send_message(&m);
}

/* Zero keeps the kernel's value; a kernel without the detector has nothing to set. */
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
static void handle_configure(const struct request *r)
{
	unsigned long beat_ms, hung, watchdog;
	int error;

	if (!number(r->words[0], 60000, &beat_ms) || beat_ms < 10 ||
	    !number(r->words[1], 1 << 30, &hung) ||
	    !number(r->words[2], 60, &watchdog)) {	/* kernel/watchdog.c takes at most 60 s */
		fault(r->id, "malformed configure request");
		return;
	}
	set_heartbeat((long)beat_ms);
	error = set_seconds("/proc/sys/kernel/hung_task_timeout_secs", hung);
	if (!error)
		error = set_seconds("/proc/sys/kernel/watchdog_thresh", watchdog);
	open_log();
	mark();
	answer("configured", r->id, "", error);
}

/* taint ID */
static void handle_taint(const struct request *r)
{
	struct message m;

	begin(&m, "taint", r->id);
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

static char identity[MAX_IDENTITY + 1];

/*
 * Keeps the first name given, so that a restored guest can prove that it is the one that was saved.
 * Returns an errno.
 */
static int identify(const char *name)
{
	if (strlen(name) > MAX_IDENTITY)
		return ENAMETOOLONG;
	if (!*identity)
		strcpy(identity, name);
	return strcmp(identity, name) ? ESTALE : 0;
}

/* Gives the guest of that name another one, because it goes its own way from here. Returns an errno. */
static int rename_guest(const char *from, const char *to)
{
	if (strlen(to) > MAX_IDENTITY)
		return ENAMETOOLONG;
	if (strcmp(identity, from))
		return ESTALE;
	strcpy(identity, to);
	return 0;
}

/* identify ID NAME */
static void handle_identify(const struct request *r)
{
	answer("identified", r->id, "", identify(r->words[0]));
}

/* rename ID FROM TO */
static void handle_rename(const struct request *r)
{
	answer("identified", r->id, "", rename_guest(r->words[0], r->words[1]));
}

/* reseed ID SEED */
static void handle_reseed(const struct request *r)
{
	answer("reseeded", r->id, "", reseed(r->words[0]));
}

/* survive ID */
static void handle_survive(const struct request *r)
{
	answer("surviving", r->id, "", survive_oops());
}

/* watch ID */
static void handle_watch(const struct request *r)
{
	begin_watching();
	answer("watching", r->id, "", 0);
}

/* probe ID NAME WHERE */
static void handle_probe(const struct request *r)
{
	answer("probed", r->id, r->words[0], add_probe(r->words[0], r->words[1]));
}

/* count ID */
static void handle_count(const struct request *r)
{
	answer("counted", r->id, "", report_changed_hits());
}

/* module ID LIMIT_MS NAME */
static void handle_module(const struct request *r)
{
	answer("loaded", r->id, r->words[0], load_module(r->id, r->words[0], r->limit_ms));
}

/* reboot ID */
static void handle_reboot(const struct request *r)
{
	(void)r;
	reboot(RB_AUTOBOOT);
}

#define LIMITED true		/* the first word after the ID is the limit in ms */

/* The requests with the number of words after the ID and the limit, but those that bytes follow. */
static const struct verb {
	const char *name;
	bool limited;
	int min, max;
	void (*handle)(const struct request *r);
} verbs[] = {
	{ "configure", false, 3, 3, handle_configure },
	{ "module", LIMITED, 1, 1, handle_module },
	{ "userland", LIMITED, 1, 1, handle_userland },
	{ "mount", LIMITED, 3, 4, handle_mount },
	{ "identify", false, 1, 1, handle_identify },
	{ "rename", false, 2, 2, handle_rename },
	{ "reseed", false, 1, 1, handle_reseed },
	{ "survive", false, 0, 0, handle_survive },
	{ "watch", false, 0, 0, handle_watch },
	{ "probe", false, 2, 2, handle_probe },
	{ "count", false, 0, 0, handle_count },
	{ "taint", false, 0, 0, handle_taint },
	{ "reread", LIMITED, 0, 0, handle_reread },
	{ "settle", LIMITED, 0, 0, handle_settle },
	{ "reboot", false, 0, 0, handle_reboot },
};

static const struct verb *find_verb(const char *name)
{
	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++)
		if (!strcmp(verbs[i].name, name))
			return &verbs[i];
	return NULL;
}

/* Takes the limit off the words; false if there is none. */
static bool take_limit(struct request *r)
{
	if (r->count < 1 || !number(r->words[0], MAX_LIMIT_MS, &r->limit_ms))
		return false;
	r->words++;
	r->count--;
	return true;
}

/* Returns false if the request stream cannot be parsed any further. */
static bool handle(char *line)
{
	char *all[VERB_AND_ID + MAX_WORDS];
	int count = split(line, all, VERB_AND_ID + MAX_WORDS) - VERB_AND_ID;
	struct request r = { .words = all + VERB_AND_ID, .count = count };
	const struct verb *verb;
	unsigned long id;

	if (count < 0 || !number(all[1], 1 << 30, &id)) {
		fault(NO_ID, "malformed request");
		return false;
	}
	r.id = (long)id;
	if (!strcmp(all[0], "run"))
		return handle_run(&r);
	if (!strcmp(all[0], "replace"))
		return handle_replace(&r);
	verb = find_verb(all[0]);
	if (!verb || (verb->limited && !take_limit(&r)) || r.count < verb->min || r.count > verb->max)
		fault(r.id, "malformed or unknown request %.32s", all[0]);
	else
		verb->handle(&r);
	return true;
}

static void wake(int signal_number)
{
	(void)signal_number;	/* it only has to interrupt ppoll */
}

/* SIGCHLD is only delivered where the agent waits for it. */
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

/* Waits until the agent took everything from standard output, as kv.h does. Returns an exit code. */
static int deliver(void)
{
	int queued;

	while (!ioctl(STDOUT_FILENO, SIOCOUTQ, &queued) && queued)
		usleep(500);
	return 0;
}

/* What the agent's binary does for the kernel and for scripts. Returns an exit code. */
static int help(int argc, char **argv)
{
	if (argc > 0 && !strcmp(basename(argv[0]), DELIVER))
		return deliver();
	return argc > 1 ? answer_request(argv[argc - 1]) : 1;
}

int main(int argc, char **argv)
{
	/* Above all programs under test, whose forks do not inherit it. */
	struct sched_param high = { .sched_priority = 50 };
	char line[MAX_HEADER];

	if (getpid() != 1)
		return help(argc, argv);
	set_signals();
	mount_system();
	if (sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &high))
		fprintf(stderr, "kverdict: no real-time priority: %s\n", errno_name(errno));
	load_boot_modules();
	prepare_environment();
	begin_requests();	/* what a mount asks for besides is not looked for: boots stay short */
	for (long long until = now_ms() + PORT_WAIT_MS; !port_open() && now_ms() < until;)
		usleep(10000);
	if (!port_open()) {
		fprintf(stderr, "kverdict: no virtio-serial port for the agent, so no host to serve\n");
		for (;;)
			pause();
	}
	hello();
	report_boot_modules();
	while (read_line(line, sizeof(line)) && handle(line))
		;
	fault(NO_ID, "the request stream cannot be parsed any further");
	for (;;)
		idle();
}
