// SPDX-License-Identifier: GPL-2.0-only
/* Keeps every processor of the guest busy, at a priority that leaves nothing to anybody else. */
#include <sched.h>
#include <unistd.h>

#include "../../../../../../repros/kv.h"

int main(void)
{
	struct sched_param highest = { .sched_priority = 99 };

	kv_plan(2);
	kv_step("start", 1);
	for (int i = 0; i < 7; i++)
		if (!fork())
			break;
	sched_setscheduler(0, SCHED_FIFO, &highest);
	for (;;)
		;
}
