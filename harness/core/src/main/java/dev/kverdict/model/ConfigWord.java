package dev.kverdict.model;

import dev.kverdict.text.Label;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code with:} can add to a kernel's configuration, by one word each. The options are in the
 * resource {@code WORD.config} beside this class; what such a kernel needs when it runs is here.
 *
 * <p>Not added: {@code kasan_multi_shot}, because the first report ends a trial, and what comes
 * after it are consequences; {@code panic_on_warn}, because a warning is told from a crash by its
 * report. The seconds after which a task hangs are set by the agent.
 */
public enum ConfigWord {
  /** Bad memory accesses. An eighth of the memory is its shadow, and freed memory is kept. */
  KASAN("", 256),
  /** Lock orders that can deadlock. Its tables are static. */
  LOCKDEP("", 64),
  /** Undefined behaviour. */
  UBSAN("", 0),
  /** Memory leaks. It keeps a record for each object. */
  KMEMLEAK("kmemleak=on", 128),
  /** Data races. */
  KCSAN("", 64),
  /** Failing allocations and I/O, when a program asks for them. */
  FAULT_INJECTION("", 0),
  /** Tasks, processors and work queues that stand still. */
  HUNG_TASK("", 0),
  /** Checks in the slab allocator. Each object gets larger. */
  SLAB_DEBUG("slub_debug=FZPU", 128),
  /** USB devices that a program plays itself. */
  USB_GADGET("", 0),
  /** Network devices and name spaces. */
  NET("", 0),
  /** Scripts and programs of a distribution. Their root is in memory, and so is what they read. */
  USERLAND("", 64);

  /** KCSAN needs the compiler to tell volatile accesses apart (lib/Kconfig.kcsan). */
  private static final int GCC_OF_KCSAN = 11;

  private final String cmdline;
  private final int moreMiB;

  ConfigWord(String cmdline, int moreMiB) {
    this.cmdline = cmdline;
    this.moreMiB = moreMiB;
  }

  /** Returns the word as it is written. */
  public String label() {
    return Label.of(this);
  }

  /** Returns all words as they are written. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(ConfigWord::label).toList();
  }

  /** Returns what the words add to the kernel's command line. */
  public static String cmdline(List<ConfigWord> words) {
    return words.stream()
        .map(word -> word.cmdline)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(" "));
  }

  /** Returns the memory in MiB that a guest with these words needs beside its usual one. */
  public static int moreMiB(List<ConfigWord> words) {
    return words.stream().mapToInt(word -> word.moreMiB).sum();
  }

  /** Returns why two words cannot go together, or null if they can. */
  public @Nullable String excludes(ConfigWord other) {
    return (this == KASAN && other == KCSAN) || (this == KCSAN && other == KASAN)
        ? "a compiler adds the checks of only one of the two (KCSAN depends on !KASAN)"
        : null;
  }

  /** Returns the oldest major version of gcc that has what the word needs; 0 if any has. */
  public int oldestGcc() {
    return this == KCSAN ? GCC_OF_KCSAN : 0;
  }
}
