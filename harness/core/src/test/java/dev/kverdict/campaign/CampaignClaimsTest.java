package dev.kverdict.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.model.Cell;
import dev.kverdict.model.ClaimDef;
import dev.kverdict.model.ClaimDef.Experiment;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.yaml.MatrixReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CampaignClaimsTest {

  @TempDir private Path folder;
  private Matrix matrix;

  @BeforeEach
  void read() throws IOException {
    Files.writeString(folder.resolve("r.c"), "x\n");
    Files.writeString(
        folder.resolve("mine.patch"), "--- a/mm/slub.c\n+++ b/mm/slub.c\n@@ -1 +1 @@\n-a\n+b\n");
    matrix =
        MatrixReader.read(
            Files.writeString(
                folder.resolve("m.yaml"),
                """
                case: a
                kernels:
                  stock:
                    source: {distro: linux-image-amd64}
                    rebuild: [fs/ext4]
                    otherwise: whole
                  whole: {source: {debian: linux-source-6.1}}
                patches: {mine: {files: [mine.patch]}}
                repros: {r: {source: r.c, fails: {crash: [x]}}}
                claims:
                  - {id: C1, says: it crashes, repro: r, expect: crash}
                  - {id: C2, says: it is enough, on: mine, expect: sufficient}
                """));
  }

  private CampaignClaims claims(Selection selection) {
    return new CampaignClaims(
        matrix, selection, true, new KernelChoices(matrix, KernelChoice.AUTO));
  }

  private Experiment experiment(int claim) {
    return matrix.claims().get(claim).experiments().get(0);
  }

  @Test
  void aPartOfACaseSettlesNone() {
    assertThat(claims(Selection.ALL).all()).extracting(ClaimDef::id).containsExactly("C1", "C2");
    CampaignClaims part = claims(new Selection(null, null, "r"));
    assertThat(part.all()).isEmpty();
    assertThat(part.kernels()).isEmpty();
    assertThat(part.programs()).isEmpty();
  }

  @Test
  void anExperimentRunsWhereItsPatchCanBeTried() {
    CampaignClaims claims = claims(Selection.ALL);
    assertThat(claims.kernelOf(experiment(0)).name()).isEqualTo("stock");
    assertThat(claims.kernelOf(experiment(1)).name()).isEqualTo("whole");
    assertThat(claims.kernels())
        .extracting(kernel -> kernel.name())
        .containsExactly("stock", "whole");
    assertThat(claims.patchOf(experiment(0))).isNull();
    assertThat(claims.patchOf(experiment(1))).isSameAs(matrix.patches().get("mine"));
    assertThat(claims.programs()).extracting(ReproducerDef::name).containsExactly("r.C1.1");
  }

  @Test
  void aPatchIsJudgedByTheCellsOfItsKernel() {
    ReproducerDef program = matrix.reproducers().get("r");
    Cell right = new Cell(matrix.kernels().get("whole"), matrix.patches().get("mine"), program);
    Cell elsewhere = new Cell(matrix.kernels().get("stock"), matrix.patches().get("mine"), program);
    Cell control = new Cell(matrix.kernels().get("whole"), null, program);
    assertThat(claims(Selection.ALL).cellsOf(experiment(1), List.of(elsewhere, control, right)))
        .containsExactly(right);
  }
}
