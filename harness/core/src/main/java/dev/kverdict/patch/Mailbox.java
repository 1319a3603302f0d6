package dev.kverdict.patch;

import dev.kverdict.UserError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes a mailbox with the patches of many people apart. A single patch is a part of its own, and
 * so is a series; its mails need not stand together. Cover letters, replies and mails without a
 * diff are no part.
 */
public final class Mailbox {

  private static final String POSTMARK = "From kverdict Thu Jan  1 00:00:00 1970\n";

  /**
   * A patch or a series.
   *
   * @param title the subject of its first mail, without prefixes; empty for a text without one
   * @param mail the number of that mail, from 1
   * @param text its mails, as an mbox whose bytes are held in ISO 8859-1
   */
  public record Part(String title, int mail, String text) {

    /** Returns the bytes of the mbox. */
    public byte[] bytes() {
      return text.getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  private final List<Open> parts = new ArrayList<>();

  private Mailbox() {}

  /** A part that may get more mails. */
  private static final class Open {

    private final Subject subject;
    private final int mail;
    private final Set<Integer> numbers = new HashSet<>();
    private final Set<String> ids = new HashSet<>();
    private final StringBuilder text = new StringBuilder();

    Open(Subject subject, int mail) {
      this.subject = subject;
      this.mail = mail;
    }

    /** Returns whether a mail is another patch of the same series. */
    boolean takes(Subject other, Set<String> thread) {
      return subject.total() == other.total()
          && subject.version() == other.version()
          && !numbers.contains(other.number())
          && ((ids.isEmpty() && thread.isEmpty()) || thread.stream().anyMatch(ids::contains));
    }

    Part part() {
      return new Part(subject.bare(), mail, text.toString());
    }
  }

  /**
   * Returns the parts in the order of their first mails. A file that is no mbox is one part.
   *
   * @param name the file's name in errors
   * @throws UserError when it is too large, empty, or something else by its first bytes
   */
  public static List<Part> parts(byte[] bytes, String name) {
    List<String> mails = Mbox.split(PatchText.of(bytes, name), name);
    if (mails.size() < 2) {
      return List.of(new Part("", 1, new String(bytes, StandardCharsets.ISO_8859_1)));
    }
    Mailbox mailbox = new Mailbox();
    for (int i = 0; i < mails.size(); i++) {
      mailbox.add(mails.get(i), i + 1, name);
    }
    return mailbox.parts.stream().map(Open::part).toList();
  }

  private void add(String raw, int number, String name) {
    Optional<MailText> mail = MailText.beginning(raw).flatMap(MailText::read);
    Subject subject = Subject.of(mail.map(read -> read.header().subject()).orElse(""));
    if (subject.reply() || !holdsDiff(raw, name)) {
      return;
    }
    Set<String> thread = new HashSet<>(mail.map(MailText::related).orElse(Set.of()));
    mail.map(read -> read.header().messageId()).filter(id -> !id.isEmpty()).ifPresent(thread::add);
    boolean inSeries = subject.number() > 0 && subject.total() > 1;
    Open part =
        parts.stream()
            .filter(open -> inSeries && open.takes(subject, thread))
            .findFirst()
            .orElseGet(() -> begun(subject, number));
    part.numbers.add(subject.number());
    part.ids.addAll(thread);
    part.text.append(POSTMARK).append(raw).append('\n');
  }

  private Open begun(Subject subject, int number) {
    Open open = new Open(subject, number);
    parts.add(open);
    return open;
  }

  /** A damaged diff is one: whoever reads the part says what is wrong with it. */
  private static boolean holdsDiff(String raw, String name) {
    try {
      return PatchReader.holdsDiff(raw.getBytes(StandardCharsets.ISO_8859_1), name);
    } catch (UserError e) {
      return false;
    }
  }
}
