package dev.kverdict.syzbot;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses in what others wrote: http and https only, without a name or a password. */
final class WebAddress {

  /** Signs of a sentence around an address do not belong to it. */
  private static final Pattern URL = Pattern.compile("(?i)https?://[!#-;=?-~]{1,1500}");

  private static final Pattern AROUND = Pattern.compile("[.,;)\\]'>]+$");

  private WebAddress() {}

  /** Returns the first address in a text. */
  static Optional<URI> in(String text) {
    Matcher found = URL.matcher(text);
    return found.find() ? parsed(AROUND.matcher(found.group()).replaceFirst("")) : Optional.empty();
  }

  /** Returns an address that may be relative to another one. */
  static Optional<URI> at(URI base, String text) {
    if (!text.startsWith("/")) {
      return in(text);
    }
    try {
      return parsed(base.resolve(text).toString());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<URI> parsed(String text) {
    try {
      URI url = URI.create(text);
      return url.getHost() == null || url.getRawUserInfo() != null
          ? Optional.empty()
          : Optional.of(url);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
