package dev.kverdict.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The top-level command. */
@Command(
    name = "kverdict",
    description = "Does this patch really fix this kernel bug, and how do we know?",
    mixinStandardHelpOptions = true,
    version = "kverdict " + Kverdict.VERSION,
    subcommands = {
      VerifyCommand.class,
      TryCommand.class,
      NewCommand.class,
      CheckCommand.class,
      ShowCommand.class,
      ReportCommand.class,
      BisectRunCommand.class,
      DoctorCommand.class,
      OopsCommand.class,
      ImportCommand.class,
      BenchCommand.class,
      McpCommand.class,
      CacheCommand.class,
      SchemaCommand.class
    },
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  all verdicts are as expected",
      "  1  a patch fails, or a verdict is not the expected one",
      "  2  wrong usage, or an error in the matrix",
      "  3  undecided",
      "  4  the host or the case is broken",
      "  130, 143  interrupted, by Ctrl-C or by SIGTERM"
    })
public final class Kverdict {

  static final String VERSION = "0.1.0";

  private Kverdict() {}

  /** Runs the command line and exits with its code. */
  public static void main(String[] args) {
    PrintStream terminal = System.err;
    Outlet out = new Outlet(new FileOutputStream(FileDescriptor.out));
    Outlet err = new Outlet(terminal);
    System.setErr(new PrintStream(err, true, UTF_8));
    Interruption interruption = new Interruption(out, err);
    interruption.listen(terminal);
    interruption.exit(run(commandLine(), new StandardOutput(out), args));
  }

  /** Runs a command line, and returns its exit code, or that of a host which cannot take it. */
  static int run(CommandLine line, StandardOutput output, String... args) {
    PrintWriter out = new PrintWriter(new OutputStreamWriter(output, UTF_8), true);
    line.setOut(out);
    int code;
    try {
      code = line.execute(args);
    } catch (StackOverflowError | OutOfMemoryError | LinkageError e) {
      // Java's own exit code for these is 1, which means that a patch fails.
      code = Errors.broken(asked(line));
      line.getErr().println("kverdict: cannot go on: " + e);
    }
    out.flush();
    Optional<String> failure = output.failure();
    if (failure.isEmpty() || code == Errors.USAGE) {
      return code;
    }
    line.getErr().println("kverdict: cannot write to standard output: " + failure.get());
    return Errors.broken(asked(line));
  }

  /** Returns the command that was asked for. */
  private static CommandLine asked(CommandLine line) {
    CommandLine.ParseResult result = line.getParseResult();
    while (result != null && result.hasSubcommand()) {
      result = result.subcommand();
    }
    return result == null ? line : result.commandSpec().commandLine();
  }

  static CommandLine commandLine() {
    CommandLine line =
        new CommandLine(new Kverdict())
            .setExecutionExceptionHandler(new Errors())
            .setParameterExceptionHandler(new Misuse())
            .setCaseInsensitiveEnumValuesAllowed(true);
    String terminal = System.getenv("TERM");
    return terminal == null || terminal.equals("dumb")
        ? line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
        : line;
  }
}
