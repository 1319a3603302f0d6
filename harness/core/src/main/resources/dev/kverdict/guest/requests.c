// SPDX-License-Identifier: GPL-2.0-only
/*
 * Answers the kernel's requests for modules. The kernel runs a program for each (kernel/module/kmod.c:
 * "modprobe -q -- NAME"); here it is the agent's own binary, which leaves a note for the agent in a
 * file and ends. A request that nobody can answer is no fault: kernels ask for much.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agent.h"

#define HELPER "/kverdict/modprobe"
#define NOTES "/kverdict/requests"
#define MAX_NOTES (64 << 10)	/* bytes; a program may cause any number of requests */
#define MAX_UNANSWERED 64	/* reported at most, each once */
#define MAX_NOTE 256

/* ---- the helper's side ---- */

/* One write, so that the notes of several helpers do not mix. */
static void leave_note(char kind, int error, const char *name)
{
	int fd = open(NOTES, O_WRONLY | O_APPEND | O_CLOEXEC);
	char note[MAX_NOTE];
	struct stat s;
	int n;

	if (fd < 0)
		return;
	n = snprintf(note, sizeof(note) - 1, "%c %d %.200s", kind, error, name);
	for (int i = 4; i < n; i++)
		if (note[i] < ' ' || note[i] == 0x7f)
			note[i] = '?';	/* a name may come from the program under test */
	note[n] = '\n';
	if (!fstat(fd, &s) && s.st_size < MAX_NOTES && write(fd, note, (size_t)n + 1) < 0)
		fprintf(stderr, "kverdict: a request for a module could not be noted\n");
	close(fd);
}

static void note_loaded(const char *file)
{
	leave_note('+', 0, file);
}

int answer_request(const char *name)
{
	int error = load_requested(name, note_loaded);

	if (error)
		leave_note('-', error, name);
	return error ? 1 : 0;
}

/* ---- the agent's side ---- */

static int notes = -1;

void begin_requests(void)
{
	notes = open(NOTES, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (notes >= 0)
		write_file("/proc/sys/kernel/modprobe", HELPER);	/* ENOENT: it has no modules */
}

static void report_unanswered(const char *name, int error)
{
	static char known[MAX_UNANSWERED][MAX_NOTE];
	static int count;
	struct message m;

	for (int i = 0; i < count; i++)
		if (!strcmp(known[i], name))
			return;
	if (count == MAX_UNANSWERED)
		return;
	snprintf(known[count++], MAX_NOTE, "%s", name);
	begin(&m, "unanswered", NO_ID);
	put_string(&m, "name", name);
	put_string(&m, "errno", errno_name(error));
	send_message(&m);
}

/* A program with root's rights can write notes, too: of what it says nothing is believed but a name. */
static void report_note(char *note)
{
	char *name, *end;
	long error = strtol(note + 2, &end, 10);

	if (strlen(note) < 5 || *end != ' ')
		return;
	name = end + 1;
	if (note[0] == '+' && is_live(name))
		report_module(NO_ID, name, 0);
	else if (note[0] == '-')
		report_unanswered(name, (int)error);
}

void report_requests(void)
{
	static char text[MAX_NOTES + MAX_NOTE];
	static off_t done;
	char *rest = text, *note;
	ssize_t n;

	n = notes < 0 ? 0 : pread(notes, text, sizeof(text) - 1, done);
	while (n > 0 && text[n - 1] != '\n')
		n--;		/* the last note is not complete yet */
	if (n <= 0)
		return;
	done += n;
	text[n] = 0;
	while ((note = strsep(&rest, "\n")) && *note)
		report_note(note);
}
