package dev.kverdict.fetch;

import dev.kverdict.UserError;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a patch can be downloaded. People copy the address of a page; the patch has another one
 * beside it.
 */
public final class PatchAddress {

  /** A message id, without its angle brackets (RFC 5322, section 3.6.4). */
  private static final Pattern ID = Pattern.compile("[^\\s<>/@]{1,200}@[^\\s<>/@]{1,200}");

  /** public-inbox: {@code /LIST/ID/}, with a view of the mail or its thread after it. */
  private static final Pattern INBOX =
      Pattern.compile("(/[^/]+/)([^/]*(?:@|%40)[^/]*)(?:/(?:[tT]|T/|t/|s/)?)?");

  private static final Pattern PATCHWORK = Pattern.compile(".*/patch/[^/]+/?");
  private static final Pattern COMMIT = Pattern.compile("/[^/]+/[^/]+/(commit|pull)/\\w+");
  private static final Pattern CGIT = Pattern.compile("(.+)/commit/?");

  private PatchAddress() {}

  /**
   * Returns the address of the thread of a mail, as an mbox.
   *
   * @param archive the archive of all lists (public-inbox)
   * @param id a message id, with or without angle brackets
   * @throws UserError if it is none
   */
  static URI ofMail(URI archive, String id) {
    String plain = id.strip().replaceFirst("^<", "").replaceFirst(">$", "");
    if (!ID.matcher(plain).matches()) {
      throw new UserError("lore:" + id, "is no message id", "write it as lore:ID@HOST");
    }
    return archive.resolve(encoded(plain) + "/t.mbox.gz");
  }

  /**
   * Returns the address at which the patch of a page is.
   *
   * @throws UserError if it is no address
   */
  public static URI of(String written) {
    URI url;
    try {
      url = URI.create(written.strip());
    } catch (IllegalArgumentException e) {
      throw notOne(written);
    }
    String path = url.getRawPath();
    if (url.getHost() == null || path == null) {
      throw notOne(written);
    }
    Matcher inbox = INBOX.matcher(path);
    Matcher cgit = CGIT.matcher(path);
    if (inbox.matches()) {
      String id = URLDecoder.decode(inbox.group(2), StandardCharsets.UTF_8);
      return url.resolve(inbox.group(1) + encoded(id) + "/t.mbox.gz");
    }
    if (PATCHWORK.matcher(path).matches()) {
      return url.resolve(path + (path.endsWith("/") ? "" : "/") + "mbox/");
    }
    if (COMMIT.matcher(path).matches() && url.getRawQuery() == null) {
      return url.resolve(path + ".patch");
    }
    if (cgit.matches() && url.getRawQuery() != null) {
      return url.resolve(cgit.group(1) + "/patch/?" + url.getRawQuery());
    }
    return url;
  }

  private static UserError notOne(String written) {
    return new UserError("--patch " + written, "is no address", "write https://HOST/PATH");
  }

  private static String encoded(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20").replace("%40", "@");
  }
}
