package dev.kverdict.witness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MasksTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          inode 12, block 0x1f        | inode NUM, block NUM
          (vda1): bad inode -5        | (DEV): bad inode NUM
          nvme0n1p2 and loop7 or dm-0 | DEV and DEV or DEV
          at deadbeef01               | at NUM
          ext4 and crc32 stay         | ext4 and crc32 stay
          """)
  void twoRunsThatComplainAboutTheSameSayTheSame(String said, String masked) {
    assertThat(Masks.of(said)).isEqualTo(masked);
  }
}
