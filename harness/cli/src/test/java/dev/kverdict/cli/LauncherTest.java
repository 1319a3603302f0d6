package dev.kverdict.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.HostLane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The launcher, with programs in place of Java and Maven: whatever stops it is one exit code, which
 * is never that of a patch that fails.
 */
class LauncherTest {

  private static final Path HOME = Path.of("").toAbsolutePath().getParent().getParent();
  private static final String JAVA = "echo \"$LC_ALL\"; for a; do last=$a; done; echo \"$last\"";
  private static final String MAVEN =
      """
      for a; do case $a in -DoutputDirectory=*) new=${a#*=} ;; esac; done
      for m in cli core bench mcp container cluster; do
        mkdir -p harness/$m/target/classes/dev && : >harness/$m/target/kverdict-$m-1.jar
      done
      mkdir -p "$new"
      for j in testcontainers docker-java duct-tape jna annotations \\
        mcp-core mcp-json-jackson2 reactor-core reactive-streams json-schema-validator itu \\
        kubernetes-client snakeyaml-engine zjsonpatch jackson-core-3.2; do
        : >"$new/$j-1.jar"
      done
      """;

  @TempDir private Path folder;
  private Path clone;
  private Path java;
  private Path target;

  @BeforeEach
  void build() throws IOException {
    clone = Files.createDirectories(folder.resolve("a \"clone\" zoë"));
    Files.createDirectories(clone.resolve("ci"));
    Files.createDirectories(clone.resolve("repros"));
    target = clone.resolve("harness/cli/target");
    Files.createDirectories(target.getParent());
    for (String file : new String[] {"kverdict", "ci/missing", "pom.xml", "repros/kv.h"}) {
      Files.copy(HOME.resolve(file), clone.resolve(file));
    }
    java = program("java", JAVA);
    program("mvn", MAVEN);
  }

