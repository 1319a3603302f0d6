// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lets the kernel break in the way that TYPE names (drivers/misc/lkdtm), with the watchdogs set so
 * short that none needs minutes. WAIT is how many seconds the report may take to come, STALL how many
 * RCU waits: more, where another watchdog is to be the first on a busy host, too.
 */
#include <sys/mount.h>
#include <sys/stat.h>
#include "../kv.h"
#include "put.h"

#ifndef TYPE
#error "TYPE names the crash"
#endif
#ifndef WAIT
#define WAIT 0
#endif
#ifndef STALL
#define STALL 5
#endif
#define TEXT_OF(x) #x
#define TEXT(x) TEXT_OF(x)

int main(void)
{
	kv_plan(3);
	mkdir("/tmp/debug", 0700);
	kv_step("mount", !mount("debugfs", "/tmp/debug", "debugfs", 0, NULL));
	kv_step("watchdogs",
		put("/proc/sys/kernel/watchdog_thresh", "4") &&
		put("/proc/sys/kernel/hung_task_timeout_secs", "5") &&
		put("/sys/module/rcupdate/parameters/rcu_cpu_stall_timeout", TEXT(STALL)));
	if (WAIT && !fork()) {
		put("/tmp/debug/provoke-crash/DIRECT", TEXT(TYPE));
		_exit(0);
	}
	kv_step("provoke", WAIT ? !sleep(WAIT)
				: put("/tmp/debug/provoke-crash/DIRECT", TEXT(TYPE)));
	return 0;
}
