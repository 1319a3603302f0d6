package dev.kverdict.oops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteScanTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void findsWhatALoopFinds(long seed) {
    Random random = new Random(seed);
    byte[] bytes = new byte[200];
    for (int round = 0; round < 3000; round++) {
      // Few different values, those around the wanted ones, zero and negative ones among them.
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (random.nextInt(8) == 0 ? random.nextInt(256) : 9 + random.nextInt(8));
      }
      int from = random.nextInt(bytes.length);
      int to = from + random.nextInt(bytes.length - from + 1);
      byte one = (byte) random.nextInt(256);
      byte other = (byte) (random.nextBoolean() ? random.nextInt(256) : one);

      int expected = from;
      while (expected < to && bytes[expected] != one && bytes[expected] != other) {
        expected++;
      }

      assertThat(ByteScan.indexOfEither(bytes, from, to, one, other)).isEqualTo(expected);
    }
  }
}
