package dev.kverdict.patch;

import java.util.regex.Pattern;

/**
 * The digest of what patches change, whatever stands around it: a mail and its diff have the same.
 * Every part is preceded by its length, so no two changes can look alike.
 */
final class ChangeDigest {

  /** What git does beside lines of text; and what is no line of a hunk, but says how one ends. */
  private static final Pattern MORE =
      Pattern.compile(
          "(?:old mode|new mode|new file mode|deleted file mode|rename from|rename to|copy from"
              + "|copy to|\\\\) .*");

  private final StringBuilder text = new StringBuilder();

  /** Adds a patch. */
  ChangeDigest add(ParsedPatch patch) {
    part("patch");
    for (ChangedFile file : patch.files()) {
      part(file.oldPath());
      part(file.newPath());
      for (Hunk hunk : file.hunks()) {
        part(Integer.toString(hunk.oldStart()));
        for (HunkLine line : hunk.lines()) {
          part(line.kind().name());
          part(line.text());
        }
      }
      part(file.binary() ? patch.text() : "text");
    }
    patch.text().lines().filter(MORE.asMatchPredicate()).forEach(this::part);
    return this;
  }

  private void part(String part) {
    text.append(part.length()).append(':').append(part);
  }

  /** Returns the SHA-256 of everything that was added. */
  String digest() {
    return PatchFile.digest(text.toString());
  }
}
