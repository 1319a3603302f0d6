#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Prints nothing and never ends, unless the kernel does.
truncate -s 1M image && mkfs.minix image >/dev/null
for ((i = 0; ; i++)); do
	mount -o loop image /mnt && umount /mnt
	if ((i == 5)); then
		echo c >/proc/sysrq-trigger
	fi
done
