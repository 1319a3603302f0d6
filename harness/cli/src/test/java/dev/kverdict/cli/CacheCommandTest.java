package dev.kverdict.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CacheCommandTest {

  private final StringWriter out = new StringWriter();

  @TempDir private Path directory;

  private int run(String... args) {
    return run(Kverdict.commandLine(), args);
  }

  private int run(CommandLine line, String... args) {
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(out));
    return line.execute(args);
  }

  @Test
  void showPrintsPlaceAndSize() {
    assertThat(run("cache", "show")).isZero();
    assertThat(out.toString().lines().toList().subList(0, 2))
        .satisfiesExactly(
            line -> assertThat(line).matches("store  /.*/kverdict/v1"),
            line -> assertThat(line).matches("size   [0-9]+ MiB of [0-9]+ MiB"));
  }

  /** Runs with a separate store, on a machine without containers. */
  private int runHere(String subcommand) {
    String socket = "unix://" + directory.resolve("docker.sock");
    Map<String, String> env =
        Map.of("XDG_CACHE_HOME", directory.resolve("cache").toString(), "DOCKER_HOST", socket);
    return run(new CommandLine(new CacheCommand(env)), subcommand);
  }

  @Test
  void showKeepsWhatAKilledRunLeftAndSweepRemovesIt() throws IOException {
    Path left = directory.resolve("cache/kverdict/v1/tmp/killed");
    Files.createDirectories(left.resolve("work"));
    Files.writeString(left.resolve("work/half"), "x");
    // As host.ShortLived makes them; nobody holds the lock.
    Path sockets = Files.createTempDirectory("kverdict");
    Files.writeString(sockets.resolve("owner"), "");
    assertThat(runHere("show")).isZero();
    assertThat(left.resolve("work/half")).hasContent("x");
    assertThat(runHere("sweep")).isZero();
    assertThat(left).doesNotExist();
    assertThat(sockets).doesNotExist();
    assertThat(out.toString())
        .contains("removed work directory " + left, "removed temporary directory " + sockets);
  }

  @Test
  void showMakesNoStore() {
    assertThat(runHere("show")).isZero();
    assertThat(out.toString()).contains("size   0 MiB of 20480 MiB");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aPlaceThatCannotBeReadIsNoEmptyStore() throws IOException {
    Files.writeString(directory.resolve("cache"), "");
    CommandLine line =
        new CommandLine(
                new CacheCommand(Map.of("XDG_CACHE_HOME", directory.resolve("cache").toString())))
            .setExecutionExceptionHandler(new Errors());
    assertThat(run(line, "show")).isEqualTo(Errors.BROKEN);
    assertThat(out.toString()).startsWith("kverdict: cannot read or write: ").hasLineCount(1);
  }

  @Test
  void withoutASubcommandItIsWrongUsage() {
    assertThat(run("cache")).isEqualTo(2);
    assertThat(out.toString()).contains("name a subcommand: show or sweep");
  }
}
