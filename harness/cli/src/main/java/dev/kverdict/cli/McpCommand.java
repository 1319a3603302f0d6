package dev.kverdict.cli;

import dev.kverdict.mcp.McpDoor;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves a coding agent. */
@Command(
    name = "mcp",
    description = {
      "Serves a coding agent: the Model Context Protocol on standard input and output, with tools",
      "to list cases, judge a patch, show a run and name a crash."
    },
    mixinStandardHelpOptions = true)
final class McpCommand implements Runnable {

  @Mixin private final PlaceOptions place = new PlaceOptions();

  @Option(
      names = "--root",
      paramLabel = "DIR",
      description =
          "The directory with the cases; runs are left in it, and no name leads out of it (default:"
              + " the current one).")
  private Path root = Path.of("");

  @Override
  public void run() {
    new McpDoor(root.toAbsolutePath(), place::environment)
        .serve(Kverdict.VERSION, System.in, new FileOutputStream(FileDescriptor.out));
  }
}
