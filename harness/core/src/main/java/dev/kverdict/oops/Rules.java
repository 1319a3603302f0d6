package dev.kverdict.oops;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules that are data: headers.txt and skipped-frames.txt. */
final class Rules {

  /** What a header opens. */
  enum Kind {
    CRASH,
    HANG,
    PANIC
  }

  /**
   * A header that matched.
   *
   * @param kind what it opens
   * @param title the title's pattern
   * @param group the expression's first group, or empty
   */
  record Header(Kind kind, String title, String group) {}

  private record HeaderRule(Kind kind, Pattern line, String title) {}

  private record SkipRule(boolean hangOnly, Pattern name) {}

  private static final List<HeaderRule> HEADERS =
      read("headers.txt").stream()
          .map(
              f ->
                  new HeaderRule(
                      Kind.valueOf(f[0].toUpperCase(Locale.ROOT)), Pattern.compile(f[1]), f[2]))
          .toList();

  private static final List<SkipRule> SKIPS =
      read("skipped-frames.txt").stream()
          .map(f -> new SkipRule(f[0].equals("hang"), Pattern.compile(f[1])))
          .toList();

  private Rules() {}

  static Optional<Header> header(String text) {
    for (HeaderRule rule : HEADERS) {
      Matcher m = rule.line().matcher(text);
      if (m.matches()) {
        return Optional.of(
            new Header(rule.kind(), rule.title(), m.groupCount() > 0 ? m.group(1) : ""));
      }
    }
    return Optional.empty();
  }

  static boolean skipped(String function, Kind kind) {
    return SKIPS.stream()
        .anyMatch(
            rule ->
                (!rule.hangOnly() || kind == Kind.HANG) && rule.name().matcher(function).matches());
  }

  private static List<String[]> read(String name) {
    List<String[]> rules = new ArrayList<>();
    try (InputStream in = Rules.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the jar");
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          rules.add(line.split("\t", 3));
        }
      }
      return rules;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
