package dev.kverdict.patch;

import dev.kverdict.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads unified diffs as git and quilt write them (diffutils, "Detailed Unified"; git-diff, "git
 * diff --patch"). Text around them is skipped, as patch(1) does.
 */
final class DiffReader {

  private static final int MAX_FILES = 10_000;

  private static final Pattern LINE_END = Pattern.compile("\r?\n");
  private static final Pattern GIT = Pattern.compile("diff --git (\"?a/.*?\"?) (\"?b/.*\"?)");
  private static final Pattern HUNK =
      Pattern.compile("@@ -(\\d{1,9})(?:,(\\d{1,9}))? \\+\\d{1,9}(?:,(\\d{1,9}))? @@.*");
  private static final String NOTHING = "/dev/null";

  private final String name;
  private final String[] lines;
  private final List<ChangedFile> files = new ArrayList<>();
  private int at;
  private @Nullable String oldPath;
  private @Nullable String newPath;
  private List<Hunk> hunks = new ArrayList<>();
  private boolean binary;

  private DiffReader(String text, String name) {
    this.name = name;
    this.lines = LINE_END.split(text, -1);
  }

  /**
   * Returns the files that a text changes.
   *
   * @param name the text's name in errors
   * @throws UserError when a hunk is malformed or a path leaves the source
   */
  static List<ChangedFile> read(String text, String name) {
    return new DiffReader(text, name).read();
  }

  private List<ChangedFile> read() {
    while (at < lines.length) {
      String line = lines[at];
      Matcher git = GIT.matcher(line);
      if (git.matches()) {
        finish();
        oldPath = path(git.group(1));
        newPath = path(git.group(2));
      } else if (line.startsWith("new file mode")) {
        oldPath = "";
      } else if (line.startsWith("deleted file mode")) {
        newPath = "";
      } else if (line.startsWith("GIT binary patch") || line.startsWith("Binary files ")) {
        binary = true;
      } else if (line.startsWith("--- ") && next().startsWith("+++ ")) {
        names(line, next());
        at++;
      } else if (HUNK.matcher(line).matches() && newPath != null) {
        hunks.add(hunk());
        continue;
      }
      at++;
    }
    finish();
    return files;
  }

  /** These two lines begin a file unless git's line precedes them. */
  private void names(String before, String after) {
    if (!hunks.isEmpty() || newPath == null) {
      finish();
    }
    oldPath = path(before.substring(4));
    newPath = path(after.substring(4));
  }

  private void finish() {
    if (oldPath != null && newPath != null) {
      files.add(new ChangedFile(oldPath, newPath, hunks, binary));
    }
    if (files.size() > MAX_FILES) {
      throw error("changes more than " + MAX_FILES + " files", "split it");
    }
    oldPath = null;
    newPath = null;
    hunks = new ArrayList<>();
    binary = false;
  }

  private String next() {
    return at + 1 < lines.length ? lines[at + 1] : "";
  }

  private Hunk hunk() {
    Matcher head = HUNK.matcher(lines[at]);
    if (!head.matches()) {
      throw new IllegalStateException("called on a hunk's header only");
    }
    int begin = at;
    int olds = count(head.group(2));
    int news = count(head.group(3));
    List<HunkLine> read = new ArrayList<>();
    for (at++; olds > 0 || news > 0; at++) {
      String line = at < lines.length ? lines[at] : "end of file";
      if (line.startsWith("\\")) {
        continue; // "\ No newline at end of file"
      }
      // Mailers drop the blank of an empty context line.
      char mark = line.isEmpty() ? ' ' : line.charAt(0);
      String text = line.isEmpty() ? "" : line.substring(1);
      switch (mark) {
        case ' ' -> read.add(new HunkLine(HunkLine.Kind.CONTEXT, text));
        case '+' -> read.add(new HunkLine(HunkLine.Kind.ADDED, text));
        case '-' -> read.add(new HunkLine(HunkLine.Kind.REMOVED, text));
        default -> throw malformed(begin);
      }
      olds -= mark == '+' ? 0 : 1;
      news -= mark == '-' ? 0 : 1;
      if (olds < 0 || news < 0) {
        throw malformed(begin);
      }
    }
    return new Hunk(Integer.parseInt(head.group(1)), read);
  }

  private static int count(@Nullable String number) {
    return number == null ? 1 : Integer.parseInt(number);
  }

  private UserError malformed(int begin) {
    at = begin;
    return error(
        "the hunk does not have the lines that its header counts",
        "make the patch again with git format-patch; an edited or wrapped one is broken");
  }

  private UserError error(String what, String remedy) {
    return new UserError(name + ":" + (at + 1), what, remedy);
  }

  /** Returns the path in a header line, without prefix, time stamp and quotes. */
  private String path(String written) {
    String path = written;
    int tab = path.indexOf('\t');
    if (tab >= 0) {
      path = path.substring(0, tab);
    }
    path = QuotedPath.unquote(path.strip());
    if (path.equals(NOTHING)) {
      return "";
    }
    int slash = path.indexOf('/');
    String below = slash < 0 ? path : path.substring(slash + 1); // as -p1 does
    if (path.startsWith("/") || ("/" + below + "/").contains("/../") || below.isEmpty()) {
      throw error("the path " + PrintableLine.of(path) + " leaves the source", "fix the patch");
    }
    return below;
  }
}
