package dev.kverdict.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.model.ClaimDef;
import dev.kverdict.model.ClaimDef.Expectation;
import dev.kverdict.model.ReproducerDef;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Claims of a matrix, and each mistake that is possible in them. */
class ClaimResolverTest extends ResolvedMatrix {

  @Test
  void aClaimIsOneExperimentOrSeveral() throws IOException {
    List<ClaimDef> claims = claims(GOOD);
    assertThat(claims).extracting(ClaimDef::id).containsExactly("C1", "C2");
    ClaimDef.Experiment mode = claims.get(0).experiments().get(0);
    assertThat(mode.expect()).isEqualTo(Expectation.NO_CRASH);
    assertThat(mode.kernel()).isEqualTo("plain");
    assertThat(mode.patch()).isNull();
    ReproducerDef variant = Objects.requireNonNull(mode.variant());
    assertThat(variant.name()).isEqualTo("crash.C1.1");
    assertThat(variant.program().define()).containsEntry("MODE", "0").containsEntry("SIZE", "2");
    assertThat(variant.steps()).containsExactly("mount", "open", "write");
    ClaimDef.Experiment lines = claims.get(1).experiments().get(0);
    assertThat(lines.patch()).isEqualTo("one");
    assertThat(lines.function()).isEqualTo("f");
    assertThat(Objects.requireNonNull(lines.variant()).name()).isEqualTo("check.C2.1");
    ClaimDef.Experiment enough = claims.get(1).experiments().get(1);
    assertThat(enough.expect()).isEqualTo(Expectation.SUFFICIENT);
    assertThat(enough.variant()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          says: it needs the mode, |                    | a claim needs id: and says:
          id: C1,            |                          | a claim needs id: and says:
          id: C1             | id: c2                   | claim 'C2' is written twice
          id: C1             | id: "C 1"                | 'C 1' cannot be a name
          expect: no-crash,  |                          | write exactly one of the two
          expect: no-crash   | expect: no-crash, all: [] | write exactly one of the two
          expect: no-crash   | expect: maybe            | no such name 'maybe'; known are: check-fails, crash, executed
          expect: no-crash   | expect: check-fails      | 'crash' fails by a crash; expect that
          repro: crash, expect: no-crash | repro: check, expect: crash | 'check' fails by a check
          repro: crash, expect: no-crash | expect: crash | an experiment needs repro:; known are: crash, check
          repro: crash, expect | repro: holds, expect   | no such name 'holds'
          repro: crash, expect | repro: crash, kernel: other, expect | no such name 'other'; known are: plain
          on: one, repro     | on: two, repro           | no such name 'two'; known are: one
          on: one, expect: sufficient | expect: sufficient | sufficient is said of a patch alone
          on: one, expect: sufficient | on: one, repro: crash, expect: sufficient | sufficient is said of a patch alone
          on: one, expect: sufficient | on: one, repro: crash | an experiment needs expect:
          function: f, file: fs/f.c | function: f       | function: and file: go with executed
          expect: no-crash   | expect: no-crash, function: f, file: fs/f.c | function: and file: go with executed
          """)
  void aClaimThatNoExperimentSettlesIsRefused(String before, String after, String message) {
    assertMistake(this::claims, before, after, message);
  }

  @Test
  void aClaimWithoutExperimentsIsRefused() {
    String text = GOOD.substring(0, GOOD.indexOf("    all:")) + "    all: []\n";
    assertThatThrownBy(() -> claims(text))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("names no experiment");
  }
}
