package dev.kverdict.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

/** The templates, which were compiled with the classes of this package. */
final class Templates {

  private static final TemplateEngine ENGINE =
      TemplateEngine.createPrecompiled(
          null,
          ContentType.Html,
          Templates.class.getClassLoader(),
          Templates.class.getPackageName());

  private Templates() {}

  /** Fills a template. */
  static String fill(String template, Map<String, Object> parameters) {
    StringOutput page = new StringOutput(1 << 16);
    ENGINE.render(template, parameters, new VisibleOutput(page));
    return page.toString();
  }

  /** The style sheet, which is part of every page. */
  static String style() {
    try (InputStream file =
        Objects.requireNonNull(Templates.class.getResourceAsStream("page.css"), "page.css")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the style sheet is part of the program", e);
    }
  }

  /**
   * The policy of every page: no script, no request, and no style but that one (Content Security
   * Policy Level 3, hash sources).
   */
  static String policy(String style) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
      return "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'"
          .formatted(Base64.getEncoder().encodeToString(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
