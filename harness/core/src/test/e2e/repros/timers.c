// SPDX-License-Identifier: GPL-2.0-only
/*
 * Keeps the kernel's timers busy in every way for some seconds, and until each has come some times,
 * however slow this host is: one that is lost never comes, and then it does not end.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdlib.h>
#include <sys/select.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>

#include "../../../../../../repros/kv.h"

#define TASKS 16

static volatile sig_atomic_t alarms;

static void on_alarm(int number)
{
	(void)number;
	alarms++;
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int sleep_much(int task, double until)
{
	struct itimerval often = { { 0, 700 + 130 * task }, { 0, 1000 } };
	struct itimerspec each = { { 0, 900000 + 10000 * task }, { 0, 500000 } };
	int fd = timerfd_create(CLOCK_MONOTONIC, 0);
	unsigned long long ticks, all = 0;

	signal(SIGALRM, on_alarm);
	setitimer(ITIMER_REAL, &often, NULL);
	timerfd_settime(fd, 0, &each, NULL);
	while (now() < until || alarms <= 10 || all <= 10) {
		struct timespec nap = { 0, 300000 + 7000 * task };
		struct timeval wait = { 0, 400 + 11 * task };

		nanosleep(&nap, NULL);
		select(0, NULL, NULL, NULL, &wait);
		if (read(fd, &ticks, sizeof(ticks)) == sizeof(ticks))
			all += ticks;
	}
	return 0;
}

int main(int argc, char **argv)
{
	double until = now() + (argc > 1 ? atof(argv[1]) : 1);
	int good = 0;

	kv_plan(1);
	for (int task = 0; task < TASKS; task++)
		if (fork() == 0)
			_exit(sleep_much(task, until));
	for (int task = 0; task < TASKS; task++) {
		int status;

		if (wait(&status) > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0)
			good++;
	}
	kv_step("went-on", good == TASKS);
	return 0;
}
