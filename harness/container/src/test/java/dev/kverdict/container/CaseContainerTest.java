package dev.kverdict.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kverdict.build.KernelBuilder;
import dev.kverdict.campaign.Campaign;
import dev.kverdict.campaign.CampaignOptions;
import dev.kverdict.campaign.Selection;
import dev.kverdict.host.Command;
import dev.kverdict.host.Lane;
import dev.kverdict.host.Lanes;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.Matrix;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.run.Environment;
import dev.kverdict.store.Digests;
import dev.kverdict.store.Store;
import dev.kverdict.yaml.MatrixReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first case in containers: kernel, image, programs, machines and checker. */
@NeedsEngine
@Tag("vm")
class CaseContainerTest {

  private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();
  private static final String KERNEL = "debian-6.1-stock";

  @TempDir Path runs;

  private final Matrix matrix = MatrixReader.read(HOME.resolve("ci/ocfs2-extent-cache.yaml"));

  @Test
  void silentStaleReadsAreFoundAsOnTheHost() throws IOException {
    try (Lane lane = Lanes.open("container", System.getenv())) {
      CampaignOptions options =
          CampaignOptions.of(matrix)
              .selecting(new Selection(KERNEL, "v1-cow", "stale-read"))
              .with(CampaignOptions.Extra.FRESH)
              .writingTo(runs);
      Environment containers =
          new Environment(
              lane, Store.defaultRoot(System.getenv()), Store.defaultLimit(System.getenv()), null);
      RunResult result;
      try (Campaign campaign = Campaign.start(matrix, options, containers, event -> {})) {
        result = campaign.finish();
      }
      assertThat(result.verdicts())
          .singleElement()
          .satisfies(
              judged -> {
                assertThat(judged.verdict().kind()).isEqualTo(VerdictKind.NOT_FIXED);
                assertThat(judged.verdict().title()).isEqualTo("check after-write");
              });
    }
  }

  @Test
  void modulesAreTheSameBytesAsOnTheHost() throws IOException {
    KernelDef kernel = matrix.kernels().get(KERNEL);
    try (Lane host = Lanes.open(Lanes.HOST, System.getenv());
        Lane containers = Lanes.open("container", System.getenv())) {
      for (String tool : List.of("gcc-12", "ld")) {
        String here = version(host, tool);
        String there = version(containers, tool);
        assumeTrue(here.equals(there), "the host has " + here + ", the image " + there);
      }
      assertThat(built(containers, kernel)).isEqualTo(built(host, kernel));
    }
  }

  private static String version(Lane lane, String tool) {
    return lane.run(Command.asking(tool, "--version")).output().get(0);
  }

  /** The digest of each module that was built. */
  private static Map<String, String> built(Lane lane, KernelDef kernel) throws IOException {
    Store store =
        new Store(Store.defaultRoot(System.getenv()), lane, Store.defaultLimit(System.getenv()));
    KernelBuilder builder = new KernelBuilder(lane, store, (name, step, objects) -> {});
    try (KernelArtefact artefact = builder.control(kernel).artefact().orElseThrow();
        Stream<Path> files = Files.walk(debug(artefact))) {
      Map<String, String> digests = new TreeMap<>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        digests.put(debug(artefact).relativize(file).toString(), Digests.ofFile(file));
      }
      assertThat(digests).containsKey("fs/ocfs2/ocfs2.ko");
      return digests;
    }
  }

  /** The modules as they were built, with debug information. */
  private static Path debug(KernelArtefact artefact) {
    return artefact.folder().resolve("debug");
  }
}
