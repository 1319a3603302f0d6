// SPDX-License-Identifier: GPL-2.0-only
/*
 * The calls of cow-bug-on as fuzzers' programs make them: one child after the other does them in the
 * directory that it finds itself in, prints nothing, ignores every error and goes on for ever. For the
 * first DELAY_MS the call that matters is left out.
 *
 * KILLS: 1: first it kills whatever it sees: the agent, its own parent, every other process.
 * GIVE_UP: 1: end at once, with a line that says why; 2: end when the move is refused.
 */
#ifndef DELAY_MS
#define DELAY_MS 0
#endif
#ifndef KILLS
#define KILLS 0
#endif
#ifndef GIVE_UP
#define GIVE_UP 0
#endif

#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../../../../../../repros/ocfs2/move_ext.h"

#define REFUSED 3

static long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int iteration(int deadly)
{
	static char zeroes[0xfea0];
	off_t in = 0, out = 0x10000;
	uint64_t moved;
	int r0, r1, refused = 0;

	unlink("file1");
	r0 = open("/dev/zero", O_RDONLY);
	(void)!read(r0, zeroes, sizeof(zeroes));
	close(r0);
	r0 = open("file1", O_RDWR | O_CREAT, 0644);
	r1 = open("file1", O_RDWR);
	(void)!write(r0, zeroes, sizeof(zeroes));
	fsync(r0);
	syscall(SYS_copy_file_range, r1, &in, r0, &out, 0xd8c2, 0);
	if (deadly)
		refused = move_ext(r0, 0x100000, 0, 0, MOVE_EXT_AUTO_DEFRAG, &moved) != 0;
	(void)!pwrite(r1, zeroes, 0x1c, 0);
	return refused ? REFUSED : 0;
}

/* Goes on in a child, the only one left. */
static void kill_all(void)
{
	static const int signals[] = { SIGKILL, SIGTERM, SIGHUP, SIGSEGV, SIGSTOP, SIGCHLD };

	if (fork())
		pause();
	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		kill(1, signals[i]);
	kill(-1, SIGKILL);
}

int main(void)
{
	long begin = now_ms();

	if (KILLS)
		kill_all();

	if (GIVE_UP == 1) {
		fprintf(stderr, "cannot set up: the device is not there\n");
		return 1;
	}
	for (;;) {
		int deadly = now_ms() - begin >= DELAY_MS, status = 0;
		pid_t child = fork();

		if (child == 0)
			_exit(iteration(deadly));
		waitpid(child, &status, 0);
		if (GIVE_UP && WIFEXITED(status) && WEXITSTATUS(status) == REFUSED) {
			printf("the move was refused\n");
			return 2;
		}
		usleep(1000);
	}
}
