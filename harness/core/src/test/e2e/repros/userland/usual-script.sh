#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# What a script finds that has bash and e2fsprogs: it may write anywhere but to /usr, mounts and
# unmounts what it likes, and has namespaces.
. /kverdict/kv.sh

disk=$(kv_disk scratch)
places=(/scratch /mnt/a /root/b)

writes_anywhere() {
	mkdir -p "${places[@]}" && echo x >/etc/file && echo x >/var/tmp/file && echo x >/opt-file
}

usr_is_read_only() {
	! touch /usr/bin/file
}

awk_and_ps() {
	ps -e | awk '$1 == 1 { found = 1 } END { exit !found }'
}

unmounts_and_checks() {
	echo data >/scratch/file && umount /scratch && e2fsck -fn "$disk" &&
		mount "$disk" /scratch && grep -q data /scratch/file && umount /scratch
}

makes_namespaces() {
	unshare --user --map-root-user --mount --pid --fork --mount-proc sh -c 'test $$ = 1 && mount -t tmpfs none /mnt'
}

keeps_modules_apart() {
	modprobe -q ext4 && ! modprobe no-such-module && ! modprobe dummy numdummies=1
}

stays_with_its_image() {
	findmnt -n -o FSTYPE / | grep -q tmpfs && test "$PWD" = /tmp && test "$(id -u)" = 0
}

kv_plan 9
kv_step writes-anywhere writes_anywhere
kv_step usr-is-read-only usr_is_read_only
kv_step awk-and-ps awk_and_ps
kv_step mkfs mkfs.ext4 -q -F "$disk"
kv_step mount mount "$disk" /scratch
kv_step unmounts-and-checks unmounts_and_checks
kv_step makes-namespaces makes_namespaces
kv_step no-modules-by-hand keeps_modules_apart
kv_step stays-with-its-image stays_with_its_image
