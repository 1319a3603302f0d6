package dev.kverdict.cli;

import dev.kverdict.yaml.MatrixReference;
import dev.kverdict.yaml.MatrixSchema;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the schema of matrix files. */
@Command(
    name = "schema",
    description = "Prints the JSON schema of matrix files.",
    mixinStandardHelpOptions = true)
final class SchemaCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--markdown",
      description = "Print it as a reference to read; docs/matrix.md is that.")
  private boolean markdown;

  SchemaCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    out.print(markdown ? MatrixReference.markdown() : MatrixSchema.json());
    out.flush();
    return 0;
  }
}
