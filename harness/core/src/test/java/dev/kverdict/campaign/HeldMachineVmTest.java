package dev.kverdict.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.model.Cell;
import dev.kverdict.model.Matrix;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.run.Environment;
import dev.kverdict.trial.HeldMachine;
import dev.kverdict.yaml.MatrixReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A guest that died can be looked at with gdb before it is gone, and only then. */
@Tag("vm")
class HeldMachineVmTest {

  private static final Matrix MATRIX = MatrixReader.read(Path.of("src/test/e2e/e2e.yaml"));

  @TempDir private Path runs;

  private final List<String> answers = new CopyOnWriteArrayList<>();
  private final List<HeldMachine> held = new CopyOnWriteArrayList<>();

  @Test
  void aMachineThatCrashedStandsStillAndAnswersGdb() {
    CampaignOptions options =
        CampaignOptions.of(MATRIX)
            .selecting(new Selection("unpatched", null, "cow-bug-on"))
            .withTrials(1)
            .writingTo(runs);
    Environment environment = Environment.ofSystem().inspectedBy(this::look);
    try (Campaign campaign = Campaign.start(MATRIX, options, environment, event -> {})) {
      Cell cell =
          campaign.cells().stream()
              .filter(c -> c.kernel().name().equals("debian-6.1"))
              .findFirst()
              .orElseThrow();
      assertThat(campaign.await(cell).verdict().kind()).isEqualTo(VerdictKind.REPRODUCED);
      campaign.finish();
    }
    assertThat(held).extracting(m -> m.trial().repro()).contains("cow-bug-on");
    assertThat(answers).isNotEmpty().allSatisfy(answer -> assertThat(answer).contains("$T"));
    assertThat(held).noneMatch(machine -> Files.exists(machine.gdb()));
  }

  /** The remote serial protocol's question why the target stopped (gdb manual, appendix E). */
  private void look(HeldMachine machine) {
    held.add(machine);
    assertThat(machine.evidence().resolve("console.log"))
        .content(StandardCharsets.ISO_8859_1)
        .contains("Kernel panic");
    try (SocketChannel gdb = SocketChannel.open(UnixDomainSocketAddress.of(machine.gdb()))) {
      gdb.write(ByteBuffer.wrap("+$?#3f".getBytes(StandardCharsets.US_ASCII)));
      ByteBuffer answer = ByteBuffer.allocate(256);
      while (gdb.read(answer) > 0
          && !new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII)
              .contains("#")) {
        // until the packet is whole
      }
      answers.add(new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
