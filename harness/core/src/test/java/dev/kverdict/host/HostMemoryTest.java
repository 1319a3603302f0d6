package dev.kverdict.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostMemoryTest {

  @Test
  void readsTheLineOfThatName() {
    List<String> meminfo =
        List.of("MemTotal:       24683464 kB", "MemFree:  1 kB", "MemAvailable:   2097152 kB");
    assertThat(HostMemory.kibibytes(meminfo, "MemAvailable")).isEqualTo(2097152);
    assertThat(HostMemory.kibibytes(List.of("RssAnon:\t    128 kB"), "RssAnon")).isEqualTo(128);
  }

  @Test
  void anUnknownAmountIsNone() {
    assertThat(HostMemory.kibibytes(List.of("MemTotal: 24683464 kB"), "MemAvailable")).isZero();
    assertThat(HostMemory.kibibytes(List.of("MemAvailable: lots"), "MemAvailable")).isZero();
  }

  @Test
  void whatIsAvailableIsPartOfAll() {
    assertThat(HostMemory.availableMebibytes()).isBetween(1L, HostMemory.totalMebibytes());
  }

  @Test
  void aProcessHasAnonymousMemory() {
    assertThat(HostMemory.anonymous(ProcessHandle.current().pid())).isGreaterThan(1L << 20);
  }

  @Test
  void aBuildUsesWhatItsProcessesUse() throws IOException {
    Process shell = new ProcessBuilder("sh", "-c", "sleep 600 & sleep 600 & read line").start();
    try {
      await().until(() -> Usage.below(shell.toHandle()).memory() > 0);
      await().until(() -> Usage.below(shell.toHandle()).processes() == 2);
      assertThat(Usage.below(shell.toHandle()).memory()).isLessThan(1L << 30);
    } finally {
      shell.descendants().forEach(ProcessHandle::destroy);
      shell.getOutputStream().close(); // ends read, and with it the shell
    }
    await().until(() -> !shell.isAlive());
    assertThat(Usage.below(shell.toHandle())).isEqualTo(Usage.NONE);
  }
}
