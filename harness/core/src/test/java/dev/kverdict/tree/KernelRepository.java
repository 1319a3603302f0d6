package dev.kverdict.tree;

import dev.kverdict.host.Command;
import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A git repository with what makes a tree a kernel's, and a file. */
final class KernelRepository {

  static final String MAKEFILE =
      """
      # SPDX-License-Identifier: GPL-2.0
      VERSION = 6
      PATCHLEVEL = 12
      SUBLEVEL = 117
      EXTRAVERSION =
      """;

  private final Lane lane = new HostLane();
  private final Path top;

  private KernelRepository(Path top) {
    this.top = top;
  }

  /** Creates one with a single commit. */
  static KernelRepository create(Path top) throws IOException {
    KernelRepository made = bare(top);
    made.write("Makefile", MAKEFILE);
    made.write("fs/a.c", "int a;\n");
    made.commit("first");
    return made;
  }

  /** Creates one without a commit. */
  static KernelRepository bare(Path top) throws IOException {
    KernelRepository made = new KernelRepository(Files.createDirectories(top));
    made.git("init", "--quiet", "--initial-branch=master");
    return made;
  }

  Path top() {
    return top;
  }

  /** Runs git in it, and returns the last line of what it prints. */
  String git(String... words) {
    String[] argv = new String[words.length + 1];
    argv[0] = "git";
    System.arraycopy(words, 0, argv, 1, words.length);
    var lines =
        lane.run(
                Command.of(top, argv)
                    .withEnvironment(
                        Map.of(
                            "GIT_CONFIG_GLOBAL", "/dev/null",
                            "GIT_AUTHOR_NAME", "A",
                            "GIT_AUTHOR_EMAIL", "a@example.org",
                            "GIT_COMMITTER_NAME", "A",
                            "GIT_COMMITTER_EMAIL", "a@example.org"))
                    .asChore())
            .orThrow("git")
            .output();
    return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
  }

  void write(String file, String text) throws IOException {
    Path path = top.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  /** Commits everything, and returns the name of the commit. */
  String commit(String subject) {
    git("add", "--all", "--force");
    git("commit", "--quiet", "-m", subject);
    return git("rev-parse", "HEAD");
  }
}
