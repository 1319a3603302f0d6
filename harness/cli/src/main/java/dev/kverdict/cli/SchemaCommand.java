package dev.kverdict.cli;

import dev.kverdict.yaml.MatrixSchema;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the schema of matrix files. */
@Command(
    name = "schema",
    description = "Prints the JSON schema of matrix files.",
    mixinStandardHelpOptions = true)
final class SchemaCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  SchemaCommand() {}

  @Override
  public Integer call() {
    java.util.Objects.requireNonNull(spec).commandLine().getOut().print(MatrixSchema.json());
    spec.commandLine().getOut().flush();
    return 0;
  }
}
