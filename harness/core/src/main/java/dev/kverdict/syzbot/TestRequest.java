package dev.kverdict.syzbot;

import dev.kverdict.UserError;
import dev.kverdict.patch.PatchOptions;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.patch.ReceivedMail;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The command {@code #syz test: TREE BRANCH} of a mail.
 *
 * @param tree the tree to test on; empty for that of the report
 */
record TestRequest(Optional<GitTree> tree) {

  private static final Pattern COMMAND = Pattern.compile("\\s*#syz[ -]test\\b[:,]?\\s*(.*)");

  /** Every report explains the command with a tree that does not exist. */
  private static final String EXAMPLE = "repo/address";

  /** Returns the command; a quoted one is that of another mail. */
  static Optional<TestRequest> in(QuotedText text) {
    List<String> lines = text.own();
    for (int i = 0; i < lines.size(); i++) {
      Matcher command = COMMAND.matcher(lines.get(i));
      if (command.matches() && !lines.get(i).contains(EXAMPLE)) {
        String words = String.valueOf(command.group(1)).strip();
        String next = i + 1 < lines.size() ? lines.get(i + 1).strip() : "";
        boolean broken = words.isEmpty() || words.matches("\\S+://\\S+");
        boolean more =
            next.matches(words.isEmpty() ? "\\S+://\\S+(\\s+\\S+)?" : "[\\w./+-]{1,100}");
        return Optional.of(
            new TestRequest(tree((broken && more ? words + " " + next : words).strip())));
      }
    }
    return Optional.empty();
  }

  private static Optional<GitTree> tree(String words) {
    return words.contains("://") ? Optional.of(GitTree.of(words)) : Optional.empty();
  }

  /** Returns whether a mail has a patch, in its text or attached. */
  static boolean hasPatch(ReceivedMail mail) {
    return isPatch(mail.raw());
  }

  /**
   * Returns whether a text holds a patch.
   *
   * @param text its bytes held in ISO 8859-1
   */
  static boolean isPatch(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
      return !PatchSet.of("the patch", bytes, PatchOptions.PICKED).patches().isEmpty();
    } catch (UserError e) {
      return false;
    }
  }
}
