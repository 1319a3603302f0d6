package dev.kverdict.patch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.mime4j.dom.Body;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.util.MimeUtil;
import org.jspecify.annotations.Nullable;

/**
 * A mail, decoded.
 *
 * @param header who it is
 * @param related the message ids of the mails that it answers
 * @param parts its texts and what is attached, in order
 * @param mails the mails that are attached to it, in order
 */
record MailText(Mail header, Set<String> related, List<MailPart> parts, List<MailText> mails) {

  private static final int MAX_LINE = 1 << 16;
  private static final int MAX_DEPTH = 8;
  private static final int MAX_PARTS = 200;
  private static final int MAX_HEADER = 1 << 16;

  /** Allows long lines and odd headers, which are common; only their number is bounded. */
  private static final MimeConfig CONFIG =
      MimeConfig.custom().setMaxLineLen(MAX_LINE).setMaxHeaderLen(MAX_LINE).build();

  private static final Pattern LINE_END = Pattern.compile("\r?\n");
  private static final Pattern HEADER = Pattern.compile("(>From |[A-Za-z][A-Za-z0-9-]*:).*");
  private static final Pattern TELLING =
      Pattern.compile("(?i)(subject|from|message-id|mime-version|content-type):.*");
  private static final Pattern ID = Pattern.compile("<[^<>\\s]{1,300}>");
  private static final Pattern MARKUP = Pattern.compile("(?i)^\\s*<(!doctype|html|head|body)\\b.*");

  /** Encodings in which a byte of a patch is a byte of the source, or nobody knows. */
  private static final Set<Charset> AS_THEY_ARE =
      Set.of(StandardCharsets.UTF_8, StandardCharsets.US_ASCII);

  /** Returns the beginning of a mail, if a text has one, without empty lines before it. */
  static Optional<String> beginning(String text) {
    String mail = text.stripLeading();
    boolean telling = false;
    for (String line : LINE_END.split(mail.substring(0, Math.min(mail.length(), MAX_HEADER)), -1)) {
      if (line.isEmpty()) {
        break;
      }
      if (!HEADER.matcher(line).matches() && !line.startsWith(" ") && !line.startsWith("\t")) {
        return Optional.empty();
      }
      telling |= TELLING.matcher(line).matches();
    }
    return telling ? Optional.of(mail) : Optional.empty();
  }

  /** Reads a mail; empty when the text cannot be read as one. */
  static Optional<MailText> read(String raw) {
    DefaultMessageBuilder builder = new DefaultMessageBuilder();
    builder.setMimeEntityConfig(CONFIG);
    try {
      Message message =
          builder.parseMessage(new ByteArrayInputStream(raw.getBytes(StandardCharsets.ISO_8859_1)));
      MailText mail = of(message, 0);
      message.dispose();
      return Optional.of(mail);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static MailText of(Message message, int depth) throws IOException {
    Mail header =
        new Mail(
            PrintableLine.of(orEmpty(message.getSubject())),
            PrintableLine.of(field(message, "Message-ID")));
    Set<String> related = new TreeSet<>();
    Matcher ids = ID.matcher(field(message, "References") + field(message, "In-Reply-To"));
    while (ids.find()) {
      related.add(ids.group());
    }
    MailText mail = new MailText(header, related, new ArrayList<>(), new ArrayList<>());
    mail.append(message, depth);
    return mail;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static String field(Message message, String name) {
    Field field = message.getHeader().getField(name);
    return field == null ? "" : MimeUtil.unfold(orEmpty(field.getBody()));
  }

  private void append(Entity entity, int depth) throws IOException {
    Body body = entity.getBody();
    if (parts.size() + mails.size() >= MAX_PARTS || depth > MAX_DEPTH) {
      return;
    }
    if (body instanceof Multipart several) {
      for (Entity part : several.getBodyParts()) {
        append(part, depth + 1);
      }
    } else if (body instanceof Message attached) {
      mails.add(of(attached, depth + 1));
    } else if (body instanceof SingleBody single) {
      try (InputStream bytes = single.getInputStream()) {
        parts.add(part(entity, bytes.readAllBytes()));
      }
    }
  }

  private static MailPart part(Entity entity, byte[] bytes) {
    String type = orEmpty(entity.getMimeType()).toLowerCase(Locale.ROOT);
    String file = orEmpty(entity.getFilename());
    String name = file.isEmpty() ? parameter(entity, "name") : file;
    boolean attached =
        !name.isEmpty()
            || !type.startsWith("text/")
            || "attachment".equals(entity.getDispositionType());
    // Transfer encodings end their lines with CR LF (RFC 2045).
    String text = decoded(entity, bytes).replace("\r\n", "\n");
    return new MailPart(
        attached ? PrintableLine.of(name.isEmpty() ? type : name) : "",
        type.equals("text/html") || MARKUP.matcher(text).lookingAt(),
        parameter(entity, "format").equalsIgnoreCase("flowed"),
        text);
  }

  private static String decoded(Entity entity, byte[] bytes) {
    String asItIs = new String(bytes, StandardCharsets.ISO_8859_1);
    try {
      Charset charset = Charset.forName(parameter(entity, "charset"));
      return AS_THEY_ARE.contains(charset) || (isUtf8(bytes) && !isWide(charset))
          ? asItIs
          : PatchText.recoded(bytes, charset);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return asItIs;
    }
  }

  /** Mailers that know no better call UTF-8 something else; other encodings are hardly ever it. */
  private static boolean isUtf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8).indexOf('\ufffd') < 0;
  }

  /** Returns whether ASCII does not stand for itself. */
  private static boolean isWide(Charset charset) {
    return !"a".equals(new String("a".getBytes(charset), StandardCharsets.ISO_8859_1))
        || charset.name().startsWith("ISO-2022");
  }

  private static String parameter(Entity entity, String name) {
    Field field = entity.getHeader() == null ? null : entity.getHeader().getField("Content-Type");
    Pattern wanted =
        Pattern.compile(
            ";\\s*" + name + "\\s*=\\s*\"?([^\";\\s]{1,100})", Pattern.CASE_INSENSITIVE);
    Matcher found = wanted.matcher(field == null ? "" : MimeUtil.unfold(orEmpty(field.getBody())));
    return found.find() ? String.valueOf(found.group(1)) : "";
  }

  /** Returns the mail's own text, without what is attached and without HTML. */
  Collection<MailPart> own() {
    return parts.stream().filter(part -> !part.attached() && !part.html()).toList();
  }
}
