package dev.kverdict.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.build.KernelBuild;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.model.CaseParts;
import dev.kverdict.model.PatchDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.TrialId;
import dev.kverdict.vm.Accelerator;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestedKernelTest {

  private static final ReproducerDef COW = CaseParts.crash("cow");
  private static final PatchDef PATCH = CaseParts.patch("p");
  private static final BuildOutcome BROKEN = BuildOutcome.buildFailed(List.of("cow.c:1: error"));

  @TempDir private Path folder;
  private ScriptedKernel script;

  @BeforeEach
  void kernel() {
    script =
        new ScriptedKernel(folder, (id, probes, snapshot) -> ScriptedTrial.clean(id).on(snapshot))
            .patchIs("p", "");
  }

  private TestedKernel build(@Nullable Accelerator asked) {
    return TestedKernel.build(
        script.definition(), script, script, ScriptedKernel.queue(), asked, COW, true);
  }

  @Test
  void theAcceleratorIsFoundOutWithTheFirstProgramUnlessOneIsAskedFor() {
    assertThat(build(null).accelerator()).contains(Accelerator.KVM);
    assertThat(script.ran()).containsExactly("accelerator by k cow");
    assertThat(build(Accelerator.TCG).accelerator()).contains(Accelerator.TCG);
    assertThat(script.ran()).hasSize(1);
  }

  @Test
  void whereTheControlIsNotBuiltNothingElseIs() {
    script.controlFails(BROKEN);
    TestedKernel kernel = build(null);
    assertThat(kernel.accelerator()).isEmpty();
    assertThat(kernel.built(PATCH)).isEqualTo(KernelBuild.failed(BROKEN));
    assertThat(kernel.side(null, COW)).isEmpty();
    assertThat(kernel.side(PATCH, COW)).isEmpty();
    assertThat(kernel.unattended(COW)).isEmpty();
    assertThat(script.ran()).isEmpty();
  }

  @Test
  void aPatchThatDoesNotBuildLeavesTheControlToTry() {
    script.patchFails("p", BROKEN);
    TestedKernel kernel = build(Accelerator.TCG);
    assertThat(kernel.built(PATCH).outcome()).isEqualTo(BROKEN);
    assertThat(kernel.side(PATCH, COW)).isEmpty();
    assertThat(kernel.side(null, COW)).isPresent();
  }

  @Test
  void eachKernelAndProgramHasOneSourceOfTrials() {
    TestedKernel kernel = build(Accelerator.TCG);
    KernelUnderTest side = kernel.side(PATCH, COW).orElseThrow();
    assertThat(kernel.side(PATCH, COW)).containsSame(side);
    assertThat(side.artefact())
        .extracting(KernelArtefact::codeDigest)
        .isEqualTo("p")
        .isEqualTo(kernel.built(PATCH).outcome().digest());
    assertThat(kernel.side(null, COW).orElseThrow()).isNotSameAs(side);
    KernelUnderTest other = kernel.side(PATCH, CaseParts.guard("move")).orElseThrow();
    assertThat(other.program().name()).isEqualTo("move");
    assertThat(other.patch()).isEqualTo("p");
  }

  @Test
  void trialsResumeButThoseThatNobodyInspectsBoot() {
    TestedKernel kernel = build(Accelerator.TCG);
    assertThat(kernel.side(PATCH, COW).orElseThrow().trials(TrialId.PLAIN, 1, 1)).hasSize(1);
    assertThat(kernel.unattended(COW).orElseThrow().trials(TrialId.PLAIN, 1, 1)).hasSize(1);
    assertThat(script.ran())
        .containsExactly("build p", "k/p cow #1 on m1", "unattended k cow", "k cow #1");
  }
}
