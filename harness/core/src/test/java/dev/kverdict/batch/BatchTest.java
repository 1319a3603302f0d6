package dev.kverdict.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kverdict.UserError;
import dev.kverdict.campaign.KernelChoice;
import dev.kverdict.fetch.PatchCollection;
import dev.kverdict.model.CaseParts;
import dev.kverdict.model.Credits;
import dev.kverdict.model.Defaults;
import dev.kverdict.model.Matrix;
import dev.kverdict.patch.PatchOptions;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.record.Candidate;
import dev.kverdict.record.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchTest {

  private static final String DIFF = "--- a/f.c\n+++ b/f.c\n@@ -1 +1 @@\n-a\n+b\n";

  private final List<PatchCollection.Found> found = new ArrayList<>();

  private static Matrix matrix() {
    Matrix.Parts parts =
        new Matrix.Parts(
            Map.of("k", CaseParts.kernel("k")),
            Map.of("v1", CaseParts.patch("v1")),
            Map.of(),
            Map.of("cow", CaseParts.crash("cow")),
            Map.of(),
            List.of());
    return new Matrix(
        "case",
        new Credits(null, null),
        Path.of("/m.yaml"),
        Path.of("/"),
        parts,
        Defaults.BUILT_IN);
  }

  private BatchTest patch(String name, String text) {
    PatchSet set =
        PatchSet.of(name, text.getBytes(StandardCharsets.ISO_8859_1), PatchOptions.STRICT);
    found.add(new PatchCollection.Found(name, name + ".patch", set, Optional.empty()));
    return this;
  }

  private Batch batch() {
    return Batch.of(matrix(), "dir", found, KernelChoice.AUTO);
  }

  @Test
  void aMailAndItsDiffAreOneChange() {
    patch("diff", DIFF)
        .patch("mail", "From: A <a@b.c>\nSubject: [PATCH] it\n\nText.\n" + DIFF)
        .patch("other", DIFF.replace("+b", "+c"))
        .patch("elsewhere", DIFF.replace("-1 +1", "-2 +2"))
        .patch("no end", DIFF + "\\ No newline at end of file\n")
        .patch("mode", "diff --git a/f.c b/f.c\nold mode 100644\nnew mode 100755\n" + DIFF);
    assertThat(batch().matrix().patches().keySet())
        .containsExactly("diff", "other", "elsewhere", "no end", "mode");
    assertThat(batch().known())
        .containsExactly(
            new Candidate(
                "",
                "mail",
                "mail.patch",
                "[PATCH] it",
                new Candidate.Duplicate("diff", "line by line")));
  }

  @Test
  void namesAreTheirOwnAndNoneOfTheCase() {
    patch("v1", DIFF).patch("v1", DIFF.replace("+b", "+c"));
    String longest = "x".repeat(60);
    patch(longest, DIFF.replace("+b", "+d")).patch(longest, DIFF.replace("+b", "+e"));
    assertThat(batch().matrix().patches().keySet())
        .containsExactly("v1.2", "v1.3", longest, "x".repeat(58) + ".2");
  }

  @Test
  void whatIsNoPatchIsSaidAndTheRestIsJudged() {
    found.add(
        new PatchCollection.Found(
            "bad", "bad", PatchSet.NONE, Optional.of("bad: holds no diff; save it again")));
    assertThatThrownBy(this::batch)
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(
            "--patches dir: holds no patch that could be judged: bad: holds no");
    patch("good", DIFF);
    assertThat(batch().matrix().patches().keySet()).containsExactly("good");
    assertThat(batch().known())
        .extracting(Candidate::standing)
        .containsExactly(new Candidate.Unreadable("bad: holds no diff; save it again"));
  }

  @Test
  void eachCandidateIsALineAtOnce(@TempDir Path folder) throws IOException {
    List<Event> passed = new ArrayList<>();
    BatchLog log = new BatchLog(passed::add);
    log.accept(new Event.RunStarted("case", folder.toString(), 2));
    Event.CandidateDecided one =
        new Event.CandidateDecided(
            new Candidate("k", "a", "a\u001b.patch", "", new Candidate.NotReached("late\n")));
    log.accept(one);
    Path file = folder.resolve(BatchLog.NAME);
    assertThat(Files.readAllLines(file)).hasSize(1).noneMatch(line -> line.contains("\u001b"));
    log.accept(one);
    assertThat(Files.readAllLines(file)).hasSize(2);
    assertThat(new ObjectMapper().readTree(Files.readAllLines(file).get(1)).at("/state").asText())
        .isEqualTo("not-reached");
    assertThat(passed).hasSize(3).contains(one);
  }
}
