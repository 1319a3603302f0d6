package dev.kverdict.patch;

import dev.kverdict.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads unified diffs as git and quilt write them (diffutils, "Detailed Unified"; git-diff, "git
 * diff --patch"). Text around them is skipped, as patch(1) does.
 */
final class DiffReader {

  private static final int MAX_FILES = 10_000;

  private static final Pattern LINE_END = Pattern.compile("\n");
  private static final Pattern HUNK =
      Pattern.compile("@@ -(\\d{1,9})(?:,(\\d{1,9}))? \\+\\d{1,9}(?:,(\\d{1,9}))? @@.*");
  private static final Pattern MERGE =
      Pattern.compile("diff --(cc|combined) .*|@@@+ -\\d.* @@@+.*");

  /** What follows a file's name in plain diffs; mailers turn the tab before it into blanks. */
  private static final Pattern STAMP =
      Pattern.compile(
          "\\t.*|\\s+(\\d{4}-\\d\\d-\\d\\d|\\w{3} \\w{3} +\\d{1,2}) \\d\\d:\\d\\d:\\d\\d.*");

  /** The time of a file that does not exist (POSIX, diff -u): in any time zone. */
  private static final Pattern NEVER =
      Pattern.compile(".*(1970-01-01|1969-12-31) \\d\\d:\\d\\d:.*");

  /** A line of git after which a file without hunks is complete. */
  private static final Pattern COMPLETE =
      Pattern.compile(
          "(old mode|new file mode|deleted file mode|similarity index|rename from|copy from) .*");

  private static final Pattern OTHER =
      Pattern.compile("(old mode|new mode|similarity index|dissimilarity index|index) .*");

  private static final String NOTHING = "/dev/null";

  private final String name;
  private final String[] lines;
  private final List<DiffText.File> files = new ArrayList<>();
  private final List<DiffText.Header> headers = new ArrayList<>();
  private int at;
  private @Nullable String oldPath;
  private @Nullable String newPath;
  private String from = "";
  private List<Hunk> hunks = new ArrayList<>();
  private boolean binary;
  private boolean complete;

  /** Whether git may say more of the current file. */
  private boolean extensible;

  private DiffReader(String text, String name) {
    this.name = name;
    this.lines = LINE_END.split(text, -1);
  }

  /**
   * Returns the diff in a text.
   *
   * @param name the text's name in errors
   * @throws UserError when a hunk is malformed
   */
  static DiffText read(String text, String name) {
    DiffReader reader = new DiffReader(text, name);
    reader.read();
    return new DiffText(name, List.of(reader.lines), reader.files, reader.headers);
  }

  private void read() {
    while (at < lines.length) {
      String line = line(at);
      Optional<GitLine> git = GitLine.of(line);
      if (git.isPresent()) {
        finish();
        header(DiffText.Kind.GIT);
        paths(git.get());
        extensible = true;
      } else if (MERGE.matcher(line).matches()) {
        throw error(
            "is a combined diff of a merge, which does not say what to change",
            "make a plain one: git diff COMMIT^1 COMMIT");
      } else if (line.startsWith("--- ") && next().startsWith("+++ ")) {
        names(line.substring(4), next().substring(4));
        at++;
      } else if (HUNK.matcher(line).matches() && newPath != null) {
        extensible = false;
        hunks.add(hunk());
        continue;
      } else if (extensible) {
        extended(line);
      }
      at++;
    }
    finish();
  }

  private void paths(GitLine git) {
    oldPath = git.before();
    newPath = git.after();
  }

  /** Reads what git says of a file before its hunks; any other line ends that. */
  private void extended(String line) {
    complete |= COMPLETE.matcher(line).matches();
    if (line.startsWith("new file mode ")) {
      oldPath = "";
    } else if (line.startsWith("deleted file mode ")) {
      newPath = "";
    } else if (line.startsWith("GIT binary patch") || line.startsWith("Binary files ")) {
      binary = true;
    } else if (line.startsWith("rename from ") || line.startsWith("copy from ")) {
      header(DiffText.Kind.FROM);
      from = QuotedPath.unquote(line.substring(line.indexOf(" from ") + " from ".length()));
    } else if (line.startsWith("rename to ") || line.startsWith("copy to ")) {
      header(DiffText.Kind.TO);
      moved(QuotedPath.unquote(line.substring(line.indexOf(" to ") + " to ".length())));
    } else {
      extensible = OTHER.matcher(line).matches();
    }
  }

  private void moved(String to) {
    boolean both = oldPath != null && !oldPath.isEmpty() && newPath != null && !newPath.isEmpty();
    if (both) {
      GitLine.of(line(begin()), from, to).ifPresent(this::paths);
    }
  }

  private void header(DiffText.Kind kind) {
    headers.add(new DiffText.Header(at, kind, files.size()));
  }

  /** These two lines begin a file unless git's line precedes them. */
  private void names(String before, String after) {
    if (!hunks.isEmpty() || newPath == null) {
      finish();
    }
    boolean created = NEVER.matcher(before).matches() && hunkAfterNames(1).equals("0");
    boolean deleted = NEVER.matcher(after).matches() && hunkAfterNames(2).equals("0");
    String one = created ? "" : path(before);
    String two = deleted ? "" : path(after);
    headers.add(new DiffText.Header(at, DiffText.Kind.OLD, files.size()));
    headers.add(new DiffText.Header(at + 1, DiffText.Kind.NEW, files.size()));
    oldPath = one;
    newPath = two;
    extensible = false;
  }

  /** Returns the number of lines that the hunk after the current names has on one side. */
  private String hunkAfterNames(int side) {
    Matcher hunk = HUNK.matcher(at + 2 < lines.length ? line(at + 2) : "");
    return hunk.matches() ? String.valueOf(hunk.group(side + 1)) : "";
  }

  private void finish() {
    if (oldPath != null && newPath != null) {
      if (hunks.isEmpty() && !binary && !complete) {
        String file = PrintableLine.of(newPath.isEmpty() ? oldPath : newPath);
        at = begin();
        throw error("the change to " + file + " has no hunk", "the patch is cut off or damaged");
      }
      files.add(new DiffText.File(oldPath, newPath, hunks, binary));
    }
    if (files.size() > MAX_FILES) {
      throw error("changes more than " + MAX_FILES + " files", "split it");
    }
    oldPath = null;
    newPath = null;
    hunks = new ArrayList<>();
    binary = false;
    complete = false;
    extensible = false;
  }

  /** Returns the line in which the current file begins. */
  private int begin() {
    return headers.stream()
        .filter(header -> header.file() == files.size())
        .mapToInt(DiffText.Header::line)
        .findFirst()
        .orElse(at - 1);
  }

  /** Returns a line without its end, whatever that is. */
  private String line(int number) {
    String line = lines[number];
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }

  private String next() {
    return at + 1 < lines.length ? line(at + 1) : "";
  }

  private Hunk hunk() {
    Matcher head = HUNK.matcher(line(at));
    if (!head.matches()) {
      throw new IllegalStateException("called on a hunk's header only");
    }
    int begin = at;
    int olds = count(head.group(2));
    int news = count(head.group(3));
    List<HunkLine> read = new ArrayList<>();
    for (at++; olds > 0 || news > 0; at++) {
      if (at >= lines.length || (at == lines.length - 1 && lines[at].isEmpty())) {
        throw malformed(
            begin, "does not have the lines that its header counts: the text ends before");
      }
      String line = line(at);
      if (line.startsWith("\\")) {
        continue; // "\ No newline at end of file"
      }
      // Mailers drop the blank of an empty context line.
      char mark = line.isEmpty() ? ' ' : line.charAt(0);
      if (lines[at].equals("\r")) {
        lines[at] = " \r"; // git takes an empty line, but none that only ends
      }
      String text = line.isEmpty() ? "" : line.substring(1);
      switch (mark) {
        case ' ' -> read.add(new HunkLine(HunkLine.Kind.CONTEXT, text));
        case '+' -> read.add(new HunkLine(HunkLine.Kind.ADDED, text));
        case '-' -> read.add(new HunkLine(HunkLine.Kind.REMOVED, text));
        default -> throw broken(begin);
      }
      olds -= mark == '+' ? 0 : 1;
      news -= mark == '-' ? 0 : 1;
      if (olds < 0 || news < 0) {
        throw malformed(begin, "does not have the lines that its header counts");
      }
    }
    if (at < lines.length && goesOn(line(at))) {
      throw malformed(begin, "has more lines than its header counts");
    }
    return new Hunk(Integer.parseInt(head.group(1)), read);
  }

  private static int count(@Nullable String number) {
    return number == null ? 1 : Integer.parseInt(number);
  }

  /**
   * Returns whether a line after a hunk looks like a part of it: nobody's text begins like that.
   */
  private static boolean goesOn(String line) {
    return (line.startsWith("+") && !line.startsWith("+++ "))
        || (line.startsWith("-") && !line.startsWith("--") && !line.startsWith("- "));
  }

  private UserError broken(int begin) {
    String line = line(at);
    boolean next =
        at + 1 < lines.length && !next().isEmpty() && " +-\\@".indexOf(next().charAt(0)) >= 0;
    boolean cut = line.startsWith("@@ ") || line.startsWith("diff ") || !next;
    if (cut) {
      return malformed(begin, "does not have the lines that its header counts");
    }
    return error(
        "white space was changed by a mailer: the hunk has a line that was wrapped",
        "attach the patch, or send it with git send-email");
  }

  private UserError malformed(int begin, String how) {
    at = begin;
    return error(
        "the hunk " + how,
        "make the patch again with git format-patch; an edited or wrapped one is broken");
  }

  private UserError error(String what, String remedy) {
    return new UserError(name + ":" + (at + 1), what, remedy);
  }

  /** Returns the path in a header line, without time stamp and quotes. */
  private static String path(String written) {
    String path = QuotedPath.unquote(STAMP.matcher(written).replaceFirst("").strip());
    return path.equals(NOTHING) ? "" : path;
  }
}
