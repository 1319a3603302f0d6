package dev.kverdict.oops;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects the lines of one report and names it. */
final class ReportInProgress {

  private static final Pattern RIP =
      Pattern.compile(
          "(?:RIP|NIP|pc)\\s*: *(?:0010:)?(?:\\[<[0-9a-f]+>\\] *)?([A-Za-z_][\\w.]*)\\+0x.*");
  private static final Pattern FRAME =
      Pattern.compile(
          "\\s*(?:\\[<[0-9a-f]+>\\] *)?(\\? )?([A-Za-z_][\\w.]*)\\+0x[0-9a-f]+/0x[0-9a-f]+.*");
  private static final Pattern PLACE = Pattern.compile(".*?\\bat (\\S+:\\d+).*");
  private static final Pattern TIME_INSIDE = Pattern.compile(".*\\[\\s*\\d+\\.\\d{6}\\].*");
  private static final Pattern KASAN_PLACE =
      Pattern.compile("BUG: K[A-Z]+: .* in ([A-Za-z_][\\w.]*).*");
  private static final int MAX_TITLE = 120;

  private final Rules.Header header;
  private final String headerLine;
  private final String caller;
  private final long offset;
  private final List<String> lines = new ArrayList<>();
  private final List<String> frames = new ArrayList<>();
  private @Nullable String rip;
  private String access = "";
  private boolean inTrace;
  private boolean traceSeen;
  private boolean panicked;

  ReportInProgress(Rules.Header header, KernelLine line, long offset) {
    this.header = header;
    this.headerLine = line.text();
    this.caller = line.caller();
    this.offset = offset;
    this.panicked = header.kind() == Rules.Kind.PANIC;
    keep(line.text());
  }

  Rules.Kind kind() {
    return header.kind();
  }

  /** Whether a line can be part of this report: with caller tags only those of its own context. */
  boolean takes(KernelLine line) {
    return caller.isEmpty() || line.caller().isEmpty() || caller.equals(line.caller());
  }

  void panicked() {
    panicked = true;
  }

  void add(String text) {
    keep(text);
    if (text.startsWith("Read of size") || text.startsWith("Write of size")) {
      access = text.startsWith("Read") ? "Read" : "Write";
    }
    Matcher r = RIP.matcher(text.strip());
    if (r.matches() && rip == null && !text.contains("0033:")) {
      rip = base(r.group(1));
    }
    if (text.contains("Call Trace:") || text.strip().equals("<TASK>")) {
      inTrace = true;
      traceSeen = true;
      return;
    }
    if (inTrace) {
      Matcher f = FRAME.matcher(text);
      if (f.matches()) {
        if (f.group(1) == null && frames.size() < 100) {
          frames.add(base(f.group(2)));
        }
      } else if (text.startsWith("RIP: 0033") || text.startsWith("Modules linked in")) {
        inTrace = false;
      }
    }
  }

  CrashReport finish() {
    @Nullable String function = function();
    String title =
        header
            .title()
            .replace("{1}", header.group())
            .replace(" {access}", access.isEmpty() ? "" : " " + access);
    boolean wantsFunction = title.contains("{f}");
    boolean corrupted =
        (wantsFunction && function == null)
            || (traceSeen && frames.isEmpty() && rip == null)
            || TIME_INSIDE.matcher(title).matches();
    title = title.replace(" in {f}", function == null ? " in corrupted" : " in " + function);
    return new CrashReport(
        normalised(title),
        alternatives(function),
        function,
        place(),
        corrupted,
        panicked,
        offset,
        lines);
  }

  private @Nullable String function() {
    if (rip != null && header.kind() != Rules.Kind.HANG && !Rules.skipped(rip, header.kind())) {
      return rip;
    }
    for (String frame : frames) {
      if (!Rules.skipped(frame, header.kind())) {
        return frame;
      }
    }
    Matcher k = KASAN_PLACE.matcher(headerLine);
    return k.matches() ? base(k.group(1)) : null;
  }

  private List<String> alternatives(@Nullable String function) {
    if (function == null) {
      return List.of();
    }
    if (header.title().startsWith("KASAN")) {
      return List.of("bad-access in " + function);
    }
    if (header.kind() == Rules.Kind.HANG) {
      return List.of((header.title().contains("task hung") ? "hang in " : "stall in ") + function);
    }
    return List.of();
  }

  private @Nullable String place() {
    Matcher p = PLACE.matcher(headerLine.replace("!", ""));
    return p.matches() ? p.group(1) : null;
  }

  private void keep(String text) {
    if (lines.size() < CrashReport.MAX_LINES) {
      lines.add(text);
    }
  }

  /** Without compiler suffixes; the kernel's several names of a system call become one. */
  private static String base(String symbol) {
    String name = symbol.replaceFirst("\\.(?:isra|constprop|part|cold|llvm)(?:\\..*)?$", "");
    return name.replaceFirst("^(?:__x64_sys_|__ia32_sys_|__se_sys_|__do_sys_|ksys_)", "sys_");
  }

  private static String normalised(String title) {
    String text =
        title
            .replaceAll("[^\\x20-\\x7e]", "")
            .replaceAll("\\b(?:0x)?[0-9a-f]{8,}\\b", "ADDR")
            .replaceAll("(?<![\\w-])\\d+(?![\\w])", "NUM")
            .strip();
    return text.length() <= MAX_TITLE ? text : text.substring(0, MAX_TITLE);
  }
}
