#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Two steps, of which the second kills the kernel: no line of the first is lost.
. /kverdict/kv.sh

kv_plan 2
kv_step lives true
kv_step dies sh -c 'echo c >/proc/sysrq-trigger'
