package dev.kverdict.sketch;

import java.util.Map;
import java.util.Set;

/** Names of file systems on disks and the like; not those that every system has mounted. */
final class FileSystems {

  private static final Set<String> NAMES =
      Set.of(
          "9p",
          "adfs",
          "affs",
          "bcachefs",
          "befs",
          "bfs",
          "btrfs",
          "ceph",
          "cifs",
          "cramfs",
          "ecryptfs",
          "efs",
          "erofs",
          "exfat",
          "ext2",
          "ext3",
          "ext4",
          "f2fs",
          "fuse",
          "fuseblk",
          "gfs2",
          "hfs",
          "hfsplus",
          "hpfs",
          "isofs",
          "iso9660",
          "jffs2",
          "jfs",
          "minix",
          "msdos",
          "nfs",
          "nfs4",
          "nilfs2",
          "ntfs",
          "ntfs3",
          "ocfs2",
          "omfs",
          "orangefs",
          "overlay",
          "qnx4",
          "qnx6",
          "reiserfs",
          "romfs",
          "smb3",
          "squashfs",
          "sysv",
          "ubifs",
          "udf",
          "ufs",
          "vfat",
          "xfs",
          "zonefs");

  /** Those whose code is not in the directory of their name. */
  private static final Map<String, String> DIRECTORIES =
      Map.ofEntries(
          Map.entry("cifs", "smb/client"),
          Map.entry("ext3", "ext4"),
          Map.entry("fuseblk", "fuse"),
          Map.entry("iso9660", "isofs"),
          Map.entry("msdos", "fat"),
          Map.entry("nfs4", "nfs"),
          Map.entry("overlay", "overlayfs"),
          Map.entry("smb3", "smb/client"),
          Map.entry("vfat", "fat"));

  private FileSystems() {}

  /** Returns where the code of a file system is in a kernel's source. */
  static String directory(String type) {
    return "fs/" + DIRECTORIES.getOrDefault(type, type);
  }

  static boolean isOne(String word) {
    return NAMES.contains(word);
  }
}
