package dev.kverdict.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kverdict.UserError;
import dev.kverdict.oops.CrashReport;
import dev.kverdict.oops.OopsReader;
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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads consoles and names the crashes in them. */
@Command(
    name = "oops",
    description = "Finds kernel crashes in console logs.",
    mixinStandardHelpOptions = true)
final class OopsCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Console logs; - for stdin.")
  private List<String> files = List.of();

  @Option(names = "--jsonl", description = "One JSON object a file, the first crash.")
  private boolean jsonl;

  OopsCommand() {}

  @Override
  public Integer call() throws IOException {
    PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
    for (String file : files) {
      List<CrashReport> reports;
      try (InputStream in = open(file)) {
        reports = OopsReader.readAll(in);
      }
      out.println(jsonl ? json(file, reports) : text(file, reports));
    }
    out.flush();
    return 0;
  }

  private static InputStream open(String file) {
    try {
      return new BufferedInputStream(
          file.equals("-") ? System.in : Files.newInputStream(Path.of(file)));
    } catch (IOException e) {
      throw new UserError(file, "cannot be read", "name a console log, or - for standard input");
    }
  }

  private static String json(String file, List<CrashReport> reports) {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("file", String.valueOf(Path.of(file).getFileName())).put("crash", !reports.isEmpty());
    if (!reports.isEmpty()) {
      CrashReport first = reports.get(0);
      node.put("title", first.title());
      first.alternatives().forEach(node.putArray("alt")::add);
      node.put("corrupted", first.corrupted()).put("panicked", first.panicked());
    }
    return node.toString();
  }

  private static String text(String file, List<CrashReport> reports) {
    if (reports.isEmpty()) {
      return file + ": no crash";
    }
    StringBuilder text = new StringBuilder();
    for (CrashReport report : reports) {
      text.append(text.isEmpty() ? "" : "\n").append(file).append(": ").append(report.title());
      text.append(report.source() == null ? "" : " at " + report.source());
      text.append(report.corrupted() ? " (corrupted)" : "");
      text.append(report.panicked() ? " (panicked)" : "");
    }
    return text.toString();
  }
}
