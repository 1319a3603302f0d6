package dev.kverdict.cli;

import dev.kverdict.UserError;
import dev.kverdict.binary.KernelSymbols;
import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lane;
import dev.kverdict.oops.CrashReport;
import dev.kverdict.oops.CrashText;
import dev.kverdict.oops.LogReader;
import dev.kverdict.oops.Symbols;
import dev.kverdict.report.CrashJson;
import dev.kverdict.text.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
      "Finds kernel crashes in logs: a console's, those of dmesg, journalctl and syslog, mails,",
      "web pages; also if they are compressed.",
      "Exits with 0 if there is a crash, 1 if there is none, 2 if a file cannot be read or is no",
      "kernel log."
    },
    mixinStandardHelpOptions = true)
final class OopsCommand implements Callable<Integer> {

  /** Exit code if no log holds a crash. */
  private static final int NONE = 1;

  @Mixin private final Terminal terminal = new Terminal();

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description = "Logs; none or - for standard input.")
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

  /** What was wrong with files; the others are read nevertheless. */
  private final List<UserError> unread = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    boolean found;
    Lane lane = new HostLane();
    if (symbols == null) {
      if (source != null) {
        throw new UserError("--source", "quotes nothing without --symbols", "give both");
      }
      found = read(lane, Symbols.NONE);
    } else {
      Path debug = directory("--symbols", symbols);
      Path quoted = source == null ? sourceOf(debug) : directory("--source", source);
      try (KernelSymbols known = new KernelSymbols(lane, debug, quoted)) {
        found = read(lane, known);
      }
    }
    terminal.out().flush();
    if (!unread.isEmpty()) {
      UserError last = unread.remove(unread.size() - 1);
      unread.forEach(error -> terminal.line().getErr().println("kverdict: " + Errors.said(error)));
      throw last;
    }
    return found ? 0 : NONE;
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

  /** Reads each log, and returns whether any holds a crash. */
  private boolean read(Lane lane, Symbols known) {
    boolean found = false;
    for (String file : files.isEmpty() ? List.of(LogFile.STDIN) : files) {
      try {
        found |= read(lane, file, known);
      } catch (UserError e) {
        terminal.out().flush();
        unread.add(e);
      }
    }
    return found;
  }

  private boolean read(Lane lane, String file, Symbols known) {
    try (LogFile log = LogFile.open(lane, file)) {
      LogReader.Log content = LogReader.read(log.content()).with(known);
      List<CrashReport> reports = content.reports();
      if (jsonl) {
        terminal.out().println(CrashJson.of(file, content));
      } else if (content.kernel()) {
        terminal.out().print(Printable.line(LogFile.name(file), Errors.LONGEST) + ": ");
        terminal.out().print(reports.isEmpty() ? "no crash\n" : CrashText.of(reports, stack));
      }
      log.requireWhole();
      if (!content.kernel()) {
        throw new UserError(
            LogFile.name(file),
            "is no kernel log: no line in it looks like a kernel's",
            "name the output of dmesg or journalctl -k, or a console's log");
      }
      return !reports.isEmpty();
    } catch (IOException e) {
      throw LogFile.unreadable(file, e);
    }
  }
}
