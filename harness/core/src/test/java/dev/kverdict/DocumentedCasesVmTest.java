package dev.kverdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.campaign.Campaign;
import dev.kverdict.campaign.CampaignOptions;
import dev.kverdict.model.Matrix;
import dev.kverdict.record.ClaimResult;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.Verdict;
import dev.kverdict.run.Environment;
import dev.kverdict.verdict.Results;
import dev.kverdict.yaml.MatrixReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The cases that the documents print, put together from their blocks in an empty directory and run
 * in real machines: they give the verdicts that the documents print.
 */
@Tag("vm")
class DocumentedCasesVmTest {

  private static final Path ROOT = Path.of("../..");
  private static final String CASE = "old-data.yaml";

  /** A line with nothing but a file's name, and the block below it. */
  private static final Pattern FILE =
      Pattern.compile("(?ms)^`([a-z0-9.-]+)`:\\n\\n```[a-z]+\\n(.*?)^```$");

  @TempDir Path folder;

  @Test
  void theCaseOfTheReadmeComesOutAsTheReadmeSays() throws IOException {
    String readme = unpack(ROOT.resolve("README.md"), 4);

    RunResult result = run();

    assertThat(result.verdicts()).hasSize(1);
    agrees(readme, result);
  }

  @Tag("long")
  @Test
  void theCaseOfTheTutorialComesOutAsTheTutorialSays() throws IOException {
    unpack(ROOT.resolve("README.md"), 4);
    String tutorial = unpack(ROOT.resolve("docs/write-your-own-case.md"), 4);

    RunResult result = run();

    assertThat(result.verdicts()).hasSize(6);
    assertThat(result.claims()).hasSize(2);
    agrees(tutorial, result);
  }

  /** Writes the files that a document prints, over those that are there; returns its text. */
  private String unpack(Path document, int files) throws IOException {
    String text = Files.readString(document);
    assertThat(FILE.matcher(text).results()).as("files in %s", document).hasSize(files);
    for (MatchResult file : FILE.matcher(text).results().toList()) {
      Files.writeString(folder.resolve(file.group(1)), file.group(2));
    }
    return text;
  }

  private RunResult run() {
    Matrix matrix = MatrixReader.read(folder.resolve(CASE));
    CampaignOptions options = CampaignOptions.of(matrix).writingTo(folder.resolve("runs"));
    try (Campaign campaign = Campaign.start(matrix, options, Environment.ofSystem(), event -> {})) {
      return campaign.finish();
    }
  }

  private static void agrees(String document, RunResult result) {
    assertThat(Results.exitCode(result.verdicts())).isZero();
    for (JudgedVerdict judged : result.verdicts()) {
      Verdict verdict = judged.verdict();
      assertThat(document)
          .as("%s", verdict)
          .containsPattern(
              "(?m)^    %s +%s .* %s  "
                  .formatted(
                      Pattern.quote(verdict.patch()),
                      Pattern.quote(verdict.repro()),
                      verdict.kind()));
    }
    for (ClaimResult claim : result.claims()) {
      assertThat(document)
          .contains("    claim %s: %s: %s".formatted(claim.id(), claim.outcome(), claim.says()));
    }
  }
}
