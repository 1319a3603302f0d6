package dev.kverdict.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.InfraError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A plan as a file, and what is asked of the cluster for it. */
class ShardPlanTest {

  @TempDir private Path folder;

  @Test
  void shardsAreRead() throws IOException {
    Files.writeString(
        folder.resolve("plan.json"),
        """
        {"schema":1,"shards":[{"number":1,"file":"shard-1.json","seconds":600,"memoryMiB":512},
        {"number":2,"file":"shard-2.json","seconds":30,"memoryMiB":1024,"more":[]}]}
        """);
    List<Shard> shards = ShardPlan.read(folder).shards();
    assertThat(shards).containsExactly(new Shard(1, 600, 512), new Shard(2, 30, 1024));
    assertThat(Limits.of(shards, null)).isEqualTo(new Limits(30, 1024));
    assertThat(Limits.of(shards, Duration.ofSeconds(61))).isEqualTo(new Limits(2, 1024));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"shards\":[]}",
        "{\"shards\":[{\"number\":2,\"file\":\"shard-2.json\"}]}",
        "{\"shards\":[{\"number\":1,\"file\":\"../shard-1.json\"}]}",
        "{\"shards\":[{\"number\":1,\"file\":\"shard-1.json\",\"seconds\":-1}]}",
        "{\"shards\":[{\"number\":1,\"file\":\"shard-1.json\",\"seconds\":9e18}]}"
      })
  void whatIsNoPlanIsRefused(String text) throws IOException {
    Files.writeString(folder.resolve("plan.json"), text);
    assertThatThrownBy(() -> ShardPlan.read(folder))
        .isInstanceOf(InfraError.class)
        .hasMessageStartingWith(folder.resolve("plan.json") + ": is no plan of this version: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1         | 1
          3,1,2     | 1-3
          1,2,4,6,7 | 1-2,4,6-7
          """)
  void numbersAreWrittenAsRanges(String numbers, String list) {
    assertThat(IndexList.of(IndexList.numbers(numbers))).isEqualTo(list);
    assertThat(IndexList.numbers(list)).isEqualTo(IndexList.numbers(numbers));
  }
}
