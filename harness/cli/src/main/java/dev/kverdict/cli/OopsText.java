package dev.kverdict.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kverdict.oops.CrashReport;
import dev.kverdict.oops.CrashTask;
import dev.kverdict.oops.Frame;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** How the crashes of a console are printed: a few lines for people, one object for machines. */
final class OopsText {

  private static final ObjectMapper JSON = new ObjectMapper();

  private OopsText() {}

  /** One line of JSON: the first crash on top, all of them under {@code reports}. */
  static String json(String file, List<CrashReport> reports) {
    ObjectNode node = JSON.createObjectNode();
    node.put("file", String.valueOf(Path.of(file).getFileName())).put("crash", !reports.isEmpty());
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
    node.put("type", report.type().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    node.put("corrupted", report.corrupted()).put("panicked", report.panicked());
  }

  private static void details(ObjectNode node, CrashReport report) {
    node.put("function", report.function());
    node.put("source", report.source()).put("statement", report.statement());
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

  /** For people: each crash by its title, the consequences below their cause. */
  static String plain(String file, List<CrashReport> reports, boolean stack) {
    String name = file.equals("-") ? "standard input" : file;
    if (reports.isEmpty()) {
      return name + ": no crash";
    }
    StringBuilder text = new StringBuilder();
    for (CrashReport report : reports) {
      text.append(text.isEmpty() ? name + ": " : "\n  then: ").append(title(report));
      if (report.statement() != null) {
        text.append("\n    ").append(report.statement());
      }
      if (stack) {
        report.frames().stream()
            .filter(Frame::reliable)
            .forEach(frame -> text.append("\n    ").append(frame(frame)));
      }
    }
    return text.toString();
  }

  private static String title(CrashReport report) {
    CrashTask task = report.task();
    return report.title()
        + (report.source() == null ? "" : " at " + report.source())
        + (task == null ? "" : ", task " + printable(task.name()) + "/" + task.pid())
        + (report.corrupted() ? " (cut or mixed)" : "")
        + (report.panicked() ? " (panicked)" : "");
  }

  private static String frame(Frame frame) {
    String place = frame.offset() == Frame.UNKNOWN ? "" : "+0x" + Long.toHexString(frame.offset());
    return frame.function()
        + place
        + (frame.module() == null ? "" : " [" + frame.module() + "]")
        + (frame.source() == null ? "" : " " + printable(frame.source()))
        + (frame.inlined() ? " (inlined)" : "");
  }

  /** A task names itself, and a terminal obeys some characters. */
  private static String printable(String text) {
    return text.replaceAll("[^\\x20-\\x7e]", "?");
  }
}
