package dev.kverdict.sketch;

import dev.kverdict.model.FileSystem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Debian's packages of the programs that reproducers call, beside those that are always there. */
final class Tools {

  private static final Map<String, String> PACKAGES =
      Map.ofEntries(
          Map.entry("bpftool", "bpftool"),
          Map.entry("bridge", "iproute2"),
          Map.entry("btrfs", "btrfs-progs"),
          Map.entry("busybox", "busybox"),
          Map.entry("cryptsetup", "cryptsetup-bin"),
          Map.entry("debugfs", "e2fsprogs"),
          Map.entry("dmsetup", "dmsetup"),
          Map.entry("dumpe2fs", "e2fsprogs"),
          Map.entry("ethtool", "ethtool"),
          Map.entry("fio", "fio"),
          Map.entry("getfacl", "acl"),
          Map.entry("getfattr", "attr"),
          Map.entry("ifconfig", "net-tools"),
          Map.entry("ip", "iproute2"),
          Map.entry("ip6tables", "iptables"),
          Map.entry("ipset", "ipset"),
          Map.entry("iptables", "iptables"),
          Map.entry("keyctl", "keyutils"),
          Map.entry("lvcreate", "lvm2"),
          Map.entry("mdadm", "mdadm"),
          Map.entry("mke2fs", "e2fsprogs"),
          Map.entry("mkfs.erofs", "erofs-utils"),
          Map.entry("mkfs.exfat", "exfatprogs"),
          Map.entry("mkfs.ext2", "e2fsprogs"),
          Map.entry("mkfs.ext3", "e2fsprogs"),
          Map.entry("mkfs.jfs", "jfsutils"),
          Map.entry("mkfs.ntfs", "ntfs-3g"),
          Map.entry("mksquashfs", "squashfs-tools"),
          Map.entry("nc", "netcat-openbsd"),
          Map.entry("nft", "nftables"),
          Map.entry("nvme", "nvme-cli"),
          Map.entry("perl", "perl-base"),
          Map.entry("ping", "iputils-ping"),
          Map.entry("python", "python3-minimal"),
          Map.entry("python3", "python3-minimal"),
          Map.entry("quotacheck", "quota"),
          Map.entry("quotaon", "quota"),
          Map.entry("resize2fs", "e2fsprogs"),
          Map.entry("setfacl", "acl"),
          Map.entry("setfattr", "attr"),
          Map.entry("setquota", "quota"),
          Map.entry("ss", "iproute2"),
          Map.entry("strace", "strace"),
          Map.entry("stress-ng", "stress-ng"),
          Map.entry("tc", "iproute2"),
          Map.entry("tune2fs", "e2fsprogs"),
          Map.entry("xfs_db", "xfsprogs"),
          Map.entry("xfs_io", "xfsprogs"),
          Map.entry("xfs_quota", "xfsprogs"));

  private Tools() {}

  static Optional<String> packageOf(String tool) {
    return Optional.ofNullable(PACKAGES.get(tool)).or(() -> FileSystem.packageOf(tool));
  }

  /** Returns the packages of those words that are such programs, sorted. */
  static List<String> packages(Stream<String> words) {
    return words.flatMap(word -> packageOf(word).stream()).distinct().sorted().toList();
  }
}
