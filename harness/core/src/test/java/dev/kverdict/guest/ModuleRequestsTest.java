package dev.kverdict.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent's own code on this host: which modules a kernel gets for what it asks for. */
class ModuleRequestsTest {

  private static final String ALIASES =
      """
      # Aliases extracted from modules themselves.
      alias fs-xfs xfs
      alias net-pf-16-proto-4-type-* diag
      alias char-major-10-200 tun
      alias crypto-crc32c crc32c_fast
      alias crypto-crc32c crc32c_generic
      alias set-[a-c]-x tun
      alias only-elsewhere other_machine
      alias gone no_such_module
      """;

  @TempDir private Path folder;

  private List<String> requested(String... requests) throws IOException {
    return requested(disk(), requests);
  }

  private List<String> requested(Path disk, String... requests) throws IOException {
    Path sources =
        Programs.repository().resolve("harness/core/src/main/resources/dev/kverdict/guest");
    Path stub = folder.resolve("module-requests.c");
    Files.write(stub, Fixtures.bytes("module-requests.c"));
    Path program = folder.resolve("program");
    Programs.Result compiled =
        Programs.compileStrictly(
            program,
            List.of(
                stub,
                sources.resolve("modules.c"),
                sources.resolve("trees.c"),
                sources.resolve("small.c")),
            List.of("-I", sources.toString(), "-Wl,--wrap=syscall", "-Wl,--wrap=uname"));
    assertThat(compiled.output()).isEmpty();
    List<String> args = new ArrayList<>(List.of(disk.toString()));
    args.addAll(List.of(requests));
    return Programs.run(program, args.toArray(String[]::new)).output().lines().toList();
  }

  /** A disk with modules that contain their names. */
  private Path disk() throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(
        "modules.dep",
        """
        kernel/fs/xfs.ko: kernel/lib/b-c.ko kernel/lib/a.ko
        kernel/lib/b-c.ko: kernel/lib/a.ko
        kernel/lib/a.ko:
        kernel/net/tun.ko:
        kernel/net/diag.ko:
        kernel/crypto/crc32c_fast.ko:
        kernel/crypto/crc32c_generic.ko:
        kernel/other_machine.ko:
        kernel/needs.ko: kernel/other_machine.ko
        """);
    files.put("modules.alias", ALIASES);
    for (String module :
        List.of(
            "fs/xfs",
            "lib/b-c",
            "lib/a",
            "net/tun",
            "net/diag",
            "crypto/crc32c_generic",
            "needs")) {
      files.put("kernel/" + module + ".ko", module + "\n");
    }
    files.put("kernel/crypto/crc32c_fast.ko", "fast, for other processors\n");
    files.put("kernel/other_machine.ko", "for other machines\n");
    return write(files);
  }

  private Path write(Map<String, String> files) throws IOException {
    StringBuilder table = new StringBuilder("kverdict-modules 1\n");
    StringBuilder contents = new StringBuilder();
    int length = table.length() + 1;
    for (String name : files.keySet()) {
      length += "%06d %06d %s\n".formatted(0, 0, name).length();
    }
    for (Map.Entry<String, String> file : files.entrySet()) {
      table.append(
          "%06d %06d %s\n"
              .formatted(length + contents.length(), file.getValue().length(), file.getKey()));
      contents.append(file.getValue());
    }
    return Files.writeString(
        folder.resolve("disk"), table + "\n" + contents, StandardCharsets.US_ASCII);
  }

  @Test
  void dependenciesAreLoadedFirst() throws IOException {
    assertThat(requested("xfs"))
        .containsExactly(
            "load lib/a",
            "loaded kernel/lib/a.ko",
            "load lib/b-c",
            "loaded kernel/lib/b-c.ko",
            "load fs/xfs",
            "loaded kernel/fs/xfs.ko",
            "xfs: ");
  }

  @Test
  void aNameMayHaveDashesOrUnderscores() throws IOException {
    assertThat(requested("b_c", "b-c")).filteredOn(line -> line.equals("load lib/b-c")).hasSize(2);
  }

  @Test
  void anAliasStandsForAModule() throws IOException {
    assertThat(requested("fs-xfs", "char-major-10-200")).contains("load fs/xfs", "load net/tun");
  }

  @Test
  void anAliasMayHaveWildcards() throws IOException {
    assertThat(requested("net-pf-16-proto-4-type-2", "net_pf_16_proto_4_type_15"))
        .filteredOn(line -> line.equals("load net/diag"))
        .hasSize(2);
    assertThat(requested("set-b-x")).contains("load net/tun");
    assertThat(requested("set-d-x")).containsExactly("set-d-x: ENOENT");
  }

  @Test
  void ofSeveralModulesOneThatFitsIsEnough() throws IOException {
    assertThat(requested("crypto-crc32c"))
        .containsExactly(
            "load crypto/crc32c_generic",
            "loaded kernel/crypto/crc32c_generic.ko",
            "crypto-crc32c: ");
  }

  @Test
  void whatNobodyHasOrCanLoadIsNotAnswered() throws IOException {
    assertThat(requested("fs-none", "only-elsewhere", "gone", "needs", "../xfs.ko"))
        .containsExactly(
            "fs-none: ENOENT",
            "only-elsewhere: ENODEV",
            "gone: ENOENT",
            "needs: ENODEV",
            "../xfs.ko: ENOENT");
  }

  @Test
  void aDiskOfAnotherKindHasNoModules() throws IOException {
    for (String text : List.of("", "kverdict-modules 2\n0 1 modules.dep\n\n", "x".repeat(5000))) {
      Path other = Files.writeString(folder.resolve("other"), text);
      assertThat(requested(other, "xfs")).containsExactly("xfs: ENOENT");
    }
  }

  @Test
  void aDamagedTableHasNoModules() throws IOException {
    for (String line :
        List.of(
            "modules.dep",
            "99999999 10 modules.dep",
            "0 99999999999 modules.dep",
            "-5 5 modules.dep")) {
      Path other =
          Files.writeString(folder.resolve("other"), "kverdict-modules 1\n" + line + "\n\nxfs:\n");
      assertThat(requested(other, "xfs").get(0)).startsWith("xfs: E");
    }
  }
}
