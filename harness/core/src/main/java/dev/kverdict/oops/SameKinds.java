package dev.kverdict.oops;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Kinds of crash that have several names. The tables say which are one, and where the kernel says
 * so; everything else is a kind of its own. Never one: Read and Write, a WARNING and a BUG.
 *
 * <p>One kind, whoever writes it ({@link #named}):
 *
 * <table>
 * <caption>Names of the same kind</caption>
 * <tr><th>names</th><th>source</th></tr>
 * <tr><td>a header as the console has it, and its title</td><td>headers.txt</td></tr>
 * <tr><td>{@code BUG: KASAN: ...}, {@code KASAN: ...}; also KMSAN, KCSAN, KFENCE, UBSAN</td>
 * <td>mm/kasan/report.c, print_error_description(), and its like: all print the prefix, except
 * lib/ubsan.c, ubsan_prologue(), which never does</td></tr>
 * <tr><td>{@code KASAN: use-after-free}, {@code slab-use-after-free}</td><td>mm/kasan/
 * report_generic.c, get_shadow_bug_type(): renamed in 6.3</td></tr>
 * <tr><td>{@code KASAN: out-of-bounds}, {@code slab-out-of-bounds}</td><td>mm/kasan/report_tags.c,
 * kasan_complete_mode_report_info(): renamed likewise</td></tr>
 * <tr><td>{@code KASAN: double-free}, {@code invalid-free}, {@code double-free or invalid-free}
 * </td><td>mm/kasan/report.c, print_error_description(): one line before it became two</td></tr>
 * <tr><td>{@code KASAN: wild-memory-access}, {@code maybe} and {@code probably ...}</td><td>mm/kasan/report.c,
 * kasan_non_canonical_hook(): says how sure it is</td></tr>
 * <tr><td>{@code ... of size 4}, and without</td><td>mm/kasan/report.c, print_error_description():
 * the size is on the second line</td></tr>
 * <tr><td>{@code possible deadlock}, {@code WARNING: possible circular locking dependency
 * detected}, {@code possible recursive locking} and {@code irq lock inversion}, also INFO</td>
 * <td>kernel/locking/lockdep.c, print_circular_bug_header() and its like; old kernels say
 * INFO</td></tr>
 * <tr><td>{@code inconsistent lock state}, {@code suspicious RCU usage}, each alone, with INFO and
 * with WARNING</td><td>kernel/locking/lockdep.c, print_usage_bug() and
 * lockdep_rcu_suspicious()</td></tr>
 * <tr><td>{@code UBSAN: undefined-behaviour}, {@code Undefined behaviour}</td><td>lib/ubsan.c,
 * ubsan_prologue() of old kernels, and how titles write it</td></tr>
 * <tr><td>{@code memory leak}, {@code BUG: memory leak}</td><td>the same line in the reports of
 * programs that read mm/kmemleak.c's file</td></tr>
 * <tr><td>{@code PANIC: double fault}, {@code double fault}</td><td>arch/x86/kernel/traps.c,
 * exc_double_fault()</td></tr>
 * <tr><td>{@code INFO: task hung}, {@code INFO: rcu detected stall}, and without INFO</td><td>
 * kernel/hung_task.c, kernel/rcu/tree_stall.h</td></tr>
 * </table>
 *
 * <p>A report also answers to other kinds ({@link #answeredBy}, {@link #hinted}). Those that say
 * less than it does do not answer to it:
 *
 * <table>
 * <caption>Other kinds that a report answers to</caption>
 * <tr><th>report</th><th>title</th><th>source</th></tr>
 * <tr><td>{@code KASAN: KIND Read}, {@code KFENCE: KIND read}; Write alike</td><td>without the
 * access</td><td>it is on the second line, which old kernels lack</td></tr>
 * <tr><td>{@code KASAN: use-after-free}, {@code slab-out-of-bounds}</td><td>{@code KASAN:
 * invalid-access}</td><td>mm/kasan/report_tags.c, get_common_bug_type(): what KASAN with tags says
 * if it does not know which</td></tr>
 * <tr><td>{@code general protection fault}, {@code BUG: unable to handle kernel NULL pointer
 * dereference}, {@code ... paging request} and the like</td><td>the others, and these them</td><td>
 * arch/x86/mm/fault.c, show_fault_oops(): one fault, worded by whether the address is below
 * PAGE_SIZE, as a member of a structure at NULL need not be; arch/x86/kernel/traps.c,
 * exc_general_protection(): the same access if the address, or that of KASAN's shadow for it, is
 * not canonical, and exc_stack_segment(): by way of a pointer to the stack; arch/arm64/mm/fault.c,
 * __do_kernel_fault(), and arch/s390/mm/fault.c, do_fault_error(): their words for it</td></tr>
 * <tr><td>{@code KASAN: null-ptr-deref}</td><td>these three</td><td>mm/kasan/report_generic.c,
 * get_wild_bug_type(): the access that would have trapped next</td></tr>
 * <tr><td>{@code KASAN: user-memory-access}, {@code wild-memory-access}</td><td>these without
 * NULL</td><td>the same: the address is above PAGE_SIZE</td></tr>
 * <tr><td>{@code general protection fault} with the line {@code KASAN: null-ptr-deref in range}; also
 * the others</td><td>{@code KASAN: null-ptr-deref}, Read and Write</td><td>mm/kasan/report.c,
 * kasan_non_canonical_hook(): it does not know the access</td></tr>
 * <tr><td>these without such a line</td><td>whatever KASAN may say of the address</td><td>
 * mm/kasan/generic.c: if the access is in code that it checks, it reports before the trap</td></tr>
 * <tr><td>{@code KFENCE: use-after-free read}, {@code out-of-bounds read}, {@code invalid free};
 * write alike</td><td>{@code KASAN: use-after-free Read}, {@code slab-out-of-bounds Read}, {@code
 * invalid-free}, and these them</td><td>mm/kfence/report.c, kfence_report_error(): the same checks of
 * a sample of the objects</td></tr>
 * <tr><td>{@code BUG: soft lockup}, {@code BUG: hard lockup}, {@code INFO: rcu detected stall}</td>
 * <td>the other two</td><td>kernel/watchdog.c, kernel/rcu/tree_stall.h: which one notices first
 * depends on their timeouts</td></tr>
 * </table>
 */
final class SameKinds {

  /** One name for a kind that has several. */
  private record Name(Pattern written, String kind) {
    Name(String written, String kind) {
      this(Pattern.compile(written), kind);
    }
  }

  private static final String PROTECTION = "general protection fault";
  private static final String NULL_POINTER =
      "BUG: unable to handle kernel NULL pointer dereference";
  private static final String PAGING = "BUG: unable to handle kernel paging request";

  private static final String UNABLE = "BUG: unable to handle kernel ";

  /** What an access to a bad address traps as. */
  private static final Set<String> TRAPS =
      Set.of(
          PROTECTION,
          NULL_POINTER,
          PAGING,
          "stack segment fault",
          UNABLE + "pointer dereference",
          UNABLE + "access to user memory",
          UNABLE + "read from unreadable memory",
          UNABLE + "write to read-only memory");

  /** What a processor is reported for that makes no progress. */
  private static final Set<String> STALLS =
      Set.of("BUG: soft lockup", "BUG: hard lockup", "INFO: rcu detected stall");

  private static final String NULL = "null-ptr-deref";

  /** How KASAN tells what address it was. */
  private static final String ADDRESSES = NULL + "|user-memory-access|wild-memory-access";

  private static final Pattern SANITIZER =
      Pattern.compile("^(?:BUG: )?(KASAN|KMSAN|KCSAN|KFENCE|UBSAN)(?=: )");

  private static final String TRAPPED = "(?:BUG: )?(?:[Uu]nable to handle )?(?:kernel )?";

  /** Applied one after the other, each to the whole kind. */
  private static final List<Name> NAMES =
      List.of(
          new Name("((?:KASAN|KFENCE): .+) of size \\d+", "$1"),
          new Name("(KFENCE: .+) Read", "$1 read"),
          new Name("(KFENCE: .+) Write", "$1 write"),
          new Name("KASAN: (?:maybe|probably) (.+)", "KASAN: $1"),
          new Name("KASAN: slab-(use-after-free(?: Read| Write)?)", "KASAN: $1"),
          new Name("KASAN: (out-of-bounds(?: Read| Write)?)", "KASAN: slab-$1"),
          new Name("KASAN: double-free(?: or invalid-free)?", "KASAN: invalid-free"),
          new Name(TRAPPED + "NULL pointer dereference", NULL_POINTER),
          new Name(TRAPPED + "paging request", PAGING),
          new Name(
              "(?:WARNING: |INFO: )?possible (?:deadlock"
                  + "|(?:circular locking|irq lock inversion) dependency|recursive locking)"
                  + "(?: detected)?",
              "possible deadlock"),
          new Name("(?:WARNING: |INFO: )?suspicious RCU usage", "WARNING: suspicious RCU usage"),
          new Name("(?:WARNING: |BUG: )?[Ii]nvalid wait context", "WARNING: locking bug"),
          new Name("UBSAN: [Uu]ndefined[ -]behaviou?r", "UBSAN: undefined-behaviour"),
          new Name("(?:PANIC: )?double fault", "PANIC: double fault"),
          new Name("(?:INFO: )?(task hung|rcu detected stall)", "INFO: $1"));

  private static final Pattern ACCESSED =
      Pattern.compile("(KASAN: [a-z-]+|KFENCE: .+)( Read| Write| read| write)");

  private static final Pattern TAGGED =
      Pattern.compile("KASAN: (?:use-after-free|slab-out-of-bounds)( Read| Write)?");

  private static final Pattern ADDRESSED =
      Pattern.compile("KASAN: (" + ADDRESSES + ")(?: Read| Write)?");

  /** What KASAN and KFENCE both find, in the words of the one and the other. */
  private static final Map<String, String> SAMPLED =
      Map.of(
          "KASAN: use-after-free Read", "KFENCE: use-after-free read",
          "KASAN: use-after-free Write", "KFENCE: use-after-free write",
          "KASAN: slab-out-of-bounds Read", "KFENCE: out-of-bounds read",
          "KASAN: slab-out-of-bounds Write", "KFENCE: out-of-bounds write",
          "KASAN: invalid-free", "KFENCE: invalid free");

  private static final Pattern HINT =
      Pattern.compile("KASAN: (?:maybe |probably )?(" + ADDRESSES + ") in range \\[.*");

  private SameKinds() {}

  /** Returns the one name of a kind. */
  static String named(String written) {
    String kind = SANITIZER.matcher(written).replaceFirst("$1");
    kind = HeaderRules.match(kind).map(SameKinds::title).orElse(kind);
    for (Name name : NAMES) {
      Matcher matcher = name.written().matcher(kind);
      if (matcher.matches()) {
        kind = matcher.replaceFirst(name.kind());
      }
    }
    return kind;
  }

  /** Returns the one name of the kind that a line of the console tells. */
  static String of(Header header) {
    return named(title(header));
  }

  /** Returns the title of a header up to the function. */
  private static String title(Header header) {
    String function = "f";
    String title = new CrashTitle(header, Optional.of(function), Map.of()).title();
    int end = title.lastIndexOf(" in " + function);
    return header.rule().namesFrame() && end > 0 ? title.substring(0, end) : title;
  }

  /** Returns a report's kind, and those that say less than it does. */
  static Set<String> answeredBy(String kind) {
    Set<String> kinds = new HashSet<>(Set.of(kind));
    Matcher accessed = ACCESSED.matcher(kind);
    if (accessed.matches()) {
      kinds.add(accessed.group(1));
    }
    Matcher tagged = TAGGED.matcher(kind);
    if (tagged.matches()) {
      kinds.add("KASAN: invalid-access");
      if (tagged.group(1) != null) {
        kinds.add("KASAN: invalid-access" + tagged.group(1));
      }
    }
    Matcher addressed = ADDRESSED.matcher(kind);
    if (addressed.matches()) {
      kinds.addAll(addressed.group(1).equals(NULL) ? TRAPS : Set.of(PROTECTION, PAGING));
    }
    for (Set<String> same : List.of(TRAPS, STALLS)) {
      if (same.contains(kind)) {
        kinds.addAll(same);
      }
    }
    SAMPLED.forEach(
        (all, sample) -> {
          if (kind.equals(all) || kind.equals(sample)) {
            kinds.addAll(Set.of(all, sample));
          }
        });
    return kinds;
  }

  /**
   * Returns the kinds that KASAN has for a report of a bad address: those that it hints at in the
   * text or, if the kernel has no KASAN, all that it might say.
   */
  static Set<String> hinted(String kind, List<String> text) {
    if (!TRAPS.contains(kind)) {
      return Set.of();
    }
    Set<String> addresses = new HashSet<>();
    for (String line : text) {
      Matcher hint = HINT.matcher(line);
      if (hint.matches()) {
        addresses.add(hint.group(1));
      }
    }
    if (addresses.isEmpty()) {
      addresses.addAll(kind.equals(NULL_POINTER) ? Set.of(NULL) : Set.of(ADDRESSES.split("\\|")));
    }
    Set<String> kinds = new HashSet<>();
    for (String address : addresses) {
      for (String access : List.of("", " Read", " Write")) {
        kinds.add("KASAN: " + address + access);
      }
    }
    return kinds;
  }
}
