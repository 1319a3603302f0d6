package dev.kverdict.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.kverdict.model.Matrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map.Entry;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MatrixReferenceTest {

  private static final Path DOCUMENT = Path.of("../../docs/matrix.md");
  private static final JsonNode SCHEMA = schema();

  /** Every mapping once, with nothing that may be left out, but for the experiments under all:. */
  private static final String BARE =
      """
      case: bare
      kernels: {k: {source: {debian: linux-source-6.1}, config: {}}}
      images: {i: {size: 1MiB, make: [mkfs.minix, "{image}"], mount: {type: minix}}}
      repros: {r: {source: a.c, fails: {crash: [a crash]}}}
      patches: {p: {files: [p.patch]}}
      claims: [{id: C1, says: It crashes., repro: r, expect: crash}]
      defaults: {}
      """;

  @TempDir private Path folder;

  /** Every key of every mapping, with its part of the schema. */
  static Stream<Arguments> keys() {
    List<Arguments> keys = new ArrayList<>();
    collect("", SCHEMA, keys);
    SCHEMA.path("$defs").properties().forEach(d -> collect(d.getKey(), d.getValue(), keys));
    return keys.stream();
  }

  private static void collect(String name, JsonNode object, List<Arguments> keys) {
    object
        .path("properties")
        .properties()
        .forEach(key -> keys.add(Arguments.of(name + "/" + key.getKey(), key.getValue())));
  }

  @Test
  void theDocumentIsWhatTheSchemaSays() throws IOException {
    assertThat(Files.readString(DOCUMENT))
        .as("regenerate it: ./kverdict schema --markdown > docs/matrix.md")
        .isEqualTo(MatrixReference.markdown());
  }

  @Test
  void hasARowForEveryKeyAndASectionForEveryMapping() {
    List<String> lines = MatrixReference.markdown().lines().toList();

    assertThat(lines.stream().filter(line -> line.startsWith("| `")).count())
        .isEqualTo(keys().count());
    assertThat(lines.stream().filter(line -> line.startsWith("## ")))
        .hasSize(SCHEMA.path("$defs").size())
        .contains("## `repros.NAME` and `guards.NAME`", "## `claims[].all[]`");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("keys")
  void everyKeyIsExplainedAndHasAnExampleThatHolds(String name, JsonNode key) throws IOException {
    assertThat(key.has("$ref") || key.path("description").asText().endsWith(".")).isTrue();
    String written = MatrixReference.flow(key.path("examples").path(0));
    JsonNode read = new YAMLMapper().readTree("key: " + written).path("key");
    assertThat(read).isEqualTo(key.path("examples").path(0));

    ObjectNode alone = key.deepCopy();
    alone.set("$defs", SCHEMA.path("$defs"));
    assertThat(
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(alone.toString())
                .validate(read.toString(), InputFormat.JSON))
        .isEmpty();
  }

  @Test
  void aDefaultIsWhatTheReaderTakesWhereTheKeyIsLeftOut() throws IOException {
    Files.writeString(folder.resolve("a.c"), "");
    Files.writeString(folder.resolve("p.patch"), "--- a/f.c\n+++ b/f.c\n@@ -1 +1 @@\n-a\n+b\n");
    Path file = Files.writeString(folder.resolve("case.yaml"), BARE);
    Matrix bare = MatrixReader.read(file);
    JsonNode whole = new YAMLMapper().readTree(BARE);

    int written = writeDefaults(whole, SCHEMA);
    Files.writeString(file, whole.toString());

    assertThat(written).isEqualTo(keys().filter(k -> key(k).has("default")).count() - 1);
    assertThat(MatrixReader.read(file)).isEqualTo(bare);
  }

  /** Writes the default of each key that is left out; returns how many there were. */
  private static int writeDefaults(JsonNode value, JsonNode described) {
    JsonNode type =
        described.has("$ref") ? SCHEMA.at(described.path("$ref").asText().substring(1)) : described;
    int written = 0;
    for (Entry<String, JsonNode> key : type.path("properties").properties()) {
      if (value.has(key.getKey())) {
        written += writeDefaults(value.path(key.getKey()), key.getValue());
      } else if (key.getValue().has("default")) {
        ((ObjectNode) value).set(key.getKey(), key.getValue().path("default"));
        written++;
      }
    }
    JsonNode element = type.has("items") ? type.path("items") : type.path("additionalProperties");
    if (element.has("$ref")) {
      for (JsonNode child : value) {
        written += writeDefaults(child, element);
      }
    }
    return written;
  }

  private static JsonNode key(Arguments arguments) {
    return (JsonNode) arguments.get()[1];
  }

  private static JsonNode schema() {
    try {
      return new ObjectMapper().readTree(MatrixSchema.json());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
