package dev.kverdict.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.debian.DebianSource;
import dev.kverdict.host.Command;
import dev.kverdict.host.Lane;
import dev.kverdict.kernel.SourceTree;
import dev.kverdict.model.KernelSource;
import dev.kverdict.run.Environment;
import dev.kverdict.store.Entry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A developer's day: a tree of git with a bug, a fix that is not committed, and an edit. A whole
 * kernel is built for it.
 */
@Tag("vm")
@Tag("long")
class TryVmTest {

  private static final String FILE = "fs/minix/file.c";
  private static final String CALL = "\t\tminix_truncate(inode);\n";
  private static final Duration LONG = Duration.ofMinutes(20);

  @TempDir private Path directory;
  private final Environment environment = Environment.ofSystem();
  private final Lane lane = environment.lane();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path tree;

  @Test
  void aFixIsJudgedAndThenAnEditOfIt() throws IOException {
    tree = directory.resolve("linux");
    String fixed = unpack();
    Files.writeString(tree.resolve(FILE), fixed.replace(CALL, ""));
    git("commit", "--quiet", "--all", "-m", "minix: the bug");
    Files.writeString(tree.resolve(FILE), fixed);
    Path disk = directory.resolve("disk.img");
    run(directory, "truncate", "-s", "1M", disk.toString());
    run(directory, "mkfs.minix", disk.toString());
    Path options = Path.of("../core/src/test/e2e/minix.config");
    Map<String, String> before = listed();

    assertThat(tried(disk, options)).as(err + "\n" + out).isZero();
    assertThat(out.toString())
        .contains("HEAD, because files differ from it", "1 file, +1 -0: " + FILE)
        .contains("failure     check data-is-zero: what the control showed first, in trial 1")
        .contains(" FIXED ", "patch tree: PASS", "kverdict-try.yaml");
    assertThat(listed()).isEqualTo(before);

    Files.writeString(tree.resolve(FILE), fixed.replace(CALL, "\t\tmark_inode_dirty(inode);\n"));
    out.getBuffer().setLength(0);
    assertThat(tried(disk, options)).as(err + "\n" + out).isEqualTo(1);
    assertThat(out.toString())
        .contains("the control is built")
        .contains(" NOT_FIXED ", "patch tree: FAIL");

    out.getBuffer().setLength(0);
    assertThat(tried(disk, options, "--title", "kernel BUG in nothing", "--max-trials", "6"))
        .isEqualTo(Errors.USAGE);
    assertThat(out.toString()).contains("NOT_REPRODUCED");
    assertThat(err.toString())
        .contains("--title \"kernel BUG in nothing\": the control did not show it in ");
  }

  private int tried(Path disk, Path options, String... more) {
    List<String> words = new ArrayList<>(List.of("try", "src/test/resources/old-data.c"));
    words.addAll(List.of("--tree", tree.toString(), "--out", directory.resolve("runs").toString()));
    words.addAll(List.of("--image", disk.toString(), "--mount", "minix"));
    words.addAll(List.of("--fragment", options.toString()));
    words.addAll(Arrays.asList(more));
    return Kverdict.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(words.toArray(String[]::new));
  }

  /** Makes a repository of Debian's source, and returns the text of the file that is edited. */
  private String unpack() throws IOException {
    try (Entry source =
        new DebianSource(lane, environment.openStore(), (kernel, note) -> {})
            .obtain("try", new KernelSource.Debian("linux-source-6.12"))) {
      run(directory, "cp", "-a", source.folder().resolve(SourceTree.TREE) + "/.", tree.toString());
    }
    git("init", "--quiet", "--initial-branch=master");
    // Debian's list of ignored files names all of them.
    git("add", "--all", "--force");
    git("commit", "--quiet", "-m", "Linux");
    return Files.readString(tree.resolve(FILE));
  }

  private void git(String... words) {
    List<String> argv = new ArrayList<>(List.of("git", "-c", "gc.auto=0"));
    argv.addAll(List.of("-c", "user.name=A", "-c", "user.email=a@example.org"));
    argv.addAll(Arrays.asList(words));
    run(tree, argv.toArray(String[]::new));
  }

  private void run(Path where, String... argv) {
    var unused =
        lane.run(
                Command.of(where, argv)
                    .withEnvironment(Map.of("GIT_CONFIG_GLOBAL", "/dev/null"))
                    .within(LONG)
                    .asChore())
            .orThrow(argv[0]);
  }

  /** Returns size and time of every file of the tree, its repository included. */
  private Map<String, String> listed() throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        all.put(
            tree.relativize(file).toString(),
            Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                + " "
                + (Files.isRegularFile(file) ? Files.size(file) : 0));
      }
    }
    return all;
  }
}
