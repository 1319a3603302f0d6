package dev.kverdict.oops;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The rules of headers.txt for the lines that open a report. */
final class HeaderRules {

  private static final String LEAD = "lead";
  private static final String CONSEQUENCE = "consequence";
  private static final String IGNORE = "ignore";
  private static final String TYPE = "type";

  /** In the file's order, by the first character of their start. */
  private static final Map<Character, List<HeaderRule>> RULES = new HashMap<>();

  private static final List<HeaderRule> ALL = new ArrayList<>();

  private static final List<String> LEADS = new ArrayList<>();
  private static final List<Pattern> CONSEQUENCES = new ArrayList<>();
  private static final List<Pattern> IGNORED = new ArrayList<>();

  /** Start of the kernel's own warnings. */
  private static final byte[] WARNING = "WARNING: ".getBytes(StandardCharsets.US_ASCII);

  /**
   * The driver and device that dev_printk() puts before a message: drivers/base/core.c. A host and
   * the kernel, as loggers name them, are none.
   */
  private static final Pattern DEVICE =
      Pattern.compile("^[a-z][\\w.-]* (?!kernel: )[\\w:.-]+: (?=WARNING: )");

  /** The starts of all rules and leads, by their first byte, which rules out most lines. */
  private static final byte[][][] STARTS = new byte[128][0][];

  static {
    CrashType type = CrashType.OTHER;
    for (RuleFile.Row row : RuleFile.read(HeaderRules.class, "headers.txt", 2, 6)) {
      String start = row.fields().get(1);
      switch (row.fields().get(0)) {
        case TYPE -> type = row.constant(1, CrashType.class, "type");
        case CONSEQUENCE -> CONSEQUENCES.add(row.pattern(1));
        case IGNORE -> IGNORED.add(row.pattern(1));
        case LEAD -> {
          LEADS.add(start);
          remember(start);
        }
        default -> {
          HeaderRule rule = HeaderRule.of(row, type);
          ALL.add(rule);
          RULES.computeIfAbsent(start.charAt(0), first -> new ArrayList<>()).add(rule);
          remember(start);
        }
      }
    }
  }

  private static void remember(String start) {
    byte[][] same = STARTS[start.charAt(0)];
    byte[][] more = Arrays.copyOf(same, same.length + 1);
    more[same.length] = start.getBytes(StandardCharsets.US_ASCII);
    STARTS[start.charAt(0)] = more;
  }

  private HeaderRules() {}

  /** Returns whether a line can be a header: cheap, and false for nearly all lines. */
  static boolean mayOpen(KernelLine line) {
    byte first = line.first();
    if (first <= 0) {
      return false;
    }
    for (byte[] start : STARTS[first]) {
      if (line.startsWith(start)) {
        return true;
      }
    }
    return first >= 'a' && first <= 'z' && line.startsWithAfterColon(WARNING);
  }

  /** Returns the header in a text, by the first rule that matches. */
  static Optional<Header> match(String text) {
    String rest = withoutDevice(text);
    while (!rest.isEmpty()) {
      for (HeaderRule rule : RULES.getOrDefault(rest.charAt(0), List.of())) {
        Optional<Header> header = rule.match(rest);
        if (header.isPresent()) {
          return header.filter(found -> namesItsPlace(found) || !ignored(text));
        }
      }
      String led = withoutLead(rest);
      if (led.length() == rest.length()) {
        break;
      }
      rest = led;
    }
    return Optional.empty();
  }

  /** Returns all rules, in the file's order. */
  static List<HeaderRule> all() {
    return List.copyOf(ALL);
  }

  private static String withoutDevice(String text) {
    boolean word = !text.isEmpty() && text.charAt(0) >= 'a' && text.charAt(0) <= 'z';
    return word ? DEVICE.matcher(text).replaceFirst("") : text;
  }

  private static String withoutLead(String text) {
    for (String lead : LEADS) {
      if (text.startsWith(lead)) {
        return text.substring(lead.length());
      }
    }
    return text;
  }

  /** Returns whether this is a WARN_ON with its function: no advice looks like that. */
  private static boolean namesItsPlace(Header header) {
    return header.family() == Family.WARNING && header.function().isPresent();
  }

  private static boolean ignored(String text) {
    return IGNORED.stream().anyMatch(harmless -> harmless.matcher(text).matches());
  }

  /** Returns whether a panic names a report as its reason, such as panic_on_warn. */
  static boolean isConsequence(String panic) {
    return CONSEQUENCES.stream().anyMatch(reason -> reason.matcher(panic).find());
  }
}
