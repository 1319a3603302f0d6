package dev.kverdict.model;

import dev.kverdict.text.Label;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * File systems that can be made, mounted and checked by their name alone. The name, {@link #type},
 * is the kernel's word for the file system, as mount(2) takes it.
 *
 * <p>No checker here changes an image. Their exit codes, by their manual pages:
 *
 * <table>
 * <caption>Exit codes</caption>
 * <tr><td>{@code e2fsck -fn}<td>e2fsck(8): 0 clean, 4 errors left, 8 it could not check.
 *     {@code -E journal_only} replays the journal and does nothing else
 * <tr><td>{@code xfs_repair -n -f}<td>xfs_repair(8): 0 clean, 1 corrupt. With {@code -n} it ignores
 *     the log, and only a mount replays one, so a file system with a log to replay looks corrupt
 * <tr><td>{@code btrfs check --readonly}<td>btrfs-check(8): 0 clean, 1 errors. A tree is complete on
 *     the disk before the super block names it, so there is nothing to replay
 * <tr><td>{@code fsck.f2fs -f --dry-run}<td>fsck.f2fs(8) names no exit codes. It returns 0 for
 *     summary blocks that are wrong, too, and prints {@code [FIX]}; 1 and 255 for anything else.
 *     After a crash the last checkpoint is whole, and the checker looks at nothing newer
 * <tr><td>{@code fsck.fat -n}<td>fsck.fat(8): 0 clean, 1 errors that can be corrected, 2 wrong usage.
 *     A file system that is mounted has its dirty bit set, which is an error
 * <tr><td>{@code fsck.hfsplus -n -f}<td>fsck_hfs(8): 0 clean, 3 not unmounted, 8 corrupt. The kernel
 *     keeps no journal on HFS+
 * <tr><td>{@code fsck.ocfs2 -fn}<td>fsck.ocfs2(8): the codes of fsck(8), 0 clean, 4 errors left.
 *     {@code -p} replays the journals first
 * <tr><td>nilfs2<td>has no checker: what a mount recovers is all there is
 * <tr><td>udf<td>udftools has no checker
 * </table>
 */
public enum FileSystem {

  /** mkfs.btrfs(8); smaller than 109 MiB it wants another profile for its metadata. */
  BTRFS("btrfs-progs", 128, "mkfs.btrfs -q -f", "", "", "btrfs check --readonly", false),

  /**
   * mke2fs(8). By default the kernel's thread ext4lazyinit goes on with what mkfs left out, while
   * the program runs.
   */
  EXT4(
      "e2fsprogs",
      64,
      "mkfs.ext4 -q -F -E lazy_itable_init=0,lazy_journal_init=0",
      "",
      "e2fsck -E journal_only -p",
      "e2fsck -fn",
      false),

  /** mkfs.f2fs(8). */
  F2FS("f2fs-tools", 64, "mkfs.f2fs -q -f", "", "", "fsck.f2fs -f --dry-run", false),

  /** newfs_hfs(8), of Debian's section non-free; the kernel needs a table for its UTF-8 names. */
  HFSPLUS("hfsprogs", 64, "mkfs.hfsplus", "nls_utf8", "", "fsck.hfsplus -n -f", true),

  /** mkfs.nilfs2(8); with segments of the usual 8 MiB it takes at least 128 MiB and 4 KiB. */
  NILFS2("nilfs-tools", 256, "mkfs.nilfs2 -q -f", "", "", "", false),

  /** mkfs.ocfs2(8), for one node without a cluster. */
  OCFS2(
      "ocfs2-tools",
      64,
      "mkfs.ocfs2 -q -F -M local -N 1",
      "",
      "fsck.ocfs2 -p",
      "fsck.ocfs2 -fn",
      false),

  /** mkudffs(8), which takes the blocks of 512 bytes that a virtio disk has. */
  UDF("udftools", 64, "mkudffs", "", "", "", false),

  /** mkfs.fat(8); the kernel needs tables for the code page and the character set of names. */
  VFAT("dosfstools", 64, "mkfs.vfat", "nls_cp437 nls_ascii", "", "fsck.fat -n", true),

  /** mkfs.xfs(8), which makes nothing smaller than 300 MB. */
  XFS("xfsprogs", 300, "mkfs.xfs -q -f", "", "", "xfs_repair -n -f", true);

  private final String debianPackage;
  private final int mebibytes;
  private final String make;
  private final String helpers;
  private final String replay;
  private final String run;
  private final boolean unmountedOnly;

  /**
   * @param debianPackage Debian's package with the tools
   * @param mebibytes the size of an image for which none is asked, in MiB
   * @param make the command that makes one, without the image
   * @param helpers modules that nothing says it depends on
   * @param replay the command that replays the journal, if the checker needs one
   * @param run the command that checks, or nothing
   * @param unmountedOnly as in {@link ImageDef.Check}
   */
  FileSystem(
      String debianPackage,
      int mebibytes,
      String make,
      String helpers,
      String replay,
      String run,
      boolean unmountedOnly) {
    this.debianPackage = debianPackage;
    this.mebibytes = mebibytes;
    this.make = make;
    this.helpers = helpers;
    this.replay = replay;
    this.run = run;
    this.unmountedOnly = unmountedOnly;
  }

  private static Stream<String> words(String text) {
    return Stream.of(text.split(" ", -1)).filter(word -> !word.isEmpty());
  }

  private static List<String> command(String text, List<String> options) {
    return Stream.of(words(text), options.stream(), Stream.of("{image}"))
        .flatMap(words -> words)
        .toList();
  }

  /** Returns the file system that the kernel knows by this name. */
  public static Optional<FileSystem> of(String type) {
    return Stream.of(values()).filter(one -> one.type().equals(type)).findFirst();
  }

  /** Returns Debian's package of a tool of these file systems. */
  public static Optional<String> packageOf(String tool) {
    return Stream.of(values())
        .filter(one -> one.tools().anyMatch(tool::equals))
        .map(one -> one.debianPackage)
        .findFirst();
  }

  private Stream<String> tools() {
    return Stream.of(make, replay, run).flatMap(command -> words(command).limit(1));
  }

  /** Returns its name, as the kernel knows it. */
  public String type() {
    return Label.of(this);
  }

  /** Returns the size in bytes of an image for which none is asked. */
  public long sizeBytes() {
    return (long) mebibytes << 20;
  }

  /**
   * Returns the command that makes one.
   *
   * @param options further options of the tool
   */
  public List<String> make(List<String> options) {
    return command(make, options);
  }

  /** Returns the check after a trial, or null if there is no checker. */
  public ImageDef.@Nullable Check check() {
    return run.isEmpty()
        ? null
        : new ImageDef.Check(
            replay.isEmpty() ? List.of() : command(replay, List.of()),
            command(run, List.of()),
            unmountedOnly);
  }

  /**
   * Returns the modules that a mount needs, in the order of loading, without those that these
   * depend on. A guest has no modprobe that could find a table of characters when it is asked for.
   */
  public List<String> modules() {
    return Stream.concat(words(helpers), Stream.of(type())).toList();
  }

  /** Returns the options of a kernel that has it as a module, as lines of a configuration. */
  public List<String> options() {
    String others =
        switch (this) {
          case HFSPLUS -> "MISC_FILESYSTEMS";
          case OCFS2 -> "CONFIGFS_FS";
          case VFAT -> "NLS_CODEPAGE_437 NLS_ASCII NLS_ISO8859_1";
          case BTRFS, EXT4, F2FS, NILFS2, UDF, XFS -> "";
        };
    return Stream.concat(
            words(others).map(name -> "CONFIG_" + name + "=y"),
            Stream.of("CONFIG_" + name() + "_FS=m"))
        .toList();
  }
}
