package dev.kverdict.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kverdict.oops.CrashReport;
import dev.kverdict.oops.CrashTask;
import dev.kverdict.oops.Frame;
import dev.kverdict.oops.LogReader;
import dev.kverdict.text.Label;
import java.nio.file.Path;
import java.util.List;

/** Formats the crashes of a console for programs. */
public final class CrashJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private CrashJson() {}

  /** Returns one line of JSON: the first crash on top, all of them under {@code reports}. */
  public static String of(String file, LogReader.Log log) {
    List<CrashReport> reports = log.reports();
    ObjectNode node = JSON.createObjectNode();
    node.put("file", String.valueOf(Path.of(file).getFileName())).put("crash", !reports.isEmpty());
    node.put("kernel", log.kernel());
    if (!reports.isEmpty()) {
      summary(node, reports.get(0));
    }
    ArrayNode all = node.putArray("reports");
    for (CrashReport report : reports) {
      ObjectNode one = all.addObject();
      summary(one, report);
      details(one, report);
    }
    return node.toString();
  }

  private static void summary(ObjectNode node, CrashReport report) {
    node.put("title", report.title());
    report.alternatives().forEach(node.putArray("alt")::add);
    node.put("type", Label.of(report.type()));
    node.put("confidence", Label.of(report.confidence()));
    node.put("corrupted", report.corrupted()).put("panicked", report.panicked());
  }

  private static void details(ObjectNode node, CrashReport report) {
    node.put("function", report.function());
    node.put("source", report.source()).put("statement", report.statement());
    node.put("code", report.file().orElse(null));
    CrashTask task = report.task();
    if (task != null) {
      node.putObject("task").put("name", task.name()).put("pid", task.pid());
    }
    node.put("taint", report.taint());
    node.put("offset", report.offset()).put("cause", report.cause());
    ArrayNode frames = node.putArray("frames");
    for (Frame frame : report.frames()) {
      ObjectNode one = frames.addObject().put("function", frame.function());
      if (frame.offset() != Frame.UNKNOWN) {
        one.put("offset", frame.offset());
      }
      one.put("module", frame.module()).put("source", frame.source());
      one.put("reliable", frame.reliable()).put("inlined", frame.inlined());
    }
  }
}
