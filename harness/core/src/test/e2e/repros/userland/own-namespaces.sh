#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A script in namespaces of its own.
. /kverdict/kv.sh

kv_plan 4
kv_step first-process test $$ = 1
kv_step root-inside test "$(id -u)" = 0
kv_step own-mount mount -t tmpfs none /mnt
kv_step no-outside-mount sh -c '! mount -t debugfs none /mnt'
