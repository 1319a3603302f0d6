package dev.kverdict.tree;

/**
 * A commit of a kernel's tree.
 *
 * @param id its name in hex
 * @param tree the name of its files in hex
 * @param subject the first line of its message
 * @param release the version in its Makefile, such as {@code 6.12.117}
 */
public record Commit(String id, String tree, String subject, String release) {

  private static final int SHORT = 12;

  /** Returns as much of its name as people write (Documentation/process/submitting-patches). */
  public String shortId() {
    return id.substring(0, Math.min(SHORT, id.length()));
  }
}
