package dev.kverdict.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The targets of the fuzzer keep their promises on what it begins with; it goes on from there. */
class FuzzTargetsTest {

  private static final int CHANGED = 20;

  static List<FuzzTarget> targets() {
    return FuzzTargets.ALL;
  }

  @ParameterizedTest
  @MethodSource("targets")
  void theFuzzerFindsTheMethodThatItCalls(FuzzTarget target) throws NoSuchMethodException {
    assertThat(
            Modifier.isStatic(
                target.type().getMethod("fuzzerTestOneInput", byte[].class).getModifiers()))
        .isTrue();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void seedsAndChangedSeedsBreakNoPromise(FuzzTarget target) {
    Random random = new Random(20261130);
    assertThat(target.seeds()).isNotEmpty();
    for (byte[] seed : target.seeds()) {
      reads(target, seed);
      reads(target, Arrays.copyOf(seed, seed.length / 2));
      for (int i = 0; i < CHANGED; i++) {
        byte[] changed = seed.clone();
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
        reads(target, changed);
      }
    }
    reads(target, new byte[0]);
  }

  /** What takes much longer than its length hangs here. */
  @ParameterizedTest
  @MethodSource("targets")
  @Tag("long")
  @Timeout(900)
  void largeInputsBreakNoPromise(FuzzTarget target) {
    target.masses().forEach(mass -> reads(target, Masses.repeated(mass)));
    target.massesInside().forEach(mass -> reads(target, Masses.repeated(mass)));
  }

  private static void reads(FuzzTarget target, byte[] input) {
    assertThatCode(() -> target.reader().read(input)).as(target.name()).doesNotThrowAnyException();
  }

  @Test
  void aPartIsRepeatedUpToTheLength() {
    byte[] mass = Masses.repeated(FuzzTarget.bytes("head\u0001part\u0001tail"));
    assertThat(mass).hasSizeBetween(Masses.LENGTH - 8, Masses.LENGTH + 8);
    assertThat(new String(mass, StandardCharsets.ISO_8859_1)).matches("head(?:part)*+tail");
    for (String plain : List.of("", "\u0001", "a\u0001b", "a\u0001\u0001b")) {
      assertThat(Masses.repeated(FuzzTarget.bytes(plain))).isEqualTo(FuzzTarget.bytes(plain));
    }
  }

  @Test
  void seedsAndDictionariesAreWrittenAsTheFuzzerReadsThem(@TempDir Path directory)
      throws IOException {
    FuzzTargets.main(new String[] {directory.toString()});
    for (FuzzTarget target : FuzzTargets.ALL) {
      Path own = directory.resolve(target.name());
      assertThat(own.resolve("seeds")).isDirectoryContaining("glob:**/0");
      assertThat(Files.readAllLines(own.resolve("words")))
          .hasSize(target.words().size())
          .allMatch(line -> line.matches("\"(?:[ !#-\\[\\]-~]|\\\\x[0-9a-f]{2})+\""));
    }
  }
}
