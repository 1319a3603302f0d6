package dev.kverdict.patch;

import dev.kverdict.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A diff whose paths are still as they were written, with the text around it.
 *
 * @param name the text's name in errors
 * @param lines the text; carriage returns are kept
 * @param files the files that it changes
 * @param headers the lines with paths
 */
record DiffText(String name, List<String> lines, List<File> files, List<Header> headers) {

  private static final Pattern SLASHES = Pattern.compile("/{2,}");
  private static final Pattern COPY = Pattern.compile("(\\.orig|\\.old|\\.new|\\.bak|~)$");

  DiffText {
    lines = List.copyOf(lines);
    files = List.copyOf(files);
    headers = List.copyOf(headers);
  }

  /** The change to a file; an empty path stands for no file. */
  record File(String before, String after, List<Hunk> hunks, boolean binary) {

    File {
      before = SLASHES.matcher(before).replaceAll("/");
      after = SLASHES.matcher(after).replaceAll("/");
    }

    PathPrefix.Pair paths() {
      return new PathPrefix.Pair(before, after);
    }
  }

  /** The lines that hold paths. */
  enum Kind {
    GIT,
    OLD,
    NEW,
    FROM,
    TO
  }

  /**
   * A line that holds a path.
   *
   * @param line its number, from 0
   * @param file the number of its file, from 0
   */
  record Header(int line, Kind kind, int file) {}

  boolean isEmpty() {
    return files.isEmpty();
  }

  List<PathPrefix.Pair> paths() {
    return files.stream().map(File::paths).toList();
  }

  /** Returns the likeliest number of directories before the source. */
  int prefix() {
    return files.isEmpty() ? PathPrefix.USUAL : PathPrefix.guess(paths());
  }

  /**
   * Returns the files with their paths below the source.
   *
   * @param prefix the number of directories that do not belong to the source
   * @throws UserError when a path leaves the source
   */
  List<ChangedFile> changes(int prefix) {
    List<ChangedFile> changes = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      File file = files.get(i);
      String before = below(file.before(), prefix, i);
      String after = below(file.after(), prefix, i);
      // Of a file and its copy, the source has the file.
      if (!before.isEmpty() && COPY.matcher(before).replaceFirst("").equals(after)) {
        before = after;
      } else if (!after.isEmpty() && COPY.matcher(after).replaceFirst("").equals(before)) {
        after = before;
      }
      changes.add(new ChangedFile(before, after, file.hunks(), file.binary()));
    }
    return changes;
  }

  private String below(String path, int prefix, int file) {
    if (path.isEmpty()) {
      return "";
    }
    String below = PathPrefix.strip(path, prefix);
    if (path.startsWith("/")) {
      String outside = PathPrefix.before(path);
      throw error(
          "the path " + PrintableLine.of(path) + " is absolute, so it leaves the source",
          outside.isEmpty()
              ? "make the patch in the source's directory"
              : "take " + PrintableLine.of(outside) + " off the beginning of its paths",
          file);
    }
    if (below.isEmpty() || ("/" + below + "/").contains("/../")) {
      throw error(
          "the path " + PrintableLine.of(path) + " leaves the source", "fix the patch", file);
    }
    return below;
  }

  private UserError error(String what, String remedy, int file) {
    int line =
        headers.stream().filter(h -> h.file() == file).mapToInt(Header::line).findFirst().orElse(0);
    return new UserError(name + ":" + (line + 1), what, remedy);
  }

  /** Returns the text with {@code a/} and {@code b/} before its paths, as git expects them. */
  String text(int prefix) {
    List<ChangedFile> changes = changes(prefix);
    List<String> text = new ArrayList<>(lines);
    for (Header header : headers) {
      if (header.file() < changes.size()) {
        String written = lines.get(header.line());
        text.set(header.line(), line(header.kind(), changes.get(header.file()), written));
      }
    }
    String whole = String.join("\n", text);
    return whole.endsWith("\n") || files.isEmpty() ? whole : whole + "\n";
  }

  private static String line(Kind kind, ChangedFile file, String written) {
    String before = file.oldPath().isEmpty() ? file.newPath() : file.oldPath();
    String after = file.newPath().isEmpty() ? file.oldPath() : file.newPath();
    return switch (kind) {
      case GIT ->
          "diff --git " + QuotedPath.quote("a/" + before) + " " + QuotedPath.quote("b/" + after);
      case OLD ->
          "--- " + (file.oldPath().isEmpty() ? "/dev/null" : QuotedPath.quote("a/" + before));
      case NEW ->
          "+++ " + (file.newPath().isEmpty() ? "/dev/null" : QuotedPath.quote("b/" + after));
      case FROM -> moved(written, "from", before);
      case TO -> moved(written, "to", after);
    };
  }

  private static String moved(String written, String where, String path) {
    String how = written.substring(0, written.indexOf(' '));
    return how + " " + where + " " + QuotedPath.quote(path);
  }
}
