package dev.kverdict.fetch;

import dev.kverdict.HostIo;
import dev.kverdict.UserError;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import dev.kverdict.host.ShortLived;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Commits of a repository as patches.
 *
 * @param tree the repository, or its working tree
 */
record GitRange(Lane lane, Path tree) {

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final List<String> PLAIN =
      List.of(
          "--no-ext-diff",
          "--no-textconv",
          "--no-color",
          "--full-index",
          "--binary",
          "--src-prefix=a/",
          "--dst-prefix=b/");

  /** What a person may have configured for mails, undone. */
  private static final List<String> MAILS =
      List.of(
          "--numbered",
          "--subject-prefix=PATCH",
          "--no-attach",
          "--no-thread",
          "--no-cover-letter",
          "--no-signature");

  /**
   * Returns the commits as a series; those between two revisions as one diff if there are merges
   * among them, because a merge is no patch.
   *
   * @param revisions {@code REV..REV}, or {@code REV} for one commit
   * @param most the most bytes to return; one more is returned of a larger patch
   * @throws UserError if they are not there, or are no commits
   */
  byte[] patches(String revisions, int most) {
    requireDirectory();
    return HostIo.get(
        "cannot read the commits of " + tree,
        () -> {
          Path directory = ShortLived.directory("kverdict");
          try {
            return patches(revisions, most, directory);
          } finally {
            ShortLived.delete(directory);
          }
        });
  }

  private byte[] patches(String revisions, int most, Path directory) throws IOException {
    Path file = Files.createFile(directory.resolve("patches"));
    boolean one = !revisions.contains("..");
    String range = one ? revisions + "^!" : revisions;
    String merges =
        String.join(
            "",
            run(revisions, command("rev-list", List.of("--merges", "--count"), range)).output());
    if (merges.equals("0")) {
      write(revisions, file, "format-patch", MAILS, range);
    } else {
      String both = one ? revisions + "^1.." + revisions : range;
      write(revisions, file, "diff", List.of(), both);
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length == 0) {
        throw new UserError("git:" + revisions, "holds no change", "name commits: git:BASE..TIP");
      }
      return bytes;
    }
  }

  private void requireDirectory() {
    if (!Files.isDirectory(tree)) {
      throw new UserError("--tree " + tree, "is no directory", "name a git repository");
    }
  }

  /**
   * Returns the names of the commits between two revisions, the oldest first, without merges.
   *
   * @param revisions {@code REV..REV}, or {@code REV} for one commit
   * @throws UserError if they are not there, are no commits, or more than {@code most}
   */
  List<String> commits(String revisions, int most) {
    return HostIo.get(
        "cannot read the commits of " + tree,
        () -> {
          Path directory = ShortLived.directory("kverdict");
          try {
            return commits(revisions, most, Files.createFile(directory.resolve("commits")));
          } finally {
            ShortLived.delete(directory);
          }
        });
  }

  private List<String> commits(String revisions, int most, Path file) throws IOException {
    String range = revisions.contains("..") ? revisions : revisions + "^!";
    // One more than is allowed shows that there are too many; a redirection keeps long output.
    var unused =
        run(
            revisions,
            Command.of(
                    tree,
                    "sh",
                    "-c",
                    "exec git rev-list --no-merges --max-count=\"$1\" --end-of-options \"$2\" -- >\"$3\"",
                    "git",
                    Integer.toString(most + 1),
                    range,
                    file.toString())
                .asChore()
                .reading(tree)
                .writing(file)
                .within(LIMIT));
    List<String> commits = new ArrayList<>(Files.readAllLines(file));
    if (commits.isEmpty() || commits.size() > most) {
      throw new UserError(
          "git:" + revisions,
          commits.isEmpty() ? "holds no change" : "holds more than " + most + " commits",
          "name commits: git:BASE..TIP");
    }
    Collections.reverse(commits);
    return commits;
  }

  /**
   * Returns a version of a file by its id, as bytes held in ISO 8859-1, if it is there.
   *
   * @throws UserError if there is no such repository
   */
  Optional<String> version(String id) {
    requireDirectory();
    return HostIo.get(
        "cannot read " + tree,
        () -> {
          Path directory = ShortLived.directory("kverdict");
          try {
            Path file = Files.createFile(directory.resolve("version"));
            // A redirection keeps long output.
            CommandResult result =
                lane.run(
                    Command.of(
                            tree,
                            "sh",
                            "-c",
                            "exec git cat-file blob \"$1\" >\"$2\"",
                            "git",
                            id,
                            file.toString())
                        .asChore()
                        .reading(tree)
                        .writing(file)
                        .within(LIMIT));
            return result.ok()
                ? Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1))
                : Optional.empty();
          } finally {
            ShortLived.delete(directory);
          }
        });
  }

  private void write(String revisions, Path file, String how, List<String> more, String range) {
    List<String> options = new ArrayList<>(PLAIN);
    options.addAll(more);
    options.add("--output=" + file);
    var unused = run(revisions, command(how, options, range).writing(file));
  }

  private Command command(String how, List<String> options, String range) {
    List<String> argv = new ArrayList<>(List.of("git", how));
    argv.addAll(options);
    argv.addAll(List.of("--end-of-options", range, "--"));
    return Command.of(tree, argv.toArray(String[]::new)).asChore().reading(tree).within(LIMIT);
  }

  private CommandResult run(String revisions, Command command) {
    CommandResult result = lane.run(command);
    if (!result.ok()) {
      throw new UserError(
          "git:" + revisions, result.summary(), "name commits of the repository in --tree " + tree);
    }
    return result;
  }
}
