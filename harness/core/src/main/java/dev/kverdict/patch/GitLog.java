package dev.kverdict.patch;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes the output of git log -p and git show apart, which is one text with several commits. */
final class GitLog {

  private static final Pattern COMMIT =
      Pattern.compile(
          "(?m)^commit [0-9a-f]{7,64}\\b[^\\n]*\\n(?=(?:Merge|Author|AuthorDate|tree)\\b)");

  private static final Pattern DATE =
      Pattern.compile("(?m)^(?:Author|Commit)?Date:\\s+([^\\r\\n]{10,40})\\r?$");

  /** git's own format (git-log, --date=default). */
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy xx", Locale.ENGLISH);

  private GitLog() {}

  /** Returns the commits in the order in which they apply: git log prints the newest first. */
  static List<String> split(String text) {
    List<String> commits = new ArrayList<>();
    List<OffsetDateTime> dates = new ArrayList<>();
    Matcher commit = COMMIT.matcher(text);
    int start = 0;
    while (commit.find()) {
      if (commit.start() > start) {
        commits.add(text.substring(start, commit.start()));
      }
      start = commit.start();
    }
    commits.add(text.substring(start));
    for (String one : commits) {
      date(one).ifPresent(dates::add);
    }
    if (dates.size() == commits.size() && isDescending(dates)) {
      Collections.reverse(commits);
    }
    return commits;
  }

  private static Optional<OffsetDateTime> date(String commit) {
    Matcher date = DATE.matcher(commit);
    try {
      return date.find()
          ? Optional.of(OffsetDateTime.parse(date.group(1).strip(), FORMAT))
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static boolean isDescending(List<OffsetDateTime> dates) {
    for (int i = 1; i < dates.size(); i++) {
      if (dates.get(i).isAfter(dates.get(i - 1))) {
        return false;
      }
    }
    return dates.size() > 1 && !dates.get(0).equals(dates.get(dates.size() - 1));
  }
}
