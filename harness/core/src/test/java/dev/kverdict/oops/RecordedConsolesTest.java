package dev.kverdict.oops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The output of real kernels; ci/record-consoles records it again. */
class RecordedConsolesTest {

  private static final String TABLE =
      """
      array-bounds       | UBSAN: array-index-out-of-bounds in lkdtm_ARRAY_BOUNDS | UNDEFINED_BEHAVIOUR | __ubsan_handle_out_of_bounds
      bug                | kernel BUG in lkdtm_BUG | BUG | lkdtm_BUG
      canary-crash       | kernel BUG in lkdtm_BUG | BUG | lkdtm_BUG
      divide-by-zero     | divide error in lkdtm_DIVIDE_BY_ZERO | TRAP | lkdtm_DIVIDE_BY_ZERO
      double-free        | KASAN: invalid-free in lkdtm_SLAB_FREE_DOUBLE | MEMORY_SAFETY | kasan_report_invalid_free
      exception          | general protection fault in lkdtm_EXCEPTION | BAD_ACCESS | lkdtm_EXCEPTION
      exhaust-stack      | BUG: stack guard page was hit in recursive_loop | STACK | recursive_loop
      hung-task          | INFO: task hung in lkdtm_HUNG_TASK | HANG | schedule
      inlined-bug        | kernel BUG in lkdtm_INLINED_BUG | BUG | lkdtm_INLINED_BUG
      invalid-opcode     | invalid opcode in lkdtm_INVALID_OPCODE | TRAP | lkdtm_INVALID_OPCODE
      list-add           | BUG: corrupted list in lkdtm_CORRUPT_LIST_ADD | CORRUPTION | lkdtm_CORRUPT_LIST_ADD
      list-del           | BUG: corrupted list in lkdtm_CORRUPT_LIST_DEL | CORRUPTION | lkdtm_CORRUPT_LIST_DEL
      lock-freed         | WARNING: held lock freed in lkdtm_LOCK_FREED | LOCKDEP | lkdtm_LOCK_FREED
      lock-kept          | WARNING: lock held when returning to user space in lkdtm_LOCK_KEPT | LOCKDEP |
      lock-not-held      | WARNING: bad unlock balance in lkdtm_LOCK_NOT_HELD | LOCKDEP | lkdtm_LOCK_NOT_HELD
      lock-order         | possible deadlock in lkdtm_LOCK_ORDER | LOCKDEP | lkdtm_LOCK_ORDER
      non-canonical      | general protection fault in lkdtm_NON_CANONICAL | BAD_ACCESS | lkdtm_NON_CANONICAL
      ocfs2-cow-bug-on   | kernel BUG in ocfs2_refcount_cal_cow_clusters | BUG | ocfs2_refcount_cow
      panic              | kernel panic: dumptest | PANIC | lkdtm_PANIC
      preemptible-cpu    | BUG: using smp_processor_id() in preemptible code in lkdtm_PREEMPTIBLE_CPU | CONTEXT | lkdtm_PREEMPTIBLE_CPU
      rcu-stall          | INFO: rcu detected stall in full_proxy_write | LOCKUP | full_proxy_write
      rcu-unprotected    | WARNING: suspicious RCU usage in lkdtm_RCU_UNPROTECTED | LOCKDEP | lkdtm_RCU_UNPROTECTED
      refcount           | WARNING: refcount bug in lkdtm_REFCOUNT_INC_ZERO | REFCOUNT | refcount_warn_saturate
      schedule-in-atomic | BUG: scheduling while atomic in lkdtm_SCHEDULE_IN_ATOMIC | CONTEXT | schedule
      shift-too-far      | UBSAN: shift-out-of-bounds in lkdtm_SHIFT_TOO_FAR | UNDEFINED_BEHAVIOUR | lkdtm_SHIFT_TOO_FAR
      sleep-in-atomic    | BUG: sleeping function called from invalid context in lkdtm_SLEEP_IN_ATOMIC | CONTEXT | lkdtm_SLEEP_IN_ATOMIC
      soft-lockup        | BUG: soft lockup in full_proxy_write | LOCKUP | lkdtm_SOFTLOCKUP
      timer-freed        | WARNING: ODEBUG bug in lkdtm_TIMER_FREED | WARNING | debug_print_object
      use-after-free     | KASAN: use-after-free Read in lkdtm_READ_AFTER_FREE | MEMORY_SAFETY | lkdtm_READ_AFTER_FREE
      usercopy           | BUG: bad usercopy in do_usercopy_slab_size | CORRUPTION | usercopy_abort
      warning            | WARNING in lkdtm_WARNING | WARNING | lkdtm_WARNING
      warning-message    | WARNING in lkdtm_WARNING_MESSAGE | WARNING | lkdtm_WARNING_MESSAGE
      """;

