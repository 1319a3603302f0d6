package dev.kverdict.debian;

/**
 * A version of a Debian package, ordered as in deb-version(7): by epoch, upstream version and
 * revision, each compared by alternating runs of non-digits and digits. A tilde sorts before
 * everything, even the end; letters sort before all other characters.
 */
final class DebianVersion implements Comparable<DebianVersion> {

  /** Added to other characters, so that letters sort before them. */
  private static final int NO_LETTER = 1 << 16;

  private final String text;
  private final String epoch;
  private final String upstream;
  private final String revision;

  DebianVersion(String text) {
    this.text = text;
    int colon = text.indexOf(':');
    String rest = text.substring(colon + 1);
    int hyphen = rest.lastIndexOf('-');
    this.epoch = colon < 0 ? "" : text.substring(0, colon);
    this.upstream = hyphen < 0 ? rest : rest.substring(0, hyphen);
    this.revision = hyphen < 0 ? "" : rest.substring(hyphen + 1);
  }

  @Override
  public int compareTo(DebianVersion other) {
    int order = compare(epoch, other.epoch);
    order = order != 0 ? order : compare(upstream, other.upstream);
    return order != 0 ? order : compare(revision, other.revision);
  }

  private static int compare(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() || j < b.length()) {
      while (rank(a, i) != 0 || rank(b, j) != 0) {
        int order = Integer.compare(rank(a, i), rank(b, j));
        if (order != 0) {
          return order;
        }
        i++;
        j++;
      }
      int endOfA = endOfDigits(a, i);
      int endOfB = endOfDigits(b, j);
      int order = numbers(a.substring(i, endOfA), b.substring(j, endOfB));
      if (order != 0) {
        return order;
      }
      i = endOfA;
      j = endOfB;
    }
    return 0;
  }

  /** Returns the rank of a character in a run of non-digits; 0 for its end. */
  private static int rank(String text, int at) {
    if (at >= text.length() || digit(text, at)) {
      return 0;
    }
    char c = text.charAt(at);
    if (c == '~') {
      return -1;
    }
    boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter ? c : c + NO_LETTER;
  }

  private static int endOfDigits(String text, int from) {
    int end = from;
    while (end < text.length() && digit(text, end)) {
      end++;
    }
    return end;
  }

  private static boolean digit(String text, int at) {
    return text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  /** Compares by value, which may exceed every Java type; an empty run counts as 0. */
  private static int numbers(String a, String b) {
    String one = a.replaceFirst("^0+", "");
    String two = b.replaceFirst("^0+", "");
    int order = Integer.compare(one.length(), two.length());
    return order != 0 ? order : one.compareTo(two);
  }

  /** Compares the texts: {@code 1.0} and {@code 1.00} are different names in an archive. */
  @Override
  public boolean equals(Object other) {
    return other instanceof DebianVersion version && version.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
