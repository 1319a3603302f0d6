// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel's log. Marks in it relate what the kernel prints to the program's progress, because
 * the console and the channel have no common clock.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/klog.h>

#include "agent.h"

#define CONSOLE_LEVEL 8		/* syslog(2): SYSLOG_ACTION_CONSOLE_LEVEL */
#define EVERYTHING 8		/* one above KERN_DEBUG */
#define MAX_MARKS 256

void open_log(void)
{
	klogctl(CONSOLE_LEVEL, NULL, EVERYTHING);
	write_file("/proc/sys/kernel/printk_devkmsg", "on\n");	/* no rate limit on marks */
}

int mark(void)
{
	static int marks;
	struct message m;
	char text[64];

	if (marks == MAX_MARKS)
		return 0;
	/* The log comes first: a mark missing on the channel is later than all those reported there. */
	snprintf(text, sizeof(text), "<5>kverdict: mark %d\n", ++marks);
	write_file("/dev/kmsg", text);
	begin(&m, "mark", NO_ID);
	put_number(&m, "n", marks);
	send_message(&m);
	return marks;
}
