package dev.kverdict.tree;

import dev.kverdict.UserError;
import dev.kverdict.host.CommandResult;
import dev.kverdict.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks at commits of a repository, and refuses those that are no kernel.
 *
 * @param where what errors call the repository
 */
record Commits(Git git, String where) {

  /** The name of a commit in full, in either hash. */
  static final Pattern NAME = Pattern.compile("[0-9a-f]{40}([0-9a-f]{24})?");

  /** What nobody means by a revision, and git would take for an option or a path. */
  private static final Pattern REVISION = Pattern.compile("[^-\\p{Cntrl}:][^\\p{Cntrl}:]{0,200}");

  /** One line of git ls-tree -l: mode, type, object, size, name. */
  private static final Pattern FILE = Pattern.compile("(\\d+) (\\w+) \\w+ +(\\d+|-)\t(.*)");

  /** The largest file of a kernel has 25 MiB: a header of an amdgpu driver. */
  static final long MOST_BYTES = 100L << 20;

  /** Returns the name of the commit that a revision means; empty if there is none. */
  Optional<String> id(String revision) {
    return REVISION.matcher(revision).matches()
        ? git.ask(NAME, "rev-parse", "--verify", "--quiet", revision + "^{commit}")
        : Optional.empty();
  }

  /**
   * Returns a commit.
   *
   * @param id its name in hex
   * @throws UserError if it is not a kernel's, or cannot be read
   */
  Commit read(String id) {
    List<String> lines = new ArrayList<>();
    CommandResult result = git.lines(lines::add, "cat-file", "commit", id);
    String tree = lines.isEmpty() ? "" : lines.get(0).replaceFirst("^tree ", "");
    if (!result.ok() || !NAME.matcher(tree).matches()) {
      throw unreadable(id, result.summary());
    }
    // An empty line ends the headers.
    String subject =
        lines.stream().dropWhile(line -> !line.isEmpty()).skip(1).findFirst().orElse("");
    return new Commit(id, tree, Printable.line(subject, 80), release(id));
  }

  private String release(String id) {
    List<String> makefile = new ArrayList<>();
    CommandResult result = git.lines(makefile::add, "cat-file", "blob", id + ":Makefile");
    return Release.of(result.ok() ? makefile : List.of())
        .orElseThrow(
            () ->
                new UserError(
                    where,
                    "is no kernel: the Makefile of %s has no VERSION and PATCHLEVEL"
                        .formatted(id.substring(0, 12)),
                    "name a tree of Linux"));
  }

  /**
   * Refuses what cannot be written out as one kernel.
   *
   * @throws UserError if a part is another repository's, or far larger than any file of a kernel
   */
  void requirePlain(Commit commit) {
    List<String> bad = new ArrayList<>();
    CommandResult result =
        git.lines(line -> complain(line).ifPresent(bad::add), "ls-tree", "-r", "-l", commit.tree());
    if (!result.ok()) {
      throw unreadable(commit.id(), result.summary());
    }
    if (!bad.isEmpty()) {
      throw new UserError(where, bad.get(0), "build a tree without it");
    }
  }

  private static Optional<String> complain(String line) {
    Matcher file = FILE.matcher(line);
    if (!file.matches()) {
      return Optional.empty();
    }
    String name = Printable.line(file.group(4), 200);
    if (file.group(2).equals("commit")) {
      return Optional.of("has a submodule, " + name);
    }
    String size = file.group(3);
    return size.length() < 19 && !size.equals("-") && Long.parseLong(size) > MOST_BYTES
        ? Optional.of(
            "has a file that belongs to no kernel: %s, %d MiB"
                .formatted(name, Long.parseLong(size) >> 20))
        : Optional.empty();
  }

  /** A partial or damaged clone has a commit without all of its files. */
  UserError unreadable(String id, String why) {
    return new UserError(
        where,
        "cannot be read at %s: %s".formatted(id.substring(0, 12), Printable.line(why)),
        "check it out once, so that all of it is here");
  }
}
