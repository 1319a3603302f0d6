package dev.kverdict.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.terminal.Output;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the command line itself gives: one line for each mistake, and never Java's exit codes. */
class KverdictTest {

  private final StringWriter err = new StringWriter();

  private int run(OutputStream output, String... arguments) {
    return run(Kverdict.commandLine(), output, arguments);
  }

  private int run(CommandLine line, OutputStream output, String... arguments) {
    return Kverdict.run(line.setErr(new PrintWriter(err, true)), new Output(output), arguments);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          '',                     2,   'kverdict: Missing required subcommand; see kverdict --help'
          verfy,                  2,   did you mean verify
          verify,                 2,   'kverdict verify: Missing required parameter'
          verify a.yaml --kernal, 2,   --kernel
          verify --trials many,   2,   'kverdict verify: Invalid value for option'
          cache,                  2,   'kverdict cache: name a subcommand'
          schema more,            2,   see kverdict schema --help
          bisect-run,             128, 'kverdict bisect-run: Missing required'
          oops no\u001b[31m.log,  2,   'no?[31m.log: cannot be read: it does not exist'
          """)
  void aMistakeIsOneLine(String words, int code, String said) {
    var output = new ByteArrayOutputStream();
    String[] arguments = words.isEmpty() ? new String[0] : words.split(" ");
    assertThat(run(output, arguments)).isEqualTo(code);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).startsWith("kverdict").contains(said);
    assertThat(output.toString(UTF_8)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"schema", "schema --markdown", "--version", "--help", "verify --help"})
  void whatIsCutShortDoesNotPassForAWhole(String words) throws IOException {
    try (OutputStream full = new FileOutputStream("/dev/full")) {
      assertThat(run(full, words.split(" "))).isEqualTo(Errors.BROKEN);
    }
    assertThat(err.toString().strip())
        .isEqualTo("kverdict: cannot write to standard output: No space left on device");
  }

  @Test
  void aReaderThatLeftHasAllThatItWants() {
    OutputStream left =
        new OutputStream() {
          @Override
          public void write(int one) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    assertThat(run(left, "schema")).isZero();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void whatJavaWouldEndByIsNoVerdict() {
    for (Error error :
        new Error[] {new OutOfMemoryError("x"), new StackOverflowError(), new LinkageError("x")}) {
      CommandLine line = new CommandLine(new Failing(error));
      assertThat(run(line, new ByteArrayOutputStream())).isEqualTo(Errors.BROKEN);
      line = Kverdict.commandLine().addSubcommand("stops", new Stopping(error));
      assertThat(run(line, new ByteArrayOutputStream(), "stops"))
          .as("git bisect run takes all below 128 for an answer")
          .isEqualTo(BisectRunCommand.STOP);
    }
    assertThat(err.toString().lines())
        .hasSize(6)
        .allMatch(said -> said.startsWith("kverdict: cannot go on: java.lang."));
  }

  @Test
  void noLocaleChangesTheDigits(@TempDir Path directory) throws Exception {
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Duser.language=ar",
            "-Duser.country=EG",
            "-cp",
            System.getProperty("java.class.path"),
            Kverdict.class.getName(),
            "cache",
            "show");
    java.environment().put("XDG_CACHE_HOME", directory.toString());
    Process process = java.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("size   0 MiB of 20480 MiB");
  }

  @Test
  void whatCannotBeReadOrWrittenIsTheHostsFault() {
    for (IOException failure :
        new IOException[] {new AccessDeniedException("/x"), new IOException("No space left")}) {
      CommandLine line =
          Kverdict.commandLine()
              .addSubcommand("stops", new Stopping(new UncheckedIOException(failure)))
              .setExecutionExceptionHandler(new Errors());
      assertThat(run(line, new ByteArrayOutputStream(), "stops")).isEqualTo(BisectRunCommand.STOP);
    }
    assertThat(err.toString().lines())
        .containsExactly(
            "kverdict: cannot read or write: /x: this user has no permission",
            "kverdict: cannot read or write: No space left");
  }

  @Test
  void aBugIsNoAnswerForABisection() {
    CommandLine line =
        Kverdict.commandLine()
            .addSubcommand("stops", new Stopping(new IllegalStateException("x")))
            .setExecutionExceptionHandler(new Errors());
    assertThat(run(line, new ByteArrayOutputStream(), "stops")).isEqualTo(BisectRunCommand.STOP);
    assertThat(err.toString()).contains("a bug in kverdict itself");
  }

  /** Ends by something that is thrown. */
  @CommandLine.Command
  private static class Failing implements Callable<Integer> {
    private final Throwable thrown;

    Failing(Throwable thrown) {
      this.thrown = thrown;
    }

    @Override
    public Integer call() {
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) thrown;
    }
  }

  /** Has exit codes of its own. */
  @CommandLine.Command(name = "stops", exitCodeOnExecutionException = BisectRunCommand.STOP)
  private static final class Stopping extends Failing {
    Stopping(Throwable thrown) {
      super(thrown);
    }
  }
}