  /** A spinning program is not a kernel function, so the stall has none. */
  private static final String SPINNING_PROGRAM = "canary-silence";

  private static final Set<String> HEALTHY =
      Set.of("canary-clean", "canary-hang", "canary-reset", "healthy", "ocfs2-stale-read");

  private static Stream<List<String>> table() {
    return TABLE.lines().map(line -> Stream.of(line.split("\\|", -1)).map(String::strip).toList());
  }

  private static List<CrashReport> read(String name) {
    return Consoles.read(Consoles.file("recorded/" + name));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("table")
  void theFirstCrashIsWhatWasProvoked(List<String> row) {
    List<CrashReport> crashes = read(row.get(0));

    CrashReport cause = crashes.get(0);
    assertThat(cause.title()).isEqualTo(row.get(1));
    assertThat(cause.type()).isEqualTo(CrashType.valueOf(row.get(2)));
    assertThat(cause.corrupted()).isFalse();
    assertThat(Objects.requireNonNull(cause.task()).name()).isEqualTo("memfd:program");
    if (!row.get(3).isEmpty()) {
      assertThat(cause.frames())
          .filteredOn(Frame::reliable)
          .extracting(Frame::name)
          .contains(row.get(3));
    }
    assertThat(crashes.subList(1, crashes.size()))
        .allMatch(CrashReport::follows)
        .allMatch(crash -> crash.cause() == cause.offset());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "bug, true",
    "exception, true",
    "exhaust-stack, true",
    "list-add, true",
    "ocfs2-cow-bug-on, true",
    "panic, true",
    "usercopy, true",
    "warning, false",
    "hung-task, false",
    "use-after-free, false",
    "lock-order, false",
  })
  void onlyWhatTheKernelDoesNotOutliveEndsInAPanic(String name, boolean panicked) {
    assertThat(read(name).get(0).panicked()).isEqualTo(panicked);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "ocfs2-cow-bug-on, fs/ocfs2/refcounttree.c:",
    "bug, drivers/misc/lkdtm/bugs.c:",
    "array-bounds, drivers/misc/lkdtm/bugs.c:",
    "sleep-in-atomic, kernel/locking/mutex.c:",
    "refcount, lib/refcount.c:",
  })
  void theHeadersPlaceIsKept(String name, String file) {
    assertThat(read(name).get(0).source()).startsWith(file);
  }

  @Test
  void framesHaveTheirOffsetAndModule() {
    CrashReport crash = read("ocfs2-cow-bug-on").get(0);
    Frame trap = crash.frames().get(0);

    assertThat(trap.function()).isEqualTo("ocfs2_refcount_cal_cow_clusters");
    assertThat(trap.module()).isEqualTo("ocfs2");
    assertThat(trap.exact()).isTrue();
    assertThat(trap.offset()).isPositive().isLessThan(trap.size());
    assertThat(crash.frames())
        .filteredOn(frame -> frame.name().equals("vfs_write"))
        .singleElement()
        .satisfies(
            frame -> {
              assertThat(frame.module()).isNull();
              assertThat(frame.exact()).isFalse();
            });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("healthy")
  void aHealthyKernelHasNoCrash(String name) {
    assertThat(read(name)).isEmpty();
  }

  static Set<String> healthy() {
    return HEALTHY;
  }

  @Test
  void aStallInUserSpaceHasNoFunction() {
    CrashReport stall = read(SPINNING_PROGRAM).get(0);
    assertThat(stall.type()).isEqualTo(CrashType.LOCKUP);
    assertThat(stall.function()).isNull();
  }

  @Test
  void everyRecordedConsoleIsLookedAt() throws URISyntaxException {
    Path folder = Path.of(Objects.requireNonNull(getClass().getResource("recorded")).toURI());
    Set<String> known =
        table().map(row -> row.get(0)).collect(Collectors.toCollection(TreeSet::new));
    known.addAll(HEALTHY);
    known.add(SPINNING_PROGRAM);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString().replaceFirst("\\.log$", "")))
          .containsExactlyInAnyOrderElementsOf(known);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
