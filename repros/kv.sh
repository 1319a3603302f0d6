# SPDX-License-Identifier: GPL-2.0-only
# The reproducer contract, for shell scripts, as kv.h for C: a script begins with
#
#	. /kverdict/kv.sh
#
# Steps are printed as KTAP. The script ends with 1 when a check failed, with 4 when a step could
# not be done. What a step's command prints goes to standard error, and is no result.
kv_number=0

# kv_plan N: N steps follow; first call.
kv_plan() {
	echo "1..$1"
	/kverdict/deliver
}

# kv_result ok|"not ok" NAME: prints the line, which is delivered before the next step starts.
kv_result() {
	kv_number=$((kv_number + 1))
	echo "$1 $kv_number - $2"
	/kverdict/deliver
}

# kv_step NAME COMMAND [ARGUMENT...]: a step. When its command fails, the script ends.
kv_step() {
	kv_name=$1
	shift
	if "$@" >&2; then
		kv_result ok "$kv_name"
	else
		kv_result "not ok" "$kv_name"
		exit 4
	fi
}

# kv_check NAME COMMAND [ARGUMENT...]: the script's own check of what the steps left behind.
kv_check() {
	kv_name=$1
	shift
	if "$@" >&2; then
		kv_result ok "$kv_name"
	else
		kv_result "not ok" "$kv_name"
		exit 1
	fi
}

# kv_disk SERIAL: prints the device, such as /dev/vdb, of the disk with this serial:, which is the
# name of its image unless the case says otherwise.
kv_disk() {
	for kv_block in /sys/block/*; do
		if [ -e "$kv_block/serial" ] && [ "$(cat "$kv_block/serial")" = "$1" ]; then
			echo "/dev/${kv_block##*/}"
			return 0
		fi
	done
	return 1
}
