package dev.kverdict.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.Event;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.VerdictKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs that use up all that a guest has: what they leave of the host, and what they come to.
 */
@Tag("vm")
class HostileGuestVmTest {

  /** The guest's memory, which the matrix leaves at its default for a kernel of its own config. */
  private static final long GUEST_KIB = 512L << 10;

  /** QEMU itself, its libraries, and what it keeps of the code that it translated. */
  private static final long QEMU_KIB = 512L << 10;

  /** Boot, the program's 5 s and the waits after it, at TCG's scale: a bound, not a measurement. */
  private static final Duration TRIAL = Duration.ofMinutes(5);

  @TempDir Path runs;

  private final List<Event.TrialEnded> ended = new CopyOnWriteArrayList<>();
  private final AtomicLong most = new AtomicLong();

  private RunResult run(String repro) {
    ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor();
    try {
      // The kernel keeps each process's highest use, so that a late look sees it, too.
      var unused = looking.scheduleWithFixedDelay(this::look, 0, 100, TimeUnit.MILLISECONDS);
      return KnownCases.run(
          runs,
          new Selection("debian-6.1/right", null, repro),
          1,
          event -> {
            if (event instanceof Event.TrialEnded trial) {
              ended.add(trial);
            }
          },
          CampaignOptions.Extra.COLD,
          CampaignOptions.Extra.FRESH);
    } finally {
      looking.shutdownNow();
    }
  }

  private void look() {
    machines().forEach(child -> most.accumulateAndGet(highestKiB(child.pid()), Math::max));
  }

  private static Stream<ProcessHandle> machines() {
    return ProcessHandle.current()
        .descendants()
        .filter(child -> child.info().command().orElse("").contains("qemu-system"));
  }

  private static long highestKiB(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0; // it ended meanwhile
    }
  }

  private void requireBounded(RunResult result) {
    assertThat(result.verdicts()).hasSize(1);
    assertThat(result.verdicts().get(0).verdict().kind()).isNotEqualTo(VerdictKind.FIXED);
    assertThat(ended).isNotEmpty();
    assertThat(ended).allMatch(trial -> trial.millis() < TRIAL.toMillis());
    assertThat(most.get()).isBetween(1L, GUEST_KIB + QEMU_KIB);
    assertThat(machines()).isEmpty();
    ended.forEach(trial -> System.out.printf("%s, QEMU %d MiB%n", trial, most.get() >> 10));
  }

  @Test
  void oneThatTakesAllMemoryGetsTheGuestsAndNoMore() {
    requireBounded(run("eats-memory"));
  }

  @Tag("long")
  @Test
  void oneThatKeepsEveryProcessorBusyIsEnded() {
    requireBounded(run("spins"));
  }
}
