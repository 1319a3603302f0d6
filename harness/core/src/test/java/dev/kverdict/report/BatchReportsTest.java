package dev.kverdict.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kverdict.page.BatchPage;
import dev.kverdict.record.Candidate;
import dev.kverdict.record.RankedCandidate;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.VerdictClass;
import dev.kverdict.record.VerdictKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a batch leaves, with hostile text in every place. */
class BatchReportsTest {

  private static final Candidate GOOD =
      candidate("p", new Candidate.Judged(VerdictClass.PASS, VerdictKind.FIXED, "r", "all", 3, 3));
  private static final Candidate BAD =
      candidate(
          "q",
          new Candidate.Judged(
              VerdictClass.FAIL, VerdictKind.NOT_FIXED, "r", Formats.HOSTILE, 1, 3));
  private static final Candidate SAME =
      candidate(
          "copy-with-a-name-that-is-too-long-for-its-column", new Candidate.Duplicate("p", "so"));
  private static final Candidate NONE = candidate("x", new Candidate.Unreadable(Formats.HOSTILE));
  private static final Candidate LATE = candidate("y", new Candidate.NotReached("late"));

  private static final List<RankedCandidate> ALL =
      List.of(
          new RankedCandidate(1, GOOD, GOOD),
          new RankedCandidate(1, SAME, GOOD),
          new RankedCandidate(2, BAD, BAD),
          new RankedCandidate(0, LATE, LATE),
          new RankedCandidate(0, NONE, NONE));

  private static Candidate candidate(String name, Candidate.Standing standing) {
    return new Candidate("k", name, Formats.HOSTILE, Formats.HOSTILE, standing);
  }

  @Test
  void theTableFitsATerminalAndNothingGetsOutOfIt() {
    RunResult run = Formats.everyKind();
    String table = BatchTable.of(ALL, run.facts());
    assertThat(table.lines())
        .allMatch(line -> line.length() <= 80)
        .allMatch(l -> l.matches("[ -~]*"));
    assertThat(table)
        .containsSubsequence("1  p", "PASS", "copy-with", "PASS", "2  q", "FAIL", "-  y")
        .contains("5 candidates: 2 PASS, 1 FAIL, 2 not judged; 1 of them the same as another one");
  }

  @Test
  void linesSayWhatTheDocumentSays() throws IOException {
    ObjectMapper json = new ObjectMapper();
    JsonNode bad = json.readTree(BatchJson.line(BAD));
    assertThat(bad.at("/state").asText()).isEqualTo("judged");
    assertThat(bad.at("/reason").asText()).isEqualTo(Formats.HOSTILE);
    assertThat(bad.at("/judged").asInt()).isEqualTo(1);
    assertThat(json.readTree(BatchJson.line(SAME)).at("/of").asText()).isEqualTo("p");
    assertThat(json.readTree(BatchJson.line(NONE)).at("/state").asText()).isEqualTo("unreadable");
    assertThat(json.readTree(BatchJson.line(LATE)).at("/state").asText()).isEqualTo("not-reached");
    assertThat(BatchJson.line(BAD)).doesNotContain("\n", "\u001b");
  }

  @Test
  void thePageLinksWhatIsThereAndNothingElse(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("trials/k+p"));
    BatchReports.write(Formats.everyKind(), ALL, folder);
    String page = Files.readString(folder.resolve(BatchPage.NAME));
    assertThat(page)
        .contains("./report.html#patch-1", "\"./trials/k+p/\"", "Content-Security-Policy")
        .doesNotContain("./kernels/k+p", "<script", "<b>", "\u001b");
  }
}
