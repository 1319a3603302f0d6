package dev.kverdict.cli;

import dev.kverdict.UserError;
import dev.kverdict.binary.KernelSymbols;
import dev.kverdict.host.HostLane;
import dev.kverdict.oops.CrashReport;
import dev.kverdict.oops.CrashText;
import dev.kverdict.oops.OopsReader;
import dev.kverdict.oops.Symbols;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads console logs and names the crashes in them. */
@Command(
    name = "oops",
    description = {
      "Finds kernel crashes in console logs.",
      "Exits with 0 whether there are any or not."
    },
    mixinStandardHelpOptions = true)
final class OopsCommand implements Callable<Integer> {

  @Mixin private final Terminal terminal = new Terminal();

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description = "Console logs; none or - for standard input.")
  private List<String> files = List.of();

  @Option(names = "--jsonl", description = "Print one JSON object per file.")
  private boolean jsonl;

  @Option(
      names = "--stack",
      description = "Also print the frames, up to the end of the first stack.")
  private boolean stack;

  @Option(
      names = "--symbols",
      paramLabel = "DIR",
      description = {
        "A directory with vmlinux or modules that have debug information, at any depth:",
        "a build tree, or RUN/kernels/KERNEL/artefact."
      })
  private @Nullable Path symbols;

  @Option(
      names = "--source",
      paramLabel = "DIR",
      description = {
        "The source they were built from, to quote the statement that fired",
        "(default: the same directory, or the source that is kept in it)."
      })
  private @Nullable Path source;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = terminal.out();
    if (symbols == null) {
      if (source != null) {
        throw new UserError("--source", "quotes nothing without --symbols", "give both");
      }
      print(out, Symbols.NONE);
    } else {
      Path debug = directory("--symbols", symbols);
      Path quoted = source == null ? sourceOf(debug) : directory("--source", source);
      try (KernelSymbols known = new KernelSymbols(new HostLane(), debug, quoted)) {
        print(out, known);
      }
    }
    out.flush();
    return 0;
  }

  /** Returns the source, which the harness keeps beside the symbols of a kernel that it built. */
  private static Path sourceOf(Path debug) {
    Path kept = debug.resolve("source");
    return Files.isDirectory(kept) ? kept : debug;
  }

  private static Path directory(String option, Path path) {
    if (!Files.isDirectory(path)) {
      throw new UserError(option + " " + path, "is not a directory", "name one that exists");
    }
    return path;
  }

  private void print(PrintWriter out, Symbols known) throws IOException {
    for (String file : files.isEmpty() ? List.of("-") : files) {
      List<CrashReport> reports;
      try (InputStream in = open(file)) {
        reports = OopsReader.readAll(in).stream().map(report -> report.with(known)).toList();
      } catch (IOException e) {
        throw unreadable(file);
      }
      if (jsonl) {
        out.println(OopsJson.of(file, reports));
      } else {
        out.print((file.equals("-") ? "standard input" : file) + ": ");
        out.print(reports.isEmpty() ? "no crash\n" : CrashText.of(reports, stack));
      }
    }
  }

  private static InputStream open(String file) {
    try {
      return new BufferedInputStream(
          file.equals("-") ? System.in : Files.newInputStream(Path.of(file)));
    } catch (IOException e) {
      throw unreadable(file);
    }
  }

  private static UserError unreadable(String file) {
    return new UserError(file, "cannot be read", "name a console log, or - for standard input");
  }
}