  private Path program(String name, String text) throws IOException {
    Path file = Files.createDirectories(folder.resolve("jdk/bin")).resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Runs the launcher as {@code $k} in a shell's line; its errors are part of the output. */
  private CommandResult run(String line) {
    return new HostLane()
        .run(
            Command.of(
                    folder,
                    "sh",
                    "-c",
                    "k=$1; export JAVA_HOME=\"$2\" PATH=\"$2/bin:$PATH\"; exec 2>&1; " + line,
                    "sh",
                    clone.resolve("kverdict").toString(),
                    folder.resolve("jdk").toString())
                .asChore());
  }

  private void says(String line, int code, String said) {
    CommandResult result = run(line);
    assertThat(result.exitCode()).as("%s: %s", line, result.output()).isEqualTo(code);
    assertThat(String.join("\n", result.output())).as(line).contains(said);
  }

  @Test
  void allLocalesAreAlike() {
    says("LC_ALL=C \"$k\" oops x", 0, "C.UTF-8\nx");
    says("LC_ALL=tr_TR.UTF-8 LANG=tr_TR.UTF-8 \"$k\" oops zoë", 0, "C.UTF-8\nzoë");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          '"$k" oops x >&-',                                 4,   standard output is closed
          'mkdir d && cd d && rmdir ../d && "$k" oops x',    4,   the current directory is gone
          'JAVA_HOME=/none "$k" oops x',                     4,   /none/bin/java is missing
          'JAVA_HOME=/none "$k" bisect-run x',               128, /none/bin/java is missing
          '"$k" bisect-run x >&-',                           128, standard output is closed
          'mkdir a:b && mv "${k%/*}" a:b/c; a:b/c/kverdict', 4,   a colon in its name
          """)
  void whatIsWrongAroundItIsSaid(String line, int code, String said) {
    says(line, code, said);
  }

  /**
   * What is missing is installed by root, which fails here, and named to others: both end with 4.
   */
  @ParameterizedTest
  @CsvSource({
    "verify, 4, 4",
    "shard, 4, 4",
    "plan, 0, 4",
    "merge, 0, 4",
    "replay, 4, 4",
    "oops, 0, 0"
  })
  void whatACommandNeedsIsThereBeforeItBegins(String command, int noQemu, int noObjdump)
      throws IOException {
    Files.writeString(clone.resolve("ci/setup"), "exit 1\n");
    Path needs = clone.resolve("ci/needs");
    Files.writeString(needs, "no-qemu qemu-system-x86 required runs the guests\n");
    says("\"$k\" " + command + " x", noQemu, noQemu == 0 ? "x" : "missing: no-qemu");
    Files.writeString(needs, "no-objdump binutils required reads\nno-mkfs x optional makes\n");
    says("\"$k\" " + command + " x", noObjdump, noObjdump == 0 ? "x" : "missing: no-objdump\n");
  }

  @Test
  void thePackagesThatTheLauncherNamesAreThoseOfTheList() throws IOException {
    List<String> only =
        Pattern.compile(" only=\\((.+?)\\)")
            .matcher(Files.readString(HOME.resolve("kverdict")))
            .results()
            .map(match -> match.group(1))
            .toList();
    assertThat(only).hasSize(2);
    assertThat(Files.readString(HOME.resolve("ci/needs")).split("\\s+"))
        .contains(String.join(" ", only).split(" "));
  }

  @Test
  void whatIsClosedIsNotTakenForAFile() throws IOException {
    program("java", "readlink /proc/$$/fd/0 /proc/$$/fd/2");
    assertThat(run("\"$k\" oops - <&- 2>&-").output()).endsWith("/dev/null", "/dev/null");
  }

  @Test
  void aCloneThatCannotBeBuiltIsNoVerdict() throws IOException {
    // A file where its folder belongs: root may write everywhere.
    Files.writeString(target, "");
    says("\"$k\" oops x", 4, "cannot write to " + target.resolve("launcher"));
    says("\"$k\" bisect-run x", 128, "have the owner of " + clone);
    Files.delete(target);
    program("mvn", "echo no network; exit 1");
    says("\"$k\" oops x", 4, "no network\nkverdict: the harness does not build");
    program("mvn", "exit 0");
    says("\"$k\" oops x", 4, "kverdict: the launcher could not start it");
  }

  @Test
  void aJavaThatDoesNotWorkIsNoVerdict() throws IOException {
    program("java", "echo 'Error: class file version 61.0'; exit 1");
    says("\"$k\" oops x", 4, "class file version 61.0\nkverdict: " + java + " does not work");
    says("\"$k\" bisect-run x", 128, "JDK 17 or newer is needed");
    program("java", JAVA);
    says("\"$k\" oops x", 0, "x");
    program("java", "case $JAVA_TOOL_OPTIONS in *bad*) exit 1 ;; esac");
    says("JAVA_TOOL_OPTIONS=-bad \"$k\" oops x", 4, "does not work");
  }

  @Test
  void whatWasInterruptedIsMadeAgain() throws IOException {
    says("\"$k\" oops x", 0, "building the harness");
    assertThat(run("\"$k\" oops x").output()).containsExactly("C.UTF-8", "x");
    Files.createDirectories(target.resolve("launcher/new/container"));
    Files.delete(target.resolve("launcher/digest"));
    says("\"$k\" oops x", 0, "building the harness");
    assertThat(target.resolve("launcher/new")).doesNotExist();
  }

  @Test
  void ofTwoThatBeginAtOnceOneBuildsAndTheOtherWaits() throws IOException {
    Path count = folder.resolve("count");
    // It is in the middle of a build until somebody has said that he waits for it.
    program("mvn", "echo x >>%s; : >begun; read go <go\n%s".formatted(count, MAVEN));
    says(
        """
        cd "${k%/*}" && mkfifo begun go || exit
        "$k" oops one >one 2>&1 & first=$!
        read begun <begun
        "$k" oops two 2>&1 | while read line; do
          case $line in *waiting*) : >go ;; esac
          echo "$line"
        done
        wait $first && cat one""",
        0,
        "waiting for another kverdict, which builds the harness\nC.UTF-8\ntwo\n"
            + "kverdict: building the harness\nC.UTF-8\none");
    assertThat(count).hasContent("x");
  }

  @Test
  void whatWasCompiledBeforeTheClockWasSetBackIsCompiledAgain() throws IOException {
    says("\"$k\" oops x", 0, "building the harness");
    Path old = Files.writeString(clone.resolve("harness/cli/target/classes/dev/Old.class"), "");
    Path jar = clone.resolve("harness/core/target/kverdict-core-1.jar");
    program("mvn", "ls harness/*/target >&2; exit 1");
    Files.writeString(clone.resolve("pom.xml"), "<changed/>");
    says("\"$k\" oops x", 4, "kverdict-core-1.jar");
    assertThat(old).as("the clock is right").exists();
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().plusSeconds(100)));
    says("\"$k\" oops x", 4, "the harness does not build");
    assertThat(old).doesNotExist();
    assertThat(jar).doesNotExist();
  }

  @Test
  void sourcesAreReadAgainOnlyIfTheyWereTouched() throws IOException {
    Path read = folder.resolve("read");
    program("sha256sum", "[ $# = 0 ] || echo x >>'" + read + "'; exec /usr/bin/sha256sum \"$@\"");
    says("\"$k\" oops x", 0, "building the harness");
    assertThat(read).exists();
    Path stamp = target.resolve("launcher/stamp");
    Instant later = Instant.now().plusSeconds(60);
    Files.setLastModifiedTime(stamp, FileTime.from(later));
    Files.delete(read);
    says("\"$k\" oops x", 0, "x");
    assertThat(read).as("nothing was touched").doesNotExist();

    Path pom = clone.resolve("pom.xml");
    FileTime before = Files.getLastModifiedTime(pom);
    String text = Files.readString(pom);
    Files.writeString(pom, text.replaceFirst("1.0", "1.1"));
    Files.setLastModifiedTime(pom, before);
    assertThat(pom).hasSize(text.length());
    says("\"$k\" oops x", 0, "building the harness");
  }

  @Test
  void whatWasTouchedJustBeforeItWasReadIsReadAgain() throws IOException {
    says("\"$k\" oops x", 0, "building the harness");
    Path read = folder.resolve("read");
    program("sha256sum", "[ $# = 0 ] || echo x >>'" + read + "'; exec /usr/bin/sha256sum \"$@\"");
    Files.setLastModifiedTime(target.resolve("launcher/stamp"), FileTime.from(Instant.EPOCH));
    says("\"$k\" oops x", 0, "x");
    assertThat(read).exists();
  }
}
