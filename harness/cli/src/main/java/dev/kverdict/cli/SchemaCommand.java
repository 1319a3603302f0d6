package dev.kverdict.cli;

import dev.kverdict.yaml.MatrixSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints the schema of matrix files. */
@Command(
    name = "schema",
    description = "Prints the JSON schema of matrix files.",
    mixinStandardHelpOptions = true)
final class SchemaCommand implements Callable<Integer> {

  @Mixin private final Terminal terminal = new Terminal();

  @Override
  public Integer call() {
    terminal.print(MatrixSchema.json());
    return 0;
  }
}
