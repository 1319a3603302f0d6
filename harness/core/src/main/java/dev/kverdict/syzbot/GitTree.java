package dev.kverdict.syzbot;

import dev.kverdict.text.Printable;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kernel's git tree, as syzbot writes it.
 *
 * @param written the words of the mail
 * @param url the address to fetch from; empty if the words are no name that is known here
 * @param branch the branch; empty if none is said
 */
record GitTree(String written, String url, String branch) {

  private static final String KERNEL_ORG = "https://git.kernel.org/pub/scm/linux/kernel/git/";
  private static final String LINUX = KERNEL_ORG + "torvalds/linux.git";
  private static final String STABLE = KERNEL_ORG + "stable/linux.git";

  /** The names that syzbot gives to trees, and those by which its CI calls them. */
  private static final Map<String, String> KNOWN =
      Map.ofEntries(
          Map.entry("upstream", LINUX),
          Map.entry("mainline", LINUX),
          Map.entry("torvalds", LINUX),
          Map.entry("linux-next", KERNEL_ORG + "next/linux-next.git"),
          Map.entry("net", KERNEL_ORG + "netdev/net.git"),
          Map.entry("net-next", KERNEL_ORG + "netdev/net-next.git"),
          Map.entry("net-old", KERNEL_ORG + "davem/net.git"),
          Map.entry("net-next-old", KERNEL_ORG + "davem/net-next.git"),
          Map.entry("bpf", KERNEL_ORG + "bpf/bpf.git"),
          Map.entry("bpf-next", KERNEL_ORG + "bpf/bpf-next.git"),
          Map.entry("mm", KERNEL_ORG + "akpm/mm.git"),
          Map.entry("mm-new", KERNEL_ORG + "akpm/mm.git"),
          Map.entry("mm-unstable", KERNEL_ORG + "akpm/mm.git"),
          Map.entry("mm-stable", KERNEL_ORG + "akpm/mm.git"),
          Map.entry("kvm", "https://git.kernel.org/pub/scm/virt/kvm/kvm.git"),
          Map.entry("usb-testing", KERNEL_ORG + "gregkh/usb.git"),
          Map.entry("usb", KERNEL_ORG + "gregkh/usb.git"),
          Map.entry("tip", KERNEL_ORG + "tip/tip.git"),
          Map.entry("ext4", KERNEL_ORG + "tytso/ext4.git"),
          Map.entry("btrfs", KERNEL_ORG + "kdave/linux.git"),
          Map.entry("vfs", KERNEL_ORG + "vfs/vfs.git"),
          Map.entry("block", KERNEL_ORG + "axboe/linux.git"),
          Map.entry("io-uring", KERNEL_ORG + "axboe/linux.git"),
          Map.entry("stable", STABLE));

  private static final Pattern STABLE_BRANCH = Pattern.compile("linux-[0-9]{1,2}\\.[0-9]{1,3}\\.y");
  private static final Pattern URL =
      Pattern.compile("((?:https?|git)://[!#-;=?-~]{1,1000})(?:\\s+([A-Za-z0-9_][!-~]{0,150}))?.*");

  private static final Pattern REF = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_./+-]{0,199}");

  /** Pages of web front ends below the address of the repository. */
  private static final Pattern PAGE =
      Pattern.compile("/(?:(?:log|commit|tree|commits|tag)/.*|\\+/.*|\\+log/.*|\\?.*)$");

  /** The oldest mails have the branch below the address. */
  private static final Pattern BRANCH_BELOW =
      Pattern.compile("(.+\\.git)/(?!(?:log|commit|tree|commits|tag)(?:/|$|\\?))([^?#]+)");

  private static final Pattern BARE_PAGE = Pattern.compile("/(?:log|commit|tree|tag)/?$");

  /** Returns the tree that is meant by a name or by an address with a branch after it. */
  static GitTree of(String text) {
    String words = Printable.ascii(Printable.line(text)).strip();
    Matcher url = URL.matcher(words);
    if (url.matches()) {
      String address = String.valueOf(url.group(1));
      Matcher below = BRANCH_BELOW.matcher(address);
      String branch = below.matches() ? below.group(2) : url.group(2);
      return new GitTree(
          words,
          below.matches() ? repository(String.valueOf(below.group(1))) : repository(address),
          branch != null && REF.matcher(branch).matches() ? branch : "");
    }
    if (STABLE_BRANCH.matcher(words).matches()) {
      return new GitTree(words, STABLE, words);
    }
    return new GitTree(words, KNOWN.getOrDefault(words.replaceFirst("\\s.*", ""), ""), "");
  }

  /** Returns the address that git takes, of the address of a page about the repository. */
  private static String repository(String url) {
    String plain = PAGE.matcher(url.replaceFirst("[?#].*", "")).replaceFirst("");
    String bare = BARE_PAGE.matcher(plain).replaceFirst("").replaceFirst("/+$", "");
    return bare.replaceFirst("^(git|http)://git\\.kernel\\.org/", "https://git.kernel.org/");
  }

  /** Returns it for a person: an address without the page that was named. */
  String shown() {
    return written.contains("://") && !url.isEmpty() ? (url + " " + branch).strip() : written;
  }

  /** Returns a word as the name of a commit, tag or branch, if git could take it for one. */
  static Optional<String> ref(String text) {
    String word = text.strip().replaceFirst("(?s)\\s.*", "");
    return REF.matcher(word).matches() ? Optional.of(word) : Optional.empty();
  }

  /** Returns whether git can fetch a commit by this name: servers know whole ones only. */
  static boolean isShort(String rev) {
    return rev.matches("[0-9a-f]{6,39}");
  }
}
