#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Old data comes back on minix when a file shrinks and grows again, as somebody would report it.
. /kverdict/kv.sh

write_old() {
	head -c 4096 /dev/zero | tr '\0' x >/mnt/file && sync /mnt/file
}

kv_plan 8
kv_step image truncate -s 1M /tmp/image
kv_step mkfs mkfs.minix /tmp/image
kv_step attach mount -o loop /tmp/image /mnt
kv_step write write_old
kv_step shrink truncate -s 0 /mnt/file
kv_step grow truncate -s 4096 /mnt/file
kv_check data-is-zero cmp -n 4096 /mnt/file /dev/zero
kv_step detach umount /mnt
