package dev.kverdict.patch;

/**
 * The mail that a patch came in.
 *
 * @param subject the decoded subject on one line
 * @param messageId the message id with its angle brackets; empty when there is none
 */
public record Mail(String subject, String messageId) {

  /** Returns the subject of the commit, without {@code [PATCH 2/3]} and the like before it. */
  public String title() {
    String title = subject.replaceFirst("^(?:\\s*\\[[^\\[\\]]{0,80}\\])+\\s*", "");
    return title.isEmpty() ? subject : title;
  }
}
