package dev.kverdict.guest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Compiles and runs small programs on the host, as a guest would. */
final class Programs {

  /** The exit code and the output of a program. */
  record Result(int exitCode, String output) {}

  private Programs() {}

  static Result run(Path program, String... args) throws IOException {
    List<String> argv = new ArrayList<>(List.of(program.toString()));
    argv.addAll(List.of(args));
    return run(argv);
  }

  /** Flags that turn warnings into errors. */
  static Result compileStrictly(Path output, List<Path> sources, List<String> defines)
      throws IOException {
    List<String> argv =
        new ArrayList<>(
            List.of("gcc", "-static", "-O2", "-std=gnu11", "-Wall", "-Wextra", "-Werror"));
    argv.addAll(defines);
    argv.addAll(List.of("-o", output.toString()));
    sources.forEach(source -> argv.add(source.toString()));
    return run(argv);
  }

  /** Returns the directory of the repository. */
  static Path repository() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isRegularFile(folder.resolve("repros/kv.h"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("run from within the repository");
      }
    }
    return folder;
  }

  private static Result run(List<String> argv) throws IOException {
    Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      return new Result(process.waitFor(), output);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
