package dev.kverdict.oops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {

  /** Frames that match the rules of frames.txt, a group for each rule in the file's order. */
  @Test
  void everyFrameRuleHasAName() {
    List<RuleFile.Row> rules = RuleFile.read(RulesTest.class, "frames.txt", 2, 3);
    List<List<String>> names =
        new String(Consoles.resource("frame-names.txt"), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(line -> Arrays.asList(line.split("\t", -1)))
            .toList();
    assertThat(names).hasSameSizeAs(rules);
    for (int i = 0; i < rules.size(); i++) {
      for (String name : names.get(i)) {
        assertThat(rules.get(i).pattern(1).matcher(name).matches())
            .as("%s: %s", rules.get(i).where(), name)
            .isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ocfs2_refcount_cal_cow_clusters",
        "ocfs2_refcount_cow",
        "dlm_purge_lockres",
        "ext4_mb_new_blocks",
        "clear_inode",
        "copy_net_ns",
        "kfree_skb",
        "skb_release_head_state",
        "tick_setup_device",
        "xfs_panic",
        "nilfs_schedule_flush",
        "memcpy_extent_buffer",
        "find_first_extent_bit",
        "copy_to_user_state",
        "copy_page_range",
        "copy_page_from_iter_atomic",
        "get_user_pages",
        "do_raw_setsockopt",
        "download_firmware",
        "pskb_expand_head",
        "skb_clone",
        "iterate_supers",
        "debug_check",
        "gfs2_glock_nq",
        "timerqueue_del",
        "submit_nowait",
        "radix_tree_node_alloc",
      })
  void aSubsystemsOwnFunctionsAreNot(String function) {
    assertThat(FrameRules.skipped(function)).isFalse();
    assertThat(FrameRules.waits(function)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "LEAK, sk_alloc, true",
    "CONTEXT, wait_woken, true",
    "HANG, wait_for_completion, true",
    "HANG, ocfs2_inode_lock_full_nested, true",
    "HANG, jbd2_log_wait_commit, true",
    "BUG, sk_alloc, false",
    "BUG, ocfs2_inode_lock_full_nested, false",
    "MEMORY_SAFETY, jbd2_log_wait_commit, false",
  })
  void someHelpOnlyInReportsOfAKind(CrashType type, String function, boolean helps) {
    assertThat(FrameRules.helps(type, function)).isEqualTo(helps);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kthread_create_on_node",
        "entry_create_dir",
        "handle_sysrq",
        "worker_thread",
        "exit_to_user_mode_loop"
      })
  void whatOnlySoundsLikeADoorIsNone(String function) {
    assertThat(FrameRules.isEntry(function)).isFalse();
  }

  @Test
  void aRuleWithAnUnknownFamilyIsRefusedWithItsPlace() {
    assertThatThrownBy(() -> rule("crush", "BUG: ", ".*", "BUG"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("rules:7: there is no family 'crush'");
  }

  @Test
  void aRuleWithAnUnfilledPlaceholderIsRefused() {
    assertThatThrownBy(() -> rule("oops", "BUG: ", "(?<kind>.*)", "BUG {kind}", "BUG {sort}"))
        .hasMessage("rules:7: no group or report fills {sort}");
  }

  @Test
  void aRuleWithABrokenExpressionIsRefused() {
    assertThatThrownBy(() -> rule("oops", "BUG: ", "(", "BUG")).hasMessageStartingWith("rules:7: ");
  }

  private static HeaderRule rule(String... fields) {
    return HeaderRule.of(new RuleFile.Row("rules:7", List.of(fields)), CrashType.OTHER);
  }
}
