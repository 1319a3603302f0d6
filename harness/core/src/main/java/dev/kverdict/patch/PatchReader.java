package dev.kverdict.patch;

import dev.kverdict.UserError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads patches: a diff, a mail of git format-patch, a mail saved with its MIME encoding, or an
 * mbox with a whole series. All of it is hostile input.
 */
public final class PatchReader {

  private static final int MAX_BYTES = 16 << 20;
  private static final int MAX_MAILS = 1000;

  /** The line before each mail of an mbox (RFC 4155, appendix A). */
  private static final Pattern POSTMARK =
      Pattern.compile(
          "^From \\S+ +\\w{3} \\w{3} +\\d{1,2} \\d\\d:\\d\\d:\\d\\d \\d{4}.*\\R?",
          Pattern.MULTILINE);

  private static final Pattern HEADER = Pattern.compile("[A-Za-z][A-Za-z0-9-]*:.*");
  private static final Pattern LINE_END = Pattern.compile("\r?\n");

  /** {@code [PATCH v2 3/7] subject}; further words may stand between. */
  private static final Pattern TAG = Pattern.compile("\\[([^\\]]*PATCH[^\\]]*)\\].*");

  private static final Pattern VERSION = Pattern.compile("\\bv(\\d{1,4})\\b");
  private static final Pattern NUMBER = Pattern.compile("\\b(\\d{1,4})/\\d{1,4}\\b");

  private PatchReader() {}

  /**
   * Returns the patches in a file, in the order in which they apply.
   *
   * @param name the file's name in errors
   * @throws UserError when it is too large or malformed, or holds no diff, or several versions of
   *     one
   */
  public static List<ParsedPatch> read(byte[] bytes, String name) {
    if (bytes.length > MAX_BYTES) {
      throw new UserError(name, "is larger than 16 MiB", "is it a patch at all?");
    }
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    List<String> mails = split(text);
    List<ParsedPatch> patches = new ArrayList<>();
    for (String mail : mails) {
      patches.add(one(mail, name));
    }
    if (patches.stream().allMatch(patch -> patch.files().isEmpty())) {
      throw new UserError(
          name,
          "holds no diff",
          "give a unified diff as git diff or git format-patch writes it; an HTML mail is none");
    }
    requireOneVersion(patches, name);
    return patches.stream()
        .filter(patch -> patches.size() == 1 || !patch.files().isEmpty())
        .sorted(Comparator.comparingInt(PatchReader::position))
        .toList();
  }

  private static List<String> split(String text) {
    List<Integer> starts = new ArrayList<>();
    List<Integer> marks = new ArrayList<>();
    Matcher postmark = POSTMARK.matcher(text);
    while (postmark.find() && starts.size() < MAX_MAILS) {
      marks.add(postmark.start());
      starts.add(postmark.end());
    }
    if (marks.isEmpty() || !text.substring(0, marks.get(0)).isBlank()) {
      return List.of(text);
    }
    marks.add(text.length());
    List<String> mails = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      mails.add(text.substring(starts.get(i), marks.get(i + 1)));
    }
    return mails;
  }

  private static ParsedPatch one(String text, String name) {
    Optional<MailText> mail = looksLikeMail(text) ? MailText.read(text) : Optional.empty();
    String decoded = mail.map(MailText::text).orElse(text);
    return new ParsedPatch(mail.map(MailText::header), DiffReader.read(decoded, name), decoded);
  }

  /** Returns whether a text begins with header lines that include a subject. */
  private static boolean looksLikeMail(String text) {
    boolean subject = false;
    for (String line : LINE_END.split(text.substring(0, Math.min(text.length(), 1 << 16)), -1)) {
      if (line.isEmpty()) {
        return subject;
      }
      if (!HEADER.matcher(line).matches() && !line.startsWith(" ") && !line.startsWith("\t")) {
        return false;
      }
      subject |= line.regionMatches(true, 0, "Subject:", 0, "Subject:".length());
    }
    return false;
  }

  private static int position(ParsedPatch patch) {
    return inTag(patch, NUMBER).map(Integer::parseInt).orElse(0);
  }

  private static Optional<String> inTag(ParsedPatch patch, Pattern what) {
    return patch
        .mail()
        .map(mail -> TAG.matcher(mail.subject()))
        .filter(Matcher::matches)
        .map(tag -> what.matcher(tag.group(1)))
        .filter(Matcher::find)
        .map(found -> found.group(1));
  }

  private static void requireOneVersion(List<ParsedPatch> patches, String name) {
    Set<String> versions = new TreeSet<>();
    for (ParsedPatch patch : patches) {
      if (patch.mail().isPresent() && !patch.files().isEmpty()) {
        versions.add(inTag(patch, VERSION).orElse("1"));
      }
    }
    if (versions.size() > 1) {
      throw new UserError(
          name,
          "holds several versions of a patch: v" + String.join(", v", versions),
          "keep the mails of one version only");
    }
  }
}
