package dev.kverdict.trial;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kverdict.record.TrialId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files of a trial: raw records only, so that a better reader can judge them again. */
final class EvidenceFiles {

  /** The console's output, byte for byte. */
  static final String CONSOLE = "console.log";

  /** The agent's messages, line by line. */
  static final String AGENT = "agent.jsonl";

  /** QMP traffic in both directions. */
  static final String QMP = "qmp.jsonl";

  /** The host's requests to the agent, byte for byte. */
  static final String REQUESTS = "requests.bin";

  /** The script that repeats the trial by hand. */
  static final String SCRIPT = "qemu.sh";

  /** The kernel's configuration. */
  static final String CONFIG = "config";

  /** The {@link Inputs}. */
  static final String INPUTS = "trial.json";

  /** The answers of the file systems' checkers, a list of {@code ImageChecker.Answer}. */
  static final String IMAGE_CHECK = "image-check.json";

  /** The trial's ending. Written last: without it a trial is incomplete. */
  static final String ENDING = "ending.json";

  /** The version of the directory's format. */
  static final int SCHEMA = 5;

  static final ObjectMapper JSON = new ObjectMapper();

  private EvidenceFiles() {}

  /**
   * The inputs of a trial.
   *
   * @param schema the version of the directory's format
   * @param trial the trial
   * @param accelerator the accelerator's name
   * @param snapshot the snapshot from which the trial resumed, or null if it booted
   * @param seed the program's seed
   * @param exposureMillis how long an endless program was to run, in ms, or null for its time limit
   * @param expectedBuildIds build-ids of the artefact, by the agent's names
   * @param digests digests of the inputs by name
   */
  record Inputs(
      int schema,
      TrialId trial,
      String accelerator,
      @Nullable String snapshot,
      long seed,
      @Nullable Long exposureMillis,
      Map<String, String> expectedBuildIds,
      Map<String, String> digests) {}
}
