package dev.kverdict.build;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads where git apply --verbose put hunks that did not fit where they were meant to go. */
final class Offsets {

  private static final int MOST = 5;

  private static final Pattern FILE = Pattern.compile("Checking patch (.+)\\.\\.\\.");
  private static final Pattern HUNK =
      Pattern.compile(
          "(?:warning: |error: )?Hunk #(\\d+) succeeded at (\\d+) \\(offset (-?\\d+) lines?\\)\\.");
  private static final Pattern FUZZY =
      Pattern.compile("Context reduced to \\((\\d+)/(\\d+)\\) to apply fragment at (\\d+)");

  private static final String OFF = " lines off";

  private Offsets() {}

  /** Returns a line for each hunk that went elsewhere, the first ones if there are many. */
  static List<String> in(List<String> output) {
    List<String> notes = new ArrayList<>();
    String file = "";
    for (String line : output) {
      Matcher begins = FILE.matcher(line);
      Matcher hunk = HUNK.matcher(line);
      Matcher fuzzy = FUZZY.matcher(line);
      if (begins.matches()) {
        file = begins.group(1);
      } else if (hunk.matches()) {
        notes.add(
            ("hunk %s of %s fits at line %s, %s" + OFF)
                .formatted(hunk.group(1), file, hunk.group(2), hunk.group(3)));
      } else if (fuzzy.matches()) {
        int last = notes.size() - 1;
        boolean off = last >= 0 && notes.get(last).endsWith(OFF);
        // With less context git counts from another line, so how far off it is means nothing.
        String where =
            off
                ? notes.remove(last).replaceFirst(", -?\\d+" + OFF + "$", "")
                : "a hunk of %s fits at line %s".formatted(file, fuzzy.group(3));
        notes.add(
            "%s, by %s lines of context before it and %s after it"
                .formatted(where, fuzzy.group(1), fuzzy.group(2)));
      }
    }
    if (notes.size() <= MOST) {
      return notes;
    }
    List<String> first = new ArrayList<>(notes.subList(0, MOST));
    first.add((notes.size() - MOST) + " more hunks are off like that");
    return first;
  }
}
