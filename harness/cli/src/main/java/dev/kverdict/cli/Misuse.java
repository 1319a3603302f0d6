package dev.kverdict.cli;

import dev.kverdict.text.Printable;
import java.util.List;
import picocli.CommandLine;

/** Turns what is wrong with a command line into one line; help has the rest. */
final class Misuse implements CommandLine.IParameterExceptionHandler {

  @Override
  public int handleParseException(CommandLine.ParameterException error, String[] args) {
    CommandLine command = error.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    String what = String.valueOf(error.getMessage());
    command
        .getErr()
        .println(
            Printable.line(
                "%s: %s; %s%s --help".formatted(name, what, near(error), name), Errors.LONGEST));
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  /** Returns what may be meant, if anything is similar. */
  private static String near(CommandLine.ParameterException error) {
    List<String> near =
        error instanceof CommandLine.UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.of();
    return near.isEmpty() ? "see " : "did you mean %s? see ".formatted(String.join(", ", near));
  }
}
