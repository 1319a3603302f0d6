package dev.kverdict.patch;

import dev.kverdict.text.HtmlText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads mails for what they say: one mail, an mbox, or the text of one without its header. */
public final class MailReader {

  private static final Pattern EMPTY_LINE = Pattern.compile("\\r?\\n\\r?\\n");
  private static final Pattern MARKUP =
      Pattern.compile("(?i)<(!doctype html|html|body|head|pre|div|p|table)\\b[^<>]{0,500}>");

  private MailReader() {}

  /**
   * Returns the mails in a file, in its order; mails that are attached to others follow these.
   *
   * @param name the file's name in errors
   * @throws dev.kverdict.UserError when it is too large, empty, or something else by its first
   *     bytes
   */
  public static List<ReceivedMail> read(byte[] bytes, String name) {
    List<ReceivedMail> mails = new ArrayList<>();
    for (String raw : Mbox.split(PatchText.of(bytes, name), name)) {
      Optional<String> mail = MailText.beginning(raw);
      if (mail.isPresent()) {
        readMail(mail.get(), mails);
      } else {
        Mail none = new Mail("", "");
        mails.add(new ReceivedMail(none, "", plain(utf8(raw)), List.of(), raw));
      }
    }
    return mails;
  }

  private static void readMail(String raw, List<ReceivedMail> into) {
    Matcher end = EMPTY_LINE.matcher(raw);
    String head = end.find() ? raw.substring(0, end.start()) : raw;
    Optional<MailText> mail = MailText.read(raw);
    if (mail.isPresent()) {
      add(mail.get(), head, raw, into);
    } else {
      String text = raw.substring(head.length());
      ReceivedMail undecoded = new ReceivedMail(new Mail("", ""), head, "", List.of(), raw);
      Mail header =
          new Mail(
              PrintableLine.of(undecoded.field("Subject")),
              PrintableLine.of(undecoded.field("Message-ID")));
      into.add(new ReceivedMail(header, head, plain(utf8(text)), List.of(), raw));
    }
  }

  private static void add(MailText mail, String head, String raw, List<ReceivedMail> into) {
    List<ReceivedMail.File> files =
        mail.parts().stream()
            .filter(MailPart::attached)
            .map(part -> new ReceivedMail.File(part.file(), part.text()))
            .toList();
    into.add(new ReceivedMail(mail.header(), head, text(mail), files, raw));
    for (MailText inner : mail.mails()) {
      add(inner, "", raw, into);
    }
  }

  /** The plain text counts; HTML is a copy of it, unless there is nothing else. */
  private static String text(MailText mail) {
    String own = joined(mail.own().stream().map(part -> part.readings().get(0)).toList());
    if (!own.isBlank()) {
      return plain(own);
    }
    return HtmlText.plain(
        joined(
            mail.parts().stream()
                .filter(part -> part.html() && !part.attached())
                .map(MailPart::text)
                .toList()));
  }

  private static String joined(List<String> parts) {
    return utf8(parts.stream().collect(Collectors.joining("\n")));
  }

  private static String utf8(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /** A web page that was saved in place of the mail. */
  private static String plain(String text) {
    return MARKUP.matcher(text.substring(0, Math.min(text.length(), 1 << 12))).find()
        ? HtmlText.plain(text)
        : text;
  }
}
