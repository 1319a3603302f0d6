package dev.kverdict.capsule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kverdict.UserError;
import dev.kverdict.campaign.Campaign;
import dev.kverdict.campaign.CampaignOptions;
import dev.kverdict.campaign.DeadLane;
import dev.kverdict.model.Cell;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.run.Environment;
import dev.kverdict.store.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A capsule that is opened: its case, and where it lies meanwhile. */
class ReplayTest {

  @TempDir private Path folder;
  private final SmallCapsule small = new SmallCapsule();

  private Environment host() {
    return new Environment(new DeadLane(), folder.resolve("store"), 1 << 30, null);
  }

  private List<Path> left() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("store/tmp"))) {
      return all.toList();
    }
  }

  @Test
  void theCaseIsThatOfTheRun() throws IOException {
    Path file = small.write(folder.resolve("a.capsule"), document -> {});
    try (Replay replay = Replay.open(file, host())) {
      assertThat(replay.cell()).isEqualTo("k/p old-data");
      Matrix matrix = replay.matrix();
      CampaignOptions options = replay.options(3, null, folder);
      assertThat(Campaign.cells(matrix, options).stream().map(Cell::toString))
          .containsExactly("k/p old-data");
      assertThat(options.effort().jobs()).isEqualTo(3);
      ReproducerDef program = matrix.reproducers().get("old-data");
      assertThat(program.fails().check()).isEqualTo("data-is-zero");
      assertThat(program.running().args()).containsExactly("-v");
      assertThat(program.program().file()).hasContent("the program");
      assertThat(matrix.images().get("disk").check().run()).startsWith("e2fsck");
      assertThat(matrix.kernels().get("k").guest().cmdline()).isEqualTo("quiet");
      assertThat(matrix.patches().get("p").content().patches()).hasSize(1);
      assertThat(matrix.patches().get("p").expect()).isEmpty();
      assertThat(left()).isNotEmpty();
      try (Stream<Path> steps = Files.list(folder.resolve("store"))) {
        assertThat(steps.map(step -> step.getFileName().toString()))
            .as("nothing of it is in the user's store")
            .containsExactly("tmp");
      }
    }
    assertThat(left()).isEmpty();
  }

  @Test
  void aControlHasNoPatch() throws IOException {
    Path file =
        small.write(
            folder.resolve("a.capsule"),
            document -> {
              JsonNode patched = document.at("/machines/kernels/k~1p/files");
              document.putNull("patch");
              ((ObjectNode) document.at("/patches")).putArray("patches");
              document.putArray("cells").add("k old-data");
              ((ObjectNode) document.at("/machines/kernels")).remove("k/p");
              drop(document, patched.path("vmlinux").asText());
              drop(document, patched.path("kernel.json").asText());
              drop(document, Digests.ofText(SmallCapsule.PATCH));
            });
    try (Replay replay = Replay.open(file, host())) {
      assertThat(replay.cell()).isEqualTo("k old-data");
      assertThat(
              Campaign.cells(replay.matrix(), replay.options(1, null, folder)).stream()
                  .map(Cell::toString))
          .containsExactly("k old-data");
    }
  }

  private void drop(ObjectNode document, String digest) {
    drop(small, document, digest);
  }

  private static void drop(SmallCapsule small, ObjectNode document, String digest) {
    ((ObjectNode) document.at("/files")).remove(digest);
    small.blobs().remove(digest);
  }

  private void refused(String path, String text, String said) throws IOException {
    SmallCapsule other = new SmallCapsule();
    String digest = Digests.ofText(text);
    Path file =
        other.write(
            folder.resolve("bad.capsule"),
            document -> {
              ObjectNode files = (ObjectNode) document.at("/machines/kernels/k/files");
              String old = files.path(path).asText();
              files.put(path, digest);
              other.blobs().put(digest, text.getBytes(StandardCharsets.UTF_8));
              ((ObjectNode) document.at("/files"))
                  .put(digest, text.getBytes(StandardCharsets.UTF_8).length);
              if (!old.isEmpty() && !document.at("/machines").toString().contains(old)) {
                drop(other, document, old);
              }
            });
    assertThatThrownBy(() -> Replay.open(file, host()))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(file + ": its kernel k cannot be read: ")
        .hasMessageContaining(said);
    assertThat(left()).isEmpty();
  }

  @Test
  void aKernelThatCannotBeReadIsTheCapsulesFault() throws IOException {
    refused("kernel.json", "no JSON", "its facts are not whole");
    refused("kernel.json", "{}", "its facts are not whole");
    refused("patch-fit", "PERFECT", "PERFECT");
    refused("modules.disk.json", "[", "");
  }

  @Test
  void noListOfModulesLeadsElsewhere() throws IOException {
    String facts = "{\"schema\":1,\"release\":\"%s\",\"buildIds\":{},\"codeDigest\":\"x\"}";
    refused("kernel.json", facts.formatted("../../../x"), "its release is no name: ../../../x");
    refused("kernel.json", facts.formatted("/etc"), "its release is no name: /etc");
    refused("kernel.json", facts.formatted("."), "its release is no name: .");
    String list = "modules/lib/modules/6.1/modules.dep";
    refused(list, "kernel/a.ko: kernel/b.ko\n/etc/shadow:\n", "/etc/shadow is an absolute path");
    refused(list, "kernel/a.ko: ../../../../../b.ko\n", "leads out of its directory");
  }

  @Test
  void nothingOfABadCapsuleIsLeft() throws IOException {
    Consumer<ObjectNode> change = document -> document.put("schema", 2);
    Path file = small.write(folder.resolve("bad.capsule"), change);
    assertThatThrownBy(() -> Replay.open(file, host())).isInstanceOf(UserError.class);
    assertThat(left()).isEmpty();
  }
}
