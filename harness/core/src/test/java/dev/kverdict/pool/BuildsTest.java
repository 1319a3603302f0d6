package dev.kverdict.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.build.KernelBuild;
import dev.kverdict.record.BuildOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class BuildsTest {

  @Test
  void aHostThatFailsOnePatchIsToldAsThatPatchsOutcome() {
    KernelBuild build =
        Builds.orFault(
            () -> {
              throw new InfraError("make was ended");
            });
    assertThat(build.outcome()).isEqualTo(BuildOutcome.hostFault(List.of("make was ended")));
    assertThat(build.artefact()).isEmpty();
  }

  @Test
  void aUsersMistakeEndsTheRun() {
    assertThatThrownBy(
            () ->
                Builds.orFault(
                    () -> {
                      throw new UserError("matrix", "is wrong", "mend it");
                    }))
        .isInstanceOf(UserError.class);
  }
}
