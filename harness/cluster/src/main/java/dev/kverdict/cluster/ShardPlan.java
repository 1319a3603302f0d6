package dev.kverdict.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kverdict.InfraError;
import dev.kverdict.UserFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The shards of a plan, as {@code kverdict plan} leaves them.
 *
 * @param shards in the order of their numbers, which are 1 and up without a gap
 */
record ShardPlan(List<Shard> shards) {

  /** The file's name in the plan's directory. */
  static final String FILE = "plan.json";

  private static final int MOST_BYTES = 64 << 20;
  private static final int MOST_SHARDS = 100_000;

  ShardPlan {
    shards = List.copyOf(shards);
  }

  /** Returns the name of a shard's file in the plan's directory. */
  static String file(int number) {
    return "shard-" + number + ".json";
  }

  /**
   * Reads the plan of a directory.
   *
   * @throws InfraError if it is none that this version can use
   */
  static ShardPlan read(Path directory) {
    Path file = directory.resolve(FILE);
    String text = UserFiles.text(file, MOST_BYTES, "the plan was not written whole");
    try {
      return of(new ObjectMapper().readTree(text));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new InfraError(
          file
              + ": is no plan of this version: "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
          e);
    }
  }

  private static ShardPlan of(JsonNode plan) {
    JsonNode written = plan.path("shards");
    if (!written.isArray() || written.isEmpty() || written.size() > MOST_SHARDS) {
      throw new IllegalArgumentException("it has no shards, or more than " + MOST_SHARDS);
    }
    List<Shard> shards = new ArrayList<>();
    for (JsonNode each : written) {
      int number = each.path("number").asInt();
      if (number != shards.size() + 1 || !each.path("file").asText().equals(file(number))) {
        throw new IllegalArgumentException("shard " + (shards.size() + 1) + " is not in its place");
      }
      shards.add(new Shard(number, each.path("seconds").asLong(), each.path("memoryMiB").asInt()));
    }
    return new ShardPlan(shards);
  }
}
