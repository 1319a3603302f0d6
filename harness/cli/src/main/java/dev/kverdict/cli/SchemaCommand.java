package dev.kverdict.cli;

import dev.kverdict.UserError;
import dev.kverdict.report.VerdictSchema;
import dev.kverdict.yaml.MatrixReference;
import dev.kverdict.yaml.MatrixSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the schema of matrix files, or of what a run leaves. */
@Command(
    name = "schema",
    description = "Prints the JSON schema of matrix files, or of verdict.json.",
    mixinStandardHelpOptions = true)
final class SchemaCommand implements Callable<Integer> {

  @Mixin private final Terminal terminal = new Terminal();

  @Option(
      names = "--markdown",
      description = "Print a reference for people instead: docs/matrix.md.")
  private boolean markdown;

  @Option(names = "--verdict", description = "Print the schema of verdict.json instead.")
  private boolean verdict;

  @Override
  public Integer call() {
    if (verdict && markdown) {
      throw new UserError("--verdict", "cannot be had with --markdown", "leave one out");
    }
    terminal.print(
        verdict
            ? VerdictSchema.json()
            : markdown ? MatrixReference.markdown() : MatrixSchema.json());
    return 0;
  }
}
