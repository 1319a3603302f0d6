package dev.kverdict.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kverdict.UserError;
import dev.kverdict.UserFiles;
import dev.kverdict.record.RunResult;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes and reads result.json: a run's whole result, from which every report can be made. */
public final class ResultJson {

  /** The file's name in the directory of a run. */
  public static final String NAME = "result.json";

  /** A run of a thousand cells has less. */
  private static final int MOST_BYTES = 32 << 20;

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private ResultJson() {}

  /** Returns the document. */
  public static String of(RunResult result) {
    try {
      return JSON.writeValueAsString(result) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of texts and numbers can be written", e);
    }
  }

  /**
   * Reads a result.
   *
   * @param name the file's name in errors
   * @throws UserError when it is not such a document, or one of another version
   */
  public static RunResult read(String text, String name) {
    try {
      return JSON.readValue(text, RunResult.class);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new UserError(
          name, "is not a result of this version of kverdict", "run the matrix again");
    }
  }

  /**
   * Reads the result of a run.
   *
   * @param run the run's directory
   * @throws UserError when it has none, or one of another version
   */
  public static RunResult ofRun(Path run) {
    Path file = run.resolve(NAME);
    // Of a directory that this user may not enter neither is known; reading says why.
    if (Files.notExists(file) || (Files.exists(file) && !Files.isRegularFile(file))) {
      throw new UserError(
          run.toString(), "holds no " + NAME, "name the directory of a finished run");
    }
    return read(
        UserFiles.text(file, MOST_BYTES, "name the directory of a finished run"), file.toString());
  }
}
