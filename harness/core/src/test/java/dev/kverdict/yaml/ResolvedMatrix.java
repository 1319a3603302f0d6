package dev.kverdict.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.model.ClaimDef;
import dev.kverdict.model.ImageDef;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.ReproducerDef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A good matrix, its parts, and what becomes of each mistake in it. */
abstract class ResolvedMatrix {

  static final String GOOD =
      """
      case: two-words
      reported-by: A Person <a@example.org>
      closes: https://example.org/1
      kernels:
        plain:
          source: {debian: linux-source-6.1, version: 6.1.176-1}
          config: {base: defconfig, fragments: [a.config]}
          prepare: [one.patch]
          modules: [ext4]
          cmdline: slub_debug=F
          memory: 300
          smp: 4
      patches:
        one: {files: [one.patch]}
      images:
        small:
          size: 4MiB
          make: [mkfs.ext4, "{image}"]
          serial: disk1
          mount: {type: ext4, at: /media/a, options: "data=journal"}
          check: {replay: [e2fsck, -p, "{image}"], run: [e2fsck, -fn, "{image}"]}
      repros:
        crash:
          source: crash.c
          define: {MODE: 1, SIZE: 2}
          args: [a]
          image: small
          steps: [open, write]
          fails: {crash: [kernel BUG in f]}
        check: {source: crash.c, steps: [read-back], fails: {check: read-back}}
      guards:
        holds: {source: crash.c}
      claims:
        - {id: C1, says: it needs the mode, repro: crash, expect: no-crash, define: {MODE: 0}}
        - id: C2
          says: and it runs there
          all:
            - {on: one, repro: check, expect: not-executed, function: f, file: fs/f.c}
            - {on: one, expect: sufficient}
      defaults: {trials: 7, maxTrials: 50, budget: 2m, confidence: 0.99, jobs: 3}
      """;

  @TempDir Path directory;

  @BeforeEach
  void files() throws IOException {
    for (String name : new String[] {"a.config", "one.patch", "crash.c"}) {
      Files.writeString(directory.resolve(name), "x\n");
    }
  }

  Located written(String text) throws IOException {
    return Located.read(Files.writeString(directory.resolve("m.yaml"), text));
  }

  Matrix resolved(String text) throws IOException {
    return new Resolver(List.of(written(text))).resolve();
  }

  static <T> T entry(Map<String, T> entries, String name) {
    return Objects.requireNonNull(entries.get(name));
  }

  KernelDef kernel(String text) throws IOException {
    Located file = written(text);
    return KernelResolver.resolve(
        At.of(file, "kernels", "plain"),
        entry(file.spec().kernels(), "plain"),
        List.of(),
        List.of());
  }

  ImageDef image(String text) throws IOException {
    Located file = written(text);
    return ImageResolver.resolve(
        At.of(file, "images", "small"), entry(file.spec().images(), "small"));
  }

  ReproducerDef program(String text) throws IOException {
    Located file = written(text);
    return new ProgramResolver(Map.of("small", image(text)))
        .resolve(At.of(file, "repros", "crash"), entry(file.spec().repros(), "crash"), false);
  }

  List<ClaimDef> claims(String text) throws IOException {
    Matrix matrix = resolved(GOOD);
    return new ClaimResolver(matrix.kernels(), matrix.patches(), matrix.reproducers())
        .resolve(List.of(written(text)));
  }

  static String changed(String before, String after) {
    assertThat(GOOD).contains(before);
    return GOOD.replace(before, after == null ? "" : after);
  }

  interface Reading {
    Object of(String text) throws IOException;
  }

  static void assertMistake(Reading reading, String before, String after, String message) {
    String text = changed(before, after);
    assertThatThrownBy(() -> reading.of(text))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("m.yaml:")
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  static MatrixSpec.Source of(
      @Nullable String debian, @Nullable String distro, @Nullable String version) {
    return new MatrixSpec.Source(debian, distro, null, null, null, null, null, null, null, version);
  }
}
