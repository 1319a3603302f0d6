package dev.kverdict.syzbot;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines {@code NAME: VALUE} of a report. The first one of a name counts. Mailers break lines,
 * so a value may stand in the next one.
 *
 * @param values the values by name, in lower case
 * @param assets the files that syzbot offers, in their order
 */
record Fields(Map<String, String> values, List<Report.Asset> assets) {

  private static final Pattern FIELD =
      Pattern.compile("\\s{0,8}\\*{0,2}([A-Za-z][A-Za-z0-9 +#()-]{1,40}?)\\*{0,2}\\s{0,4}:(.*)");

  /** The names in mails of syzbot. */
  private static final Set<String> OF_SYZBOT =
      Set.of(
          "head commit",
          "commit",
          "start commit",
          "latest commit",
          "oldest commit",
          "git tree",
          "console output",
          "console+strace",
          "kernel config",
          "dashboard link",
          "compiler",
          "userspace arch",
          "syz repro",
          "c reproducer",
          "patch",
          "reported-by",
          "reported-and-tested-by",
          "tested-by");

  /** The names in reports of its CI, which are ordinary words elsewhere. */
  private static final Set<String> OF_CI =
      Set.of(
          "tree",
          "url",
          "base",
          "arch",
          "compiler",
          "config",
          "c repro",
          "syz repro",
          "patch",
          "tested-by",
          "reported-by");

  private static final String TREE = "git tree";

  /** disk image, vmlinux, kernel image, mounted in repro #1. */
  private static final Pattern ASSET =
      Pattern.compile(
          "(?:(?:non-bootable )?disk image.{0,40}|vmlinux|kernel image|mounted in repro.{0,20})");

  private static final int MOST_ASSETS = 20;
  private static final int MOST_GAP = 2;

  static Fields ofSyzbot(List<String> lines) {
    return of(lines, OF_SYZBOT);
  }

  static Fields ofCi(List<String> lines) {
    return of(lines, OF_CI);
  }

  private static Fields of(List<String> lines, Set<String> names) {
    Map<String, String> values = new HashMap<>();
    List<Report.Asset> assets = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Matcher field = FIELD.matcher(lines.get(i));
      if (!field.matches()) {
        continue;
      }
      String name = String.valueOf(field.group(1)).toLowerCase(Locale.ROOT).strip();
      if (names.contains(name)) {
        String value = whole(name, String.valueOf(field.group(2)).strip(), lines, i + 1);
        if (!value.isEmpty()) {
          values.putIfAbsent(name, value);
        }
      } else if (ASSET.matcher(name).matches() && assets.size() < MOST_ASSETS) {
        String value = whole(name, String.valueOf(field.group(2)).strip(), lines, i + 1);
        WebAddress.in(value).ifPresent(url -> assets.add(new Report.Asset(name, url)));
      }
    }
    return new Fields(values, List.copyOf(assets));
  }

  /** Returns a value with what a mailer moved into the next line. */
  private static String whole(String name, String value, List<String> lines, int next) {
    boolean branch = name.equals(TREE) && value.matches("\\S+://\\S+");
    if (!value.isEmpty() && !branch) {
      return value;
    }
    for (int i = next; i < Math.min(lines.size(), next + MOST_GAP); i++) {
      String line = lines.get(i).strip();
      if (FIELD.matcher(line).matches() && !line.contains("://")) {
        break;
      }
      if (branch) {
        return line.matches("[A-Za-z0-9_][A-Za-z0-9_./-]{0,80}") ? value + " " + line : value;
      }
      if (!line.isEmpty()) {
        return line;
      }
    }
    return value;
  }

  Optional<String> value(String... names) {
    for (String name : names) {
      String value = values.get(name);
      if (value != null) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  Optional<URI> url(String... names) {
    return value(names).flatMap(WebAddress::in);
  }

  /** Returns how many of the lines that only a report has are there. */
  int weight() {
    return (int)
        List.of(
                "head commit",
                "git tree",
                "kernel config",
                "dashboard link",
                "syz repro",
                "c reproducer")
            .stream()
            .filter(values::containsKey)
            .count();
  }
}
