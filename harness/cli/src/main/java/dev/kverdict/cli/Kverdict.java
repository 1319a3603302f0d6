package dev.kverdict.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The top-level command. */
@Command(
    name = "kverdict",
    description = "Does this patch really fix this kernel bug, and how do we know?",
    mixinStandardHelpOptions = true,
    version = "kverdict 0.1.0",
    subcommands = {
      VerifyCommand.class,
      TryCommand.class,
      ShowCommand.class,
      BisectRunCommand.class,
      DoctorCommand.class,
      OopsCommand.class,
      ImportCommand.class,
      BenchCommand.class,
      CacheCommand.class,
      SchemaCommand.class
    },
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  all verdicts are as expected",
      "  1  a patch fails, or a verdict is not the expected one",
      "  2  wrong usage, or an error in the matrix",
      "  3  undecided",
      "  4  the host or the case is broken"
    })
public final class Kverdict {

  private Kverdict() {}

  /** Runs the command line and exits with its code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Kverdict())
        .setExecutionExceptionHandler(new Errors())
        .setCaseInsensitiveEnumValuesAllowed(true);
  }
}
