package dev.kverdict.oops;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The rules of headers.txt: which lines open a report. */
final class HeaderRules {

  private static final String LEAD = "lead";
  private static final String CONSEQUENCE = "consequence";

  private static final List<HeaderRule> RULES = new ArrayList<>();
  private static final List<String> LEADS = new ArrayList<>();
  private static final List<Pattern> CONSEQUENCES = new ArrayList<>();

  /** The starts of all rules and leads, by their first byte: most lines are told off by that. */
  private static final byte[][][] STARTS = new byte[128][0][];

  static {
    for (RuleFile.Row row : RuleFile.read("headers.txt", 2, 6)) {
      String kind = row.fields().get(0);
      String start = row.fields().get(1);
      if (kind.equals(CONSEQUENCE)) {
        CONSEQUENCES.add(Pattern.compile(start));
        continue;
      }
      if (kind.equals(LEAD)) {
        LEADS.add(start);
      } else if (row.fields().size() < 4) {
        throw row.wrong("has no title");
      } else {
        RULES.add(HeaderRule.of(row));
      }
      byte[][] same = STARTS[start.charAt(0)];
      byte[][] more = Arrays.copyOf(same, same.length + 1);
      more[same.length] = start.getBytes(StandardCharsets.US_ASCII);
      STARTS[start.charAt(0)] = more;
    }
  }

  private HeaderRules() {}

  /** Whether a line can be a header: cheap, and false for nearly all lines. */
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
    return false;
  }

  /** The header that a text is, by the first rule that matches. */
  static Optional<Header> match(String text) {
    String rest = text;
    while (true) {
      for (HeaderRule rule : RULES) {
        Optional<Header> header = rule.match(rest);
        if (header.isPresent()) {
          return header;
        }
      }
      Optional<String> lead = LEADS.stream().filter(rest::startsWith).findFirst();
      if (lead.isEmpty()) {
        return Optional.empty();
      }
      rest = rest.substring(lead.get().length());
    }
  }

  /** Whether a panic says itself that a report made it, such as panic_on_warn. */
  static boolean isConsequence(String panic) {
    return CONSEQUENCES.stream().anyMatch(reason -> reason.matcher(panic).find());
  }
}
