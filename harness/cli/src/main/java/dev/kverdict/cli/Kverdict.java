package dev.kverdict.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kverdict.terminal.Output;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The top-level command. */
@Command(
    name = "kverdict",
    description = "Does this patch really fix this kernel bug, and how do we know?",
    mixinStandardHelpOptions = true,
    version = "kverdict " + Kverdict.VERSION,
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

  /** In the order of the help. */
  private static final List<Class<?>> COMMANDS =
      List.of(
          VerifyCommand.class,
          TryCommand.class,
          NewCommand.class,
          PlanCommand.class,
          ShardCommand.class,
          MergeCommand.class,
          CapsuleCommand.class,
          ReplayCommand.class,
          CheckCommand.class,
          ShowCommand.class,
          ReportCommand.class,
          TruthCommand.class,
          BisectRunCommand.class,
          DoctorCommand.class,
          OopsCommand.class,
          ImportCommand.class,
          BenchCommand.class,
          McpCommand.class,
          CacheCommand.class,
          SchemaCommand.class,
          CompletionCommand.class);

  private final Session session;

  private Kverdict(Session session) {
    this.session = session;
  }

  Session session() {
    return session;
  }

  /** Runs the command line and exits with its code. */
  public static void main(String[] args) {
    // Numbers have no digits but ASCII's, here and in the arguments of programs.
    Locale.setDefault(Locale.ROOT);
    PrintStream terminal = System.err;
    FileOutputStream raw = new FileOutputStream(FileDescriptor.out);
    Output out = new Output(raw);
    Output err = new Output(terminal);
    System.setErr(new PrintStream(err, true, UTF_8));
    List<String> typed = new ArrayList<>(List.of(System.getProperty("kverdict.typed", "kverdict")));
    typed.addAll(List.of(args));
    Interruption interruption = new Interruption(out, err, terminal, typed);
    interruption.listen();
    Session session = new Session(out, err, raw, interruption);
    interruption.exit(run(commandLine(session, named(args)), out, args));
  }

  /** Runs a command line, and returns its exit code, or that of a host which cannot take it. */
  static int run(CommandLine line, Output output, String... args) {
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

  /** Returns a command line that is a part of another program. */
  static CommandLine commandLine() {
    return commandLine(Session.within(), COMMANDS);
  }

  /** Returns the command that the first word names; all of them if it names none. */
  private static List<Class<?>> named(String... args) {
    String first = args.length == 0 ? "" : args[0];
    // A third of a second of every start went to commands that nobody had asked for.
    return COMMANDS.stream()
        .filter(command -> command != CompletionCommand.class) // which is about all
        .filter(command -> command.getAnnotation(Command.class).name().equals(first))
        .findFirst()
        .<List<Class<?>>>map(List::of)
        .orElse(COMMANDS);
  }

  private static CommandLine commandLine(Session session, List<Class<?>> commands) {
    CommandLine line = new CommandLine(new Kverdict(session));
    commands.forEach(line::addSubcommand);
    line.setExecutionExceptionHandler(new Errors())
        .setParameterExceptionHandler(new Misuse())
        .setCaseInsensitiveEnumValuesAllowed(true)
        // A file's name may begin with an at sign.
        .setExpandAtFiles(false);
    String terminal = System.getenv("TERM");
    return terminal == null || terminal.equals("dumb")
        ? line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
        : line;
  }
}
