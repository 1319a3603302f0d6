package dev.kverdict.trial;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kverdict.record.TrialId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files of a trial's folder: raw records only, so that a better reader can judge them anew. */
final class EvidenceFiles {

  /** What the console printed, byte for byte. */
  static final String CONSOLE = "console.log";

  /** What the agent sent, line for line. */
  static final String AGENT = "agent.jsonl";

  /** QMP traffic of both directions. */
  static final String QMP = "qmp.jsonl";

  /** What the host sent to the agent, byte for byte. */
  static final String REQUESTS = "requests.bin";

  /** Repeats the trial by hand. */
  static final String SCRIPT = "qemu.sh";

  /** The kernel's configuration. */
  static final String CONFIG = "config";

  /** What went in: a {@link Inputs}. */
  static final String INPUTS = "trial.json";

  /** What the file system's checker said afterwards: an answer of {@code ImageChecker}. */
  static final String IMAGE_CHECK = "image-check.json";

  /** How it ended, written last: a trial without it did not end. */
  static final String ENDING = "ending.json";

  /** The version of the folder's format. */
  static final int SCHEMA = 4;

  static final ObjectMapper JSON = new ObjectMapper();

  private EvidenceFiles() {}

  /**
   * What went into a trial.
   *
   * @param schema the version of the folder's format
   * @param trial which trial
   * @param accelerator how the guest ran
   * @param snapshot the saved machine that the trial went on from, or null when it booted
   * @param seed the program's seed
   * @param expectedBuildIds build-ids of the artefact, by the names the agent uses
   * @param digests digests of the inputs by name
   */
  record Inputs(
      int schema,
      TrialId trial,
      String accelerator,
      @Nullable String snapshot,
      long seed,
      Map<String, String> expectedBuildIds,
      Map<String, String> digests) {}
}
