package dev.kverdict.syzbot;

import dev.kverdict.model.ConfigWord;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a kernel needs to see a crash of this title, where its own configuration is not there. */
public final class Detectors {

  private static final Map<ConfigWord, Pattern> BY_TITLE =
      Map.of(
          ConfigWord.KASAN,
          Pattern.compile("KASAN|KFENCE|general protection fault|use-after-free|out-of-bounds"),
          ConfigWord.KCSAN,
          Pattern.compile("KCSAN"),
          ConfigWord.UBSAN,
          Pattern.compile("UBSAN|array-index-out-of-bounds"),
          ConfigWord.KMEMLEAK,
          Pattern.compile("memory leak"),
          ConfigWord.LOCKDEP,
          Pattern.compile(
              "deadlock|lock state|suspicious RCU|locking bug|unlock balance|lock held|held lock|non-static key|lock order"),
          ConfigWord.HUNG_TASK,
          Pattern.compile("task hung|stall|lockup|task can't die"));

  private Detectors() {}

  /** Returns the one word of {@code with:} that a title asks for. */
  public static Optional<ConfigWord> of(String title) {
    // KASAN's titles may quote what others look for, so the sanitizer's own name decides first.
    for (ConfigWord word : ConfigWord.values()) {
      Pattern pattern = BY_TITLE.get(word);
      if (pattern != null && title.startsWith(word.name()) && pattern.matcher(title).find()) {
        return Optional.of(word);
      }
    }
    for (ConfigWord word : ConfigWord.values()) {
      Pattern pattern = BY_TITLE.get(word);
      if (pattern != null && pattern.matcher(title).find()) {
        return Optional.of(word);
      }
    }
    return Optional.empty();
  }
}
