package dev.kverdict.build;

import dev.kverdict.UserError;
import dev.kverdict.host.CommandResult;
import dev.kverdict.patch.ChangedFile;
import dev.kverdict.patch.Hunk;
import dev.kverdict.patch.HunkLine;
import dev.kverdict.patch.PatchSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a patch does not apply: git names only the hunk; a person wants to see the first line that
 * differs, or to hear that a mailer or a browser changed the patch on its way.
 *
 * @param patch the file's name
 * @param lines what to tell
 * @param hunks the hunks that do not fit
 */
record Mismatches(String patch, List<String> lines, List<Misfit> hunks) {

  private static final Pattern FAILED = Pattern.compile("error: patch failed: (.+):(\\d+)");

  /** Blanks and tabs, and the blank of HTML and word processors (U+00A0 in UTF-8). */
  private static final Pattern BLANKS = Pattern.compile("(?:[ \\t\\r]|\u00c2\u00a0)+");

  private static final Pattern ENTITY =
      Pattern.compile("&(lt|gt|amp|quot|apos|nbsp|#x?[0-9a-fA-F]{2,4});");

  /**
   * A hunk that does not fit.
   *
   * @param expected the lines that it expects to find: its context and what it removes
   * @param source the lines of the file
   */
  private record Misfit(String file, int start, List<String> expected, List<String> source) {

    /** Returns whether it would fit somewhere if its lines, or both sides, were different. */
    boolean fitsAfter(UnaryOperator<String> ofPatch, UnaryOperator<String> ofBoth) {
      List<String> wanted = expected.stream().map(ofPatch).map(ofBoth).toList();
      List<String> there = source.stream().map(ofBoth).toList();
      boolean changed = !expected.stream().map(ofPatch).toList().equals(expected);
      boolean text = wanted.stream().anyMatch(line -> !line.isEmpty());
      boolean differs = changed || !ofBoth.apply("\t").equals("\t");
      for (int at = 0; text && differs && at + wanted.size() <= there.size(); at++) {
        if (there.subList(at, at + wanted.size()).equals(wanted)) {
          return true;
        }
      }
      return false;
    }

    /** Returns the first difference at the place where most lines agree: it was meant for that. */
    List<String> difference() {
      int best = -1;
      int bestAgreeing = -1;
      for (int at = 0; at + expected.size() <= source.size(); at++) {
        int agreeing = 0;
        for (int i = 0; i < expected.size(); i++) {
          agreeing += source.get(at + i).equals(expected.get(i)) ? 1 : 0;
        }
        boolean nearer = Math.abs(at - start + 1) < Math.abs(best - start + 1);
        if (agreeing > bestAgreeing || (agreeing == bestAgreeing && nearer)) {
          bestAgreeing = agreeing;
          best = at;
        }
      }
      for (int i = 0; best >= 0 && i < expected.size(); i++) {
        String found = source.get(best + i);
        if (!found.equals(expected.get(i))) {
          return List.of(
              "line %d: expected '%s', found '%s'"
                  .formatted(
                      best + i + 1, shown(expected.get(i), found), shown(found, expected.get(i))));
        }
      }
      return List.of();
    }

    /** Returns a line without its indentation, unless that is the difference. */
    private static String shown(String line, String other) {
      return withoutBlanks(line).equals(withoutBlanks(other))
          ? line.replace("\t", "\\t").replace("\r", "\\r").replace("\u00c2\u00a0", "\\xa0")
          : line.strip();
    }
  }

  /** Reads what git says of a patch that does not apply. */
  static Mismatches of(Path source, PatchSet.Unpacked patch, CommandResult check) {
    String name = String.valueOf(patch.file().getFileName());
    List<String> lines = new ArrayList<>();
    List<Misfit> hunks = new ArrayList<>();
    for (String line : check.output()) {
      Matcher failed = FAILED.matcher(line);
      if (failed.matches()) {
        String file = failed.group(1);
        int at = Integer.parseInt(failed.group(2));
        lines.add(name + ": hunk for " + file + " line " + at + " does not apply");
        for (Misfit hunk : misfits(source, patch, file, at)) {
          hunks.add(hunk);
          lines.addAll(hunk.difference());
        }
      } else if (line.startsWith("error: ") && !line.endsWith("patch does not apply")) {
        lines.add(name + ": " + line.substring("error: ".length()));
      }
    }
    return new Mismatches(name, lines.isEmpty() ? List.of(check.summary()) : lines, hunks);
  }

  private static List<Misfit> misfits(
      Path source, PatchSet.Unpacked patch, String file, int start) {
    Path path = source.resolve(file);
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      return List.of(); // missing, or a link that an earlier patch made: git said so
    }
    for (ChangedFile changed : patch.patch().files()) {
      for (Hunk hunk : changed.hunks()) {
        if (changed.oldPath().equals(file) && hunk.oldStart() == start) {
          try {
            List<String> text = Files.readAllLines(path, StandardCharsets.ISO_8859_1);
            return List.of(new Misfit(file, start, expected(hunk), text));
          } catch (IOException e) {
            return List.of(); // the file is missing: git said so
          }
        }
      }
    }
    return List.of();
  }

  private static List<String> expected(Hunk hunk) {
    return hunk.lines().stream()
        .filter(line -> line.kind() != HunkLine.Kind.ADDED)
        .map(HunkLine::text)
        .toList();
  }

  /**
   * Requires that the source differs from the patch itself, not from what a program made of it.
   *
   * @throws UserError naming the damage
   */
  void requireUndamaged() {
    for (Misfit hunk : hunks) {
      String where = patch + ": hunk for " + hunk.file() + " line " + hunk.start();
      if (hunk.fitsAfter(UnaryOperator.identity(), Mismatches::withoutBlanks)) {
        throw new UserError(
            where,
            "fits except for blanks and tabs: white space was changed by a mailer or an editor",
            "get the patch as a file, or from an archive of the list; do not copy it from a window");
      }
      if (hunk.fitsAfter(Mismatches::withoutEntities, Mismatches::withoutBlanks)) {
        throw new UserError(
            where,
            "fits except for HTML entities such as &lt;: it was saved from a web page",
            "save the plain mail: archives have a link to it");
      }
    }
  }

  private static String withoutBlanks(String line) {
    return BLANKS.matcher(line).replaceAll(" ").strip();
  }

  /** Some web pages escape what is escaped already. */
  private static String withoutEntities(String line) {
    String plain = line;
    for (int i = 0; i < 3; i++) {
      plain =
          ENTITY
              .matcher(plain)
              .replaceAll(entity -> Matcher.quoteReplacement(meaning(entity.group(1))));
    }
    return plain;
  }

  private static String meaning(String name) {
    return switch (name) {
      case "lt" -> "<";
      case "gt" -> ">";
      case "amp" -> "&";
      case "quot" -> "\"";
      case "apos" -> "'";
      case "nbsp" -> " ";
      default ->
          String.valueOf(
              (char)
                  (name.startsWith("#x")
                      ? Integer.parseInt(name.substring(2), 16)
                      : decimal(name.substring(1))));
    };
  }

  private static int decimal(String digits) {
    return digits.matches("\\d+") ? Integer.parseInt(digits) : ' ';
  }
}
