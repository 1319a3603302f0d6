package dev.kverdict.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kverdict.UserError;
import dev.kverdict.UserFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads a result of a benchmark that {@link BenchJson} wrote, without its traces. */
public final class BenchFile {

  private static final int MOST_BYTES = 16 << 20;
  private static final String REMEDY = "name a bench.json, or what --json wrote";

  private static final ObjectMapper JSON = new ObjectMapper();

  private BenchFile() {}

  /**
   * Reads one.
   *
   * @throws UserError if it cannot be read, or is no result of a benchmark
   */
  public static BenchResult read(Path file) {
    JsonNode document;
    try {
      document = JSON.readTree(UserFiles.text(file, MOST_BYTES, REMEDY));
    } catch (JsonProcessingException e) {
      throw error(file, "is not JSON: " + e.getOriginalMessage());
    }
    JsonNode schema = document.path("schema");
    JsonNode measurements = document.path("measurements");
    if (!schema.isInt() || !measurements.isArray()) {
      throw error(file, "is no result of a benchmark");
    }
    if (schema.intValue() != BenchJson.SCHEMA) {
      throw error(file, "has schema " + schema + ", this kverdict knows " + BenchJson.SCHEMA);
    }
    List<Measurement> found = new ArrayList<>();
    for (JsonNode each : measurements) {
      found.add(measurement(file, each, found.size()));
    }
    Map<String, String> run = new TreeMap<>();
    document.path("run").properties().forEach(e -> run.put(e.getKey(), e.getValue().asText()));
    return new BenchResult(found, List.of(), List.of(), run);
  }

  private static Measurement measurement(Path file, JsonNode node, int before) {
    List<Double> samples = new ArrayList<>();
    for (JsonNode sample : node.path("samples")) {
      if (!sample.isNumber() || !(sample.doubleValue() >= 0)) {
        throw error(
            file, "measurement %d has a value that is none: %s".formatted(before + 1, sample));
      }
      samples.add(sample.doubleValue());
    }
    List<String> words = new ArrayList<>();
    for (String word : List.of("section", "name", "unit")) {
      if (!node.path(word).isTextual()) {
        throw error(file, "measurement %d has no %s".formatted(before + 1, word));
      }
      words.add(node.path(word).textValue());
    }
    if (samples.isEmpty()) {
      throw error(file, "measurement %d has no values".formatted(before + 1));
    }
    return new Measurement(words.get(0), words.get(1), words.get(2), samples);
  }

  private static UserError error(Path file, String what) {
    return new UserError(file.toString(), what, REMEDY);
  }
}
