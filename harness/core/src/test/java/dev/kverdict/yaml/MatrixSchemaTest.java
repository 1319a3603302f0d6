package dev.kverdict.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.kverdict.model.ConfigWord;
import dev.kverdict.record.Worth;
import dev.kverdict.text.Label;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MatrixSchemaTest {

  private static final Path ROOT = Path.of("../..");

  static Stream<Class<?>> specs() {
    return Stream.of(MatrixSpec.class.getDeclaredClasses());
  }

  @Test
  void describesEveryKeyOfAMatrix() throws IOException {
    assertThat(keys(schema())).containsExactlyElementsOf(components(MatrixSpec.class));
  }

  @ParameterizedTest
  @MethodSource("specs")
  void describesEveryKeyOfEverySection(Class<?> spec) throws IOException {
    JsonNode described = schema().path("$defs").path(spec.getSimpleName());
    assertThat(keys(described)).containsExactlyElementsOf(components(spec));
    assertThat(described.path("additionalProperties").asBoolean(true)).isFalse();
  }

  @Test
  void acceptsTheShippedMatrices() throws IOException {
    for (String file :
        List.of(
            "ci/cases/can-foreign-device.yaml",
            "ci/ocfs2-extent-cache.yaml",
            "kernels/debian.yaml",
            "kernels/debian-stock.yaml",
            "images/ocfs2.yaml")) {
      assertThat(complaints(Files.readString(ROOT.resolve(file)))).as(file).isEmpty();
    }
  }

  @Test
  void rejectsWhatTheReaderRejects() throws IOException {
    assertThat(complaints("cases: a\n")).isNotEmpty();
    assertThat(complaints("patches: {a: {files: one.patch}}\n")).isNotEmpty();
    assertThat(complaints("defaults: {trials: 0}\n")).isNotEmpty();
    assertThat(complaints("guards: {a: {program: b}}\n")).isEmpty();
    assertThat(complaints("guards: {a: {program: b, source: c}}\n")).isNotEmpty();
    assertThat(complaints("guards: {a: {args: [b]}}\n")).isNotEmpty();
    assertThat(complaints("guards: {a: {source: b, sandbox: jail}}\n")).isNotEmpty();
    assertThat(complaints("images: {a: {make: [x]}}\n")).isNotEmpty();
    assertThat(complaints("images: {a: {make: [x], size: 1MiB}}\n")).isEmpty();
    assertThat(complaints("images: {a: {mkfs: ext4, mount: {}}}\n")).isEmpty();
    assertThat(complaints("images: {a: {mkfs: ext5}}\n")).isNotEmpty();
    assertThat(complaints("repros: {a: {source: b, images: [c, d]}}\n")).isEmpty();
    assertThat(complaints("repros: {a: {source: b, image: c, images: [d]}}\n")).isNotEmpty();
    assertThat(complaints("images: {a: {file: a, options: [b]}}\n")).isNotEmpty();
    assertThat(complaints("images: {a: {file: a, url: 'http://a/b'}}\n")).isNotEmpty();
    assertThat(complaints("images: {a: {url: 'http://a/b'}}\n")).isNotEmpty();
    assertThat(complaints("kernels: {a: {source: {debian: b, distro: c}}}\n")).isNotEmpty();
    assertThat(complaints("kernels: {a: {source: {}}}\n")).isNotEmpty();
    assertThat(complaints("kernels: {a: {source: {version: 6.1-1}}}\n")).isNotEmpty();
    assertThat(complaints("kernels: {a: {source: {debian: b, version: '6.1 1'}}}\n")).isNotEmpty();
    assertThat(complaints("kernels: {a: {source: {debian: b, version: ~}}}\n")).isNotEmpty();
    assertThat(complaints("kernels: {a: {source: {debian: b, version: 6.1.2-1}}}\n")).isEmpty();
    assertThat(complaints("kernels: {a: {source: {distro: b, version: 1:6~rc1+b-1}}}\n")).isEmpty();
    assertThat(complaints("kernels: {a: {source: {distro: b, version: 6.1}}}\n")).isEmpty();
    assertThat(complaints("kernels: {a: {source: {distro: c}, rebuild: [../x]}}\n")).isNotEmpty();
    assertThat(complaints("kernels: {a: {source: {debian: b}, toolchain: gcc-12}}\n")).isEmpty();
    assertThat(complaints("kernels: {a: {source: {debian: b}, toolchain: tcc}}\n")).isNotEmpty();
    assertThat(complaints("patches: {a: {files: [b], worth: half, why: c}}\n")).isEmpty();
    assertThat(complaints("patches: {a: {files: [b], worth: half}}\n")).isNotEmpty();
    assertThat(complaints("patches: {a: {files: [b], worth: good, why: c}}\n")).isNotEmpty();
    assertThat(complaints("patches: {a: {files: [b], why: c}}\n")).isNotEmpty();
    assertThat(config("{with: [kasan, net]}")).isEmpty();
    assertThat(config("{with: [kmsan]}")).isNotEmpty();
    assertThat(config("{base: {url: 'https://x', sha256: %s}}".formatted("a".repeat(64))))
        .isEmpty();
    assertThat(config("{base: {url: 'https://x'}}")).isNotEmpty();
    assertThat(config("{base: 1}")).isNotEmpty();
  }

  @Test
  void knowsTheWordsThatTheReaderKnows() throws IOException {
    List<String> words = new ArrayList<>();
    schema().at("/$defs/Config/properties/with/items/enum").forEach(w -> words.add(w.asText()));
    assertThat(words).isEqualTo(ConfigWord.labels());
    List<String> worth = new ArrayList<>();
    schema().at("/$defs/Patch/properties/worth/enum").forEach(w -> worth.add(w.asText()));
    assertThat(worth).isEqualTo(Stream.of(Worth.Kind.values()).map(Label::of).toList());
  }

  private static List<?> config(String text) throws IOException {
    return complaints("kernels: {a: {source: {debian: b}, config: " + text + "}}\n");
  }

  private static List<?> complaints(String yaml) throws IOException {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(MatrixSchema.json());
    return schema.validate(new YAMLMapper().readTree(yaml).toString(), InputFormat.JSON);
  }

  private static JsonNode schema() throws IOException {
    return new ObjectMapper().readTree(MatrixSchema.json());
  }

  private static TreeSet<String> keys(JsonNode described) {
    TreeSet<String> keys = new TreeSet<>();
    described.path("properties").fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static TreeSet<String> components(Class<?> spec) {
    TreeSet<String> names = new TreeSet<>();
    for (RecordComponent component : spec.getRecordComponents()) {
      JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
      names.add(renamed == null ? component.getName() : renamed.value());
    }
    return names;
  }
}
