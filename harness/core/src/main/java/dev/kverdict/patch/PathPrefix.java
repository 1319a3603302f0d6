package dev.kverdict.patch;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How many directories at the beginning of a diff's paths do not belong to the source, as {@code
 * patch -pN} counts them. git says {@code a/} and {@code b/}; other people's directories have any
 * name, and some diffs have none.
 */
final class PathPrefix {

  /** As git and most people write it. */
  static final int USUAL = 1;

  /** A source tree lies in a directory, and that in another one. */
  private static final int MOST = 12;

  /** git's prefixes, with and without diff.mnemonicPrefix (git-config). */
  private static final Set<String> OF_GIT = Set.of("a", "b", "c", "i", "o", "w", "1", "2");

  /** The directories and files at the top of the kernel's source. */
  private static final Set<String> TOP =
      Set.of(
          "Documentation",
          "LICENSES",
          "arch",
          "block",
          "certs",
          "crypto",
          "drivers",
          "fs",
          "include",
          "init",
          "io_uring",
          "ipc",
          "kernel",
          "lib",
          "mm",
          "net",
          "rust",
          "samples",
          "scripts",
          "security",
          "sound",
          "tools",
          "usr",
          "virt",
          "CREDITS",
          "Kbuild",
          "Kconfig",
          "MAINTAINERS",
          "Makefile",
          "README");

  private PathPrefix() {}

  /** A file's paths as they are written; an empty one stands for no file. */
  record Pair(String before, String after) {

    /** The path that both sides share, without what editors add to a name. */
    private List<String> common() {
      String path = after.isEmpty() || isCopy(after, before) ? before : after;
      return List.of(path.split("/", -1));
    }

    private static boolean isCopy(String copy, String of) {
      return !of.isEmpty() && copy.startsWith(of) && copy.length() > of.length();
    }

    /** Returns the directories that differ at the beginning of both paths; 0 if they are alike. */
    private int differing() {
      String[] one = before.split("/", -1);
      String[] two = after.split("/", -1);
      int alike = 0;
      while (alike < Math.min(one.length, two.length)
          && one[one.length - 1 - alike].equals(two[two.length - 1 - alike])) {
        alike++;
      }
      boolean nothing = before.isEmpty() || after.isEmpty() || alike == 0;
      return nothing ? 0 : Math.max(one.length, two.length) - alike;
    }
  }

  /** Returns the likeliest prefix of a diff whose source is not at hand. */
  static int guess(List<Pair> files) {
    Map<Integer, Long> votes =
        files.stream()
            .map(PathPrefix::guess)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    return votes.entrySet().stream()
        .max(Map.Entry.<Integer, Long>comparingByValue())
        .map(Map.Entry::getKey)
        .filter(n -> files.stream().allMatch(pair -> n < pair.common().size()))
        .orElse(files.stream().anyMatch(pair -> pair.common().size() == 1) ? 0 : USUAL);
  }

  private static int guess(Pair pair) {
    List<String> path = pair.common();
    boolean prefixed = !pair.before().equals(pair.after()) && OF_GIT.contains(path.get(0));
    if (prefixed && path.size() > 1) {
      return USUAL;
    }
    int differing = pair.differing();
    int first =
        IntStream.range(differing, Math.min(MOST, path.size()))
            .filter(n -> isTop(path, n))
            .findFirst()
            .orElse(Math.max(differing, USUAL));
    // A directory that is called kernel may hold a kernel, or be the one in it.
    boolean outer = first + 1 < path.size() && path.get(first).equals("kernel");
    return outer && isTop(path, first + 1) ? first + 1 : first;
  }

  private static boolean isTop(List<String> path, int at) {
    boolean file = at == path.size() - 1;
    String name = path.get(at);
    // Of the directories, two have such a name as the files have.
    return TOP.contains(name) && (!file || Character.isUpperCase(name.charAt(0)));
  }

  /**
   * Returns the prefix with which all files of a diff that must exist do exist.
   *
   * @param likeliest the prefix to prefer, and to return if none will do
   * @param exists whether the source has a file or a directory
   */
  static int in(List<Pair> files, int likeliest, Predicate<String> exists) {
    return IntStream.concat(IntStream.of(likeliest), IntStream.rangeClosed(0, MOST))
        .filter(n -> n == likeliest || files.stream().allMatch(pair -> isPlausible(pair, n)))
        .filter(n -> files.stream().allMatch(pair -> fits(pair, n, exists)))
        .findFirst()
        .orElse(likeliest);
  }

  /** A directory of the kernel's source belongs to it, whatever has the same name further down. */
  private static boolean isPlausible(Pair pair, int n) {
    List<String> path = pair.common();
    boolean inDirectory = n == 0 || n < path.size() - 1;
    return inDirectory && IntStream.range(0, n).noneMatch(i -> isTop(path, i));
  }

  private static boolean fits(Pair pair, int n, Predicate<String> exists) {
    List<String> path = pair.common();
    if (n >= path.size() || path.subList(n, path.size()).contains("..")) {
      return false;
    }
    // Where a new file goes is a directory that exists, or else the patch makes that, too.
    List<String> place = path.subList(n, pair.before().isEmpty() ? path.size() - 1 : path.size());
    return place.isEmpty() || exists.test(String.join("/", place));
  }

  /** Returns a path without its first directories; empty if nothing is left. */
  static String strip(String path, int directories) {
    int from = 0;
    for (int i = 0; i < directories && from >= 0; i++) {
      from = path.indexOf('/', from) + 1;
      if (from == 0) {
        return "";
      }
    }
    return path.substring(from);
  }

  /** Returns the directories before the kernel's source in a path; empty if it has none there. */
  static String before(String path) {
    List<String> parts = List.of(path.split("/", -1));
    return IntStream.range(0, parts.size())
        .filter(n -> isTop(parts, n))
        .mapToObj(n -> String.join("/", parts.subList(0, n)) + "/")
        .findFirst()
        .orElse("");
  }
}
