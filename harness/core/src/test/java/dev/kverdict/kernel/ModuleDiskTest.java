package dev.kverdict.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModuleDiskTest {

  private static final Map<String, String> LISTS = new LinkedHashMap<>();

  static {
    LISTS.put("modules.dep", "kernel/b-c.ko: kernel/a.ko\n");
    LISTS.put("modules.alias", "alias fs-a a\n");
  }

  @TempDir private Path folder;
  private Path modules;

  @BeforeEach
  void compile() throws IOException, InterruptedException {
    modules = Files.createDirectories(folder.resolve("modules"));
    compile("kernel/a.ko", "int a(void) { return 1; }", "0xc0ffee");
    compile("kernel/b-c.ko", "int b(void) { return 2; }", "0xdecade");
  }

  private void compile(String name, String source, String id)
      throws IOException, InterruptedException {
    Path file = Files.createDirectories(modules.resolve(name).getParent()).resolve("x.c");
    Files.writeString(file, source);
    Process gcc =
        new ProcessBuilder(
                "gcc",
                "-shared",
                "-nostdlib",
                "-Wl,--build-id=" + id,
                "-o",
                modules.resolve(name).toString(),
                file.toString())
            .inheritIO()
            .start();
    assertThat(gcc.waitFor()).isZero();
  }

  private Path written() throws IOException {
    Path directory = Files.createDirectories(folder.resolve("disk"));
    ModuleDisk.write(LISTS, modules, List.of("kernel/a.ko", "kernel/b-c.ko"), directory);
    return directory;
  }

  /** Reads a file as the agent does: by the table at the beginning. */
  private static byte[] file(byte[] disk, String name) {
    String text = new String(disk, StandardCharsets.ISO_8859_1);
    String table = text.substring(0, text.indexOf("\n\n"));
    assertThat(table).startsWith("kverdict-modules 1\n");
    for (String line : table.lines().skip(1).toList()) {
      String[] words = line.split(" ", 3);
      if (words[2].equals(name)) {
        int offset = Integer.parseInt(words[0]);
        return Arrays.copyOfRange(disk, offset, offset + Integer.parseInt(words[1]));
      }
    }
    throw new AssertionError(name + " is not in " + table);
  }

  @Test
  void everyFileIsWhereTheTableSays() throws IOException {
    byte[] disk = Files.readAllBytes(ModuleDisk.of(written()).orElseThrow());

    assertThat(file(disk, "modules.dep")).asString().isEqualTo(LISTS.get("modules.dep"));
    assertThat(file(disk, "modules.alias")).asString().isEqualTo(LISTS.get("modules.alias"));
    for (String module : List.of("kernel/a.ko", "kernel/b-c.ko")) {
      assertThat(file(disk, module)).isEqualTo(Files.readAllBytes(modules.resolve(module)));
    }
    assertThat(disk.length % 4096).isZero();
  }

  @Test
  void theListsComeFirstBecauseEveryRequestReadsThem() throws IOException {
    String text =
        Files.readString(ModuleDisk.of(written()).orElseThrow(), StandardCharsets.ISO_8859_1);
    assertThat(text.lines().skip(1).limit(4).map(line -> line.split(" ", 3)[2]))
        .containsExactly("modules.dep", "modules.alias", "kernel/a.ko", "kernel/b-c.ko");
  }

  @Test
  void anArtefactKnowsTheBuildIdsOfItsDisk() throws IOException {
    Path artefact = Files.createDirectories(folder.resolve("artefact"));
    assertThat(ModuleDisk.of(artefact)).isEmpty();
    assertThat(ModuleDisk.idsOf(artefact)).isEmpty();

    ModuleDisk.link(written(), artefact);

    assertThat(ModuleDisk.of(artefact)).isPresent();
    assertThat(ModuleDisk.idsOf(artefact))
        .containsOnly(Map.entry("a", "c0ffee"), Map.entry("b_c", "decade"));
  }
}
