package dev.kverdict.trial;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.kverdict.record.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a trial's directory says about the trial itself, for reports: also in formats of other
 * versions, as far as they agree.
 *
 * @param accelerator the accelerator's name; empty if unknown
 * @param snapshot the snapshot from which it resumed, or null if it booted
 * @param seed the program's seed
 * @param digests digests of its inputs by name
 * @param ending its end
 */
public record TrialRecord(
    String accelerator,
    @Nullable String snapshot,
    long seed,
    Map<String, String> digests,
    Ending ending) {

  private static final ObjectReader LENIENT =
      EvidenceFiles.JSON.reader().without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** The inputs, without what differs between versions. */
  private record Inputs(
      @Nullable String accelerator,
      @Nullable String snapshot,
      long seed,
      @Nullable Map<String, String> digests) {}

  /**
   * Reads a directory.
   *
   * @throws IOException if a file is missing or is no such file
   */
  public static TrialRecord read(Path directory) throws IOException {
    Inputs inputs = read(directory.resolve(EvidenceFiles.INPUTS), Inputs.class);
    Ending ending = read(directory.resolve(EvidenceFiles.ENDING), Ending.class);
    return new TrialRecord(
        inputs.accelerator() == null ? "" : inputs.accelerator(),
        inputs.snapshot(),
        inputs.seed(),
        inputs.digests() == null ? Map.of() : new TreeMap<>(inputs.digests()),
        ending);
  }

  /** The directory may come from somebody else: a pipe would be waited for without end. */
  private static <T> T read(Path file, Class<T> type) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString());
    }
    return LENIENT.readValue(file.toFile(), type);
  }
}
