package dev.kverdict.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kverdict.UserError;
import dev.kverdict.model.ImageDef;
import dev.kverdict.model.Sandbox;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentRequestTest {

  private static final Duration LIMIT = Duration.ofSeconds(2);

  @Test
  void writesOneHeaderLineARequest() {
    assertThat(AgentRequest.configure(1, Duration.ofSeconds(1), Duration.ofSeconds(20), LIMIT))
        .asString()
        .isEqualTo("configure 1 1000 20 2\n");
    assertThat(AgentRequest.module(2, LIMIT, "ocfs2"))
        .asString()
        .isEqualTo("module 2 2000 ocfs2\n");
    assertThat(AgentRequest.rename(3, "b1", "m1")).asString().isEqualTo("rename 3 b1 m1\n");
    assertThat(AgentRequest.taint(4)).asString().isEqualTo("taint 4\n");
    assertThat(AgentRequest.settle(6, LIMIT)).asString().isEqualTo("settle 6 2000\n");
    assertThat(AgentRequest.reboot(7)).asString().isEqualTo("reboot 7\n");
  }

  @Test
  void eachSeedGivesThirtyTwoDifferentBytes() {
    assertThat(AgentRequest.reseed(3, 1)).asString().matches("reseed 3 [0-9a-f]{64}\n");
    assertThat(AgentRequest.reseed(3, 1))
        .isEqualTo(AgentRequest.reseed(3, 1))
        .isNotEqualTo(AgentRequest.reseed(3, 2));
  }

  @Test
  void leavesTheOptionsOutWhenThereAreNone() {
    assertThat(mount(null)).asString().isEqualTo("mount 3 2000 disk ocfs2 /mnt\n");
    assertThat(mount("ro,noatime"))
        .asString()
        .isEqualTo("mount 3 2000 disk ocfs2 /mnt ro,noatime\n");
  }

  @Test
  void sendsAProgramAfterItsArguments() {
    byte[] program = {0x7f, 'E', 'L', 'F', '\n', 0};

    byte[] request =
        AgentRequest.run(5, program, LIMIT, false, Sandbox.SETUID, -1, List.of("/mnt/a b", ""));

    assertThat(new String(request, StandardCharsets.ISO_8859_1))
        .isEqualTo(
            "run 5 6 2000 18446744073709551615 4194304 0 setuid 2\n/mnt/a b\n\n\u007fELF\n\0");
  }

  /** The sums are those of RFC 9923 and its authors' test vectors. */
  @Test
  void sendsAModuleWithTheSumOfItsBytes() {
    assertThat(AgentRequest.replace(5, "fs/a.ko", "foobar".getBytes(StandardCharsets.US_ASCII)))
        .asString()
        .isEqualTo("replace 5 6 85944171f73967e8 fs/a.ko\nfoobar");
    assertThat(AgentRequest.replace(6, "fs/b.ko", new byte[0]))
        .asString()
        .isEqualTo("replace 6 0 cbf29ce484222325 fs/b.ko\n");
  }

  @Test
  void neverAsksForAThresholdThatTheKernelRefuses() {
    assertThat(AgentRequest.configure(1, Duration.ofSeconds(1), Duration.ZERO, Duration.ofHours(1)))
        .asString()
        .isEqualTo("configure 1 1000 0 60\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "new\nline", "tab\tbed", "nul\0"})
  void refusesWhatWouldBreakTheLine(String word) {
    assertThatExceptionOfType(UserError.class).isThrownBy(() -> mount(word));
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> AgentRequest.module(2, LIMIT, word));
  }

  @Test
  void refusesArgumentsThatTheAgentCannotTake() {
    assertThatExceptionOfType(UserError.class).isThrownBy(() -> run(List.of("a\nb")));
    assertThatExceptionOfType(UserError.class).isThrownBy(() -> run(List.of("a\0b")));
    assertThatExceptionOfType(UserError.class).isThrownBy(() -> run(List.of("x".repeat(4096))));
    assertThatExceptionOfType(UserError.class).isThrownBy(() -> run(Collections.nCopies(65, "x")));
    assertThat(run(Collections.nCopies(64, "x".repeat(4095)))).isNotEmpty();
  }

  private static byte[] mount(String options) {
    return AgentRequest.mount(3, LIMIT, "disk", new ImageDef.Mount("ocfs2", "/mnt", options));
  }

  private static byte[] run(List<String> args) {
    return AgentRequest.run(5, new byte[0], LIMIT, false, Sandbox.NONE, 0, args);
  }
}
