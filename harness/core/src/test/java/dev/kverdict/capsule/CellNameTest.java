package dev.kverdict.capsule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.Reached;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cells by their names, or by as much of them as tells them apart. */
class CellNameTest {

  private static final List<JudgedVerdict> CELLS =
      List.of(
          cell("debian-12", "v1", "stale-read"),
          cell("debian-12", "v1", "stale"),
          cell("debian-12", "v1-rebased", "stale"),
          cell("debian-12-debug", "v2", "crash"));

  private static JudgedVerdict cell(String kernel, String patch, String repro) {
    Verdict verdict =
        new Verdict(
            kernel,
            patch,
            repro,
            false,
            VerdictKind.FIXED,
            "",
            Verdict.Tally.NONE,
            Verdict.Tally.NONE,
            null,
            Reached.NOT_MEASURED,
            List.of(),
            List.of("so"));
    return new JudgedVerdict(verdict, null);
  }

  @ParameterizedTest
  @CsvSource({
    "debian-12/v1 stale-read, debian-12/v1 stale-read",
    "v1 stale, debian-12/v1 stale",
    "stale v1, debian-12/v1 stale",
    "stale-read, debian-12/v1 stale-read",
    "rebased, debian-12/v1-rebased stale",
    "debian-12/v1-rebased, debian-12/v1-rebased stale",
    "debug, debian-12-debug/v2 crash",
    "v2, debian-12-debug/v2 crash",
    "cra, debian-12-debug/v2 crash"
  })
  void aUniquePartIsEnough(String said, String cell) {
    assertThat(CellName.of(CellName.find(CELLS, said).verdict())).isEqualTo(cell);
  }

  @Test
  void severalAreListed() {
    assertThatThrownBy(() -> CellName.find(CELLS, "stale"))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "CELL stale: may be any of 2 cells;"
                + " name one of: 'debian-12/v1 stale', 'debian-12/v1-rebased stale'");
    assertThatThrownBy(() -> CellName.find(CELLS, "v3"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("CELL v3: is no cell of the run; name one of: ")
        .hasMessageContaining("'debian-12-debug/v2 crash'");
    assertThatThrownBy(() -> CellName.find(CELLS, " / ")).hasMessageContaining("is no cell");
  }
}
