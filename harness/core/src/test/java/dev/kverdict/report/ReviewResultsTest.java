package dev.kverdict.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.VerdictKind;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What b4 is told. */
class ReviewResultsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void b4ReadsTheResults() throws IOException {
    String json = ReviewResults.of(Formats.everyKind(), URI.create("file:///r/report.html"), false);
    assertThat(Formats.complaints("b4-check.schema.json", json)).isEmpty();
    assertThat(JSON.readTree(json).findValuesAsText("tool"))
        .containsExactly("kverdict/a-case", "kverdict/a-case");
    assertThat(review(VerdictKind.FIXED, false)).isEqualTo("pass FIXED: one");
    assertThat(review(VerdictKind.NOT_FIXED, false)).startsWith("fail NOT_FIXED on one: a <b>&?");
    assertThat(review(VerdictKind.NOT_FIXED, true))
        .startsWith("warn alone, without its series: NOT_FIXED on one");
    assertThat(review(VerdictKind.UNREACHED, false)).startsWith("warn UNREACHED on one");
    assertThat(review(VerdictKind.CASE_ERROR, false)).startsWith("warn CASE_ERROR on one");
    for (String document : List.of(ReviewResults.NOTHING, ReviewResults.notJudged("c", "\n"))) {
      assertThat(Formats.complaints("b4-check.schema.json", document)).isEmpty();
    }
  }

  private static String review(VerdictKind kind, boolean part) throws IOException {
    RunResult run = Formats.run(List.of(Formats.cell("p", "one", kind, null)));
    JsonNode one = JSON.readTree(ReviewResults.of(run, null, part)).get(0);
    return one.path("status").asText() + " " + one.path("summary").asText();
  }
}
