# SPDX-License-Identifier: GPL-2.0-only
# A script without an interpreter's name, and without rights.
. /kverdict/kv.sh

kv_plan 3
kv_step nobody test "$(id -u)" = 65534
kv_step arguments test "$#-$1" = "2-one"
kv_step no-mount sh -c '! mount -t tmpfs none /mnt'
