package dev.kverdict.patch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
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

/** A mail, decoded: header, and the text and attached patches as bytes held in ISO 8859-1. */
record MailText(Mail header, String text) {

  private static final int MAX_LINE = 1 << 16;
  private static final int MAX_DEPTH = 8;

  /** Allows long lines and odd headers, which are common; only their number is bounded. */
  private static final MimeConfig CONFIG =
      MimeConfig.custom().setMaxLineLen(MAX_LINE).setMaxHeaderLen(MAX_LINE).build();

  /** Reads a mail; empty when the text cannot be read as one. */
  static Optional<MailText> read(String raw) {
    DefaultMessageBuilder builder = new DefaultMessageBuilder();
    builder.setMimeEntityConfig(CONFIG);
    try {
      Message message =
          builder.parseMessage(new ByteArrayInputStream(raw.getBytes(StandardCharsets.ISO_8859_1)));
      StringBuilder text = new StringBuilder();
      append(message, text, 0);
      Mail header =
          new Mail(
              PrintableLine.of(String.valueOf(orEmpty(message.getSubject()))),
              PrintableLine.of(field(message, "Message-ID")));
      message.dispose();
      // Transfer encodings end their lines with CR LF (RFC 2045).
      return Optional.of(new MailText(header, text.toString().replace("\r\n", "\n")));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static String field(Message message, String name) {
    Field field = message.getHeader().getField(name);
    return field == null ? "" : MimeUtil.unfold(orEmpty(field.getBody()));
  }

  private static void append(Entity entity, StringBuilder text, int depth) throws IOException {
    Body body = entity.getBody();
    if (body instanceof Multipart parts && depth < MAX_DEPTH) {
      for (Entity part : parts.getBodyParts()) {
        append(part, text, depth + 1);
      }
    } else if (body instanceof SingleBody single && wanted(entity)) {
      try (InputStream bytes = single.getInputStream()) {
        text.append(new String(bytes.readAllBytes(), StandardCharsets.ISO_8859_1)).append('\n');
      }
    }
  }

  private static boolean wanted(Entity entity) {
    String file = orEmpty(entity.getFilename()).toLowerCase(Locale.ROOT);
    String type = orEmpty(entity.getMimeType());
    return file.isEmpty()
        ? type.equals("text/plain") || type.equals("text/x-patch") || type.equals("text/x-diff")
        : file.endsWith(".patch") || file.endsWith(".diff");
  }
}
