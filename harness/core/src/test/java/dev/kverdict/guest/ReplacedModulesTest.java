package dev.kverdict.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent's own code on this host: a module takes the place of another, whole or not at all. */
class ReplacedModulesTest {

  @TempDir private Path folder;
  private Path program;
  private Path modules;

  @BeforeEach
  void compile() throws IOException {
    Path sources =
        Programs.repository().resolve("harness/core/src/main/resources/dev/kverdict/guest");
    Path stub = folder.resolve("replace-modules.c");
    Files.write(stub, Fixtures.bytes("replace-modules.c"));
    program = folder.resolve("program");
    Programs.Result compiled =
        Programs.compileStrictly(
            program,
            List.of(stub, sources.resolve("replace.c"), sources.resolve("small.c")),
            List.of("-I", sources.toString()));
    assertThat(compiled.output()).isEmpty();
    modules = Files.createDirectory(folder.resolve("modules"));
    Files.writeString(modules.resolve("a.ko"), "old");
  }

  /** Answers a request as it is sent: one line, then bytes. */
  private String answer(byte[] request) throws IOException {
    String text = new String(request, StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\n');
    String words = text.substring(0, end).replaceFirst("replace 7 ", "");
    return answer(words, Arrays.copyOfRange(request, end + 1, request.length));
  }

  private String answer(String words, byte[] bytes) throws IOException {
    Path input = Files.write(folder.resolve("input"), bytes);
    Process process =
        new ProcessBuilder(program.toString(), modules.toString(), words)
            .redirectInput(input.toFile())
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  @Test
  void aModuleIsReplacedByWhatTheHostSends() throws IOException {
    byte[] module = "a new one\n\0".getBytes(StandardCharsets.US_ASCII);
    assertThat(answer(AgentRequest.replace(7, "a.ko", module))).isEqualTo("replaced 7 a.ko ok");
    assertThat(modules.resolve("a.ko")).hasBinaryContent(module);
  }

  @Test
  void oneThatWasOnADiskGetsTheDirectoriesThatItNeeds() throws IOException {
    assertThat(answer(AgentRequest.replace(7, "kernel/fs/b.ko", new byte[70_000])))
        .isEqualTo("replaced 7 kernel/fs/b.ko ok");
    assertThat(modules.resolve("kernel/fs/b.ko")).hasSize(70_000);
  }

  @Test
  void damageOnTheWayIsRefusedAndLeavesNothing() throws IOException {
    byte[] request = AgentRequest.replace(7, "a.ko", new byte[100]);
    request[request.length - 50] ^= 1;
    assertThat(answer(request)).isEqualTo("replaced 7 a.ko EBADMSG");
    assertThat(modules.resolve("a.ko")).hasContent("old");
    assertThat(modules).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void aModuleThatIsLoadedStays() throws IOException {
    assertThat(answer(AgentRequest.replace(7, "loaded.ko", new byte[1])))
        .isEqualTo("replaced 7 loaded.ko EBUSY");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd", "../a.ko", "kernel/../../a.ko"})
  void nothingOutsideIsWritten(String file) throws IOException {
    assertThat(answer(AgentRequest.replace(7, file, new byte[1])))
        .isEqualTo("replaced 7 " + file + " EINVAL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "5 0", "x 0 a.ko", "99999999999 0 a.ko", "1 0 a.ko more"})
  void aMalformedRequestEndsTheConversation(String words) throws IOException {
    assertThat(answer(words, new byte[5])).isEqualTo("fault 7");
  }
}
