package dev.kverdict.cli;

import dev.kverdict.yaml.MatrixReference;
import dev.kverdict.yaml.MatrixSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the schema of matrix files. */
@Command(
    name = "schema",
    description = "Prints the JSON schema of matrix files.",
    mixinStandardHelpOptions = true)
final class SchemaCommand implements Callable<Integer> {

  @Mixin private final Terminal terminal = new Terminal();

  @Option(
      names = "--markdown",
      description = "Print a reference for people instead: docs/matrix.md.")
  private boolean markdown;

  @Override
  public Integer call() {
    terminal.print(markdown ? MatrixReference.markdown() : MatrixSchema.json());
    return 0;
  }
}
