package dev.kverdict.cli;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.terminal.Output;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Whatever somebody names in place of a file is one line and the documented exit code. */
class CarelessUserTest {

  private static final String MATRIX =
      """
      case: a
      kernels: {k: {source: {debian: linux-source-6.1}}}
      patches: {mine: {files: [mine.patch]}}
      repros: {r: {source: r.c, fails: {crash: [x]}}}
      """;

  private static final String MAIL =
      """
      From: syzbot <syzbot+a1b2c3d4e5f60718293a@syzkaller.appspotmail.com>
      Subject: [syzbot] [fs?] WARNING in toyfs_wait

      syzbot found the following issue on:

      HEAD commit:    0123456789abcdef0123456789abcdef01234567 Linux
      git tree:       upstream
      """;

  private static final String LOG =
      """
      [    1.000000] BUG: kernel NULL pointer dereference, address: 0000000000000000
      [    1.000000] RIP: 0010:toyfs_wait+0x1/0x2
      """;

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    write(folder, "matrix");
    Files.createDirectory(folder.resolve("directory"));
    Files.writeString(folder.resolve("empty"), "");
    Files.writeString(folder.resolve("text"), "hello\n");
    Files.writeString(folder.resolve("utf-16"), MATRIX, UTF_16);
    byte[] noise = new byte[4096];
    new Random(1).nextBytes(noise);
    Files.write(folder.resolve("binary"), noise);
    Files.createSymbolicLink(folder.resolve("dangling"), Path.of("nowhere"));
    Files.createSymbolicLink(folder.resolve("circle"), Path.of("circle"));
    try (RandomAccessFile sparse = new RandomAccessFile(folder.resolve("sparse").toFile(), "rw")) {
      sparse.setLength(1L << 30);
    }
  }

  private static void write(Path directory, String matrix) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve(matrix), MATRIX);
    Files.writeString(directory.resolve("r.c"), "int main(void) { return 0; }\n");
    Files.writeString(
        directory.resolve("mine.patch"), "--- a/mm/slub.c\n+++ b/mm/slub.c\n@@ -1 +1 @@\n-a\n+b\n");
    Files.writeString(directory.resolve("mail"), MAIL);
    Files.writeString(directory.resolve("log"), LOG);
  }

  /**
   * What a command did.
   *
   * @param out its standard output
   * @param err its standard error
   */
  private record Said(int code, String out, String err) {}

  private static Said run(String... arguments) {
    var output = new ByteArrayOutputStream();
    var err = new StringWriter();
    CommandLine line = Kverdict.commandLine().setErr(new PrintWriter(err, true));
    int code = Kverdict.run(line, new Output(output), arguments);
    return new Said(code, output.toString(UTF_8), err.toString());
  }

  /** Runs words in which {@code @} stands for the test's directory and {@code %} for a path. */
  private Said naming(String words, String path) {
    return run(
        Stream.of(words.split(" "))
            .map(word -> word.replace("@", folder + "/").replace("%", path))
            .toArray(String[]::new));
  }

  /** The third column names the things that are right there. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          verify %,                                     2,
          check %,                                      2,
          bisect-run % --base HEAD,                     128,
          bench % --only cold,                          2,
          show %,                                       2,
          report %,                                     2,
          report --index %,                             2,
          oops %,                                       2,
          oops --jsonl %,                               2,
          oops @log --symbols %,                        2, directory
          oops @log --symbols @directory --source %,    2, directory
          import % --out @out,                          2,
          import @mail --out @out --tree %,             2, directory
          import @mail --out @out --repro %,            2, text empty
          import @mail --out @out --image %,            2, text empty binary utf-16 sparse
          verify @matrix --out @out --patch %,          2,
          verify @matrix --out @out --patch git:HEAD --tree %, 2,
          mcp --root %,                                 2, directory
          """)
  void whateverIsNamedInPlaceOfAFileIsOneLine(String words, int code, String right) {
    Stream<String> things =
        Stream.of(
            "nowhere",
            "empty",
            "directory",
            "text",
            "binary",
            "utf-16",
            "dangling",
            "circle",
            "sparse",
            "n".repeat(300),
            "new\nline");
    things
        .filter(thing -> right == null || !right.contains(thing))
        .forEach(
            thing -> {
              Said said = naming(words, folder.resolve(thing).toString());
              assertThat(said.code())
                  .as("%s: %s %s", thing, said.err(), said.out())
                  .isEqualTo(code);
              assertThat(said.err().lines()).as("%s: %s", thing, said.err()).hasSize(1);
              assertThat(said.err())
                  .startsWith("kverdict")
                  .doesNotContain("Exception", "null", "a bug in kverdict");
              assertThat(folder.resolve("out")).as(thing).doesNotExist();
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "it's \"$(x)\" `y`",
        "zoë-ş-ı",
        "-dash",
        "@at",
        "new\nline",
        "[x]*?",
        "%d%n"
      })
  void aNameIsNothingButAName(String name) throws IOException {
    Path odd = folder.resolve(name);
    write(odd, name);
    Path log = Files.move(odd.resolve("log"), odd.resolve(name + ".log"));
    Path mail = Files.move(odd.resolve("mail"), odd.resolve(name + ".eml"));
    Said oops = run("oops", log.toString());
    assertThat(oops.code()).as(oops.err()).isZero();
    assertThat(oops.out()).contains("NULL pointer dereference in toyfs_wait").hasLineCount(1);
    Said imported = run("import", mail.toString(), "--out", odd.resolve("o " + name).toString());
    assertThat(imported.code()).as(imported.err()).isZero();
    Said selected = run("verify", odd.resolve(name).toString(), "--kernel", "other");
    assertThat(selected.code()).isEqualTo(Errors.USAGE);
    assertThat(selected.err()).contains("other").hasLineCount(1);
  }

  @Test
  void aFileMayBeginWithAnAtSign() throws IOException {
    // In the current directory, where the name is the whole word.
    Path log = Files.writeString(Path.of("@kverdict-careless.log"), LOG);
    try {
      Said said = run("oops", log.toString());
      assertThat(said.code()).as(said.err()).isZero();
      assertThat(said.out()).startsWith("@kverdict-careless.log: ");
    } finally {
      Files.delete(log);
    }
    assertThat(run("oops", "@/dev/zero").err()).contains("@/dev/zero: cannot be read");
  }
}
