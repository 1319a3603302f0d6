package dev.kverdict.host;

import static org.assertj.core.api.Assertions.assertThat;

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
}
