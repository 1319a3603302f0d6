package dev.kverdict.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.build.RecordingLane;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbePointsTest {

  private static final String FILE = "fs/small/small.c";

  @TempDir private Path folder;
  private final RecordingLane lane = new RecordingLane();

  private Store store() {
    return new Store(folder.resolve("v1"), lane, 1 << 30);
  }

  /** A kernel with one module of one source file. */
  private KernelArtefact kernel(String name, String source) {
    return new KernelArtefact(
        store()
            .obtain(
                Key.of("kernel", 1, name),
                entry -> {
                  new CompiledModule(lane, FILE, source).write(entry);
                  KernelArtefact.write(entry, new KernelArtefact.Facts(1, "6.1", Map.of(), name));
                }));
  }

  @Test
  void aKernelsLinesAreReadOnce() {
    try (KernelArtefact kernel = kernel("one", "int volatile s;\nvoid f(void)\n{\n\ts = 1;\n}\n")) {
      List<ProbePoint> read = new ProbePoints(lane, store()).line(kernel, FILE, 4);
      List<String> before = lane.started();
      List<ProbePoint> again = new ProbePoints(lane, store()).line(kernel, FILE, 4);
      assertThat(before).contains("objdump");
      assertThat(lane.started()).isEqualTo(before);
      assertThat(read).isNotEmpty();
      assertThat(again).isEqualTo(read);
      assertThat(again).extracting(ProbePoint::where).containsExactly("small:f+0x0");
    }
  }

  @Test
  void anotherKernelHasOtherLines() {
    try (KernelArtefact one = kernel("one", "int volatile s;\nvoid f(void)\n{\n\ts = 1;\n}\n");
        KernelArtefact other = kernel("other", "int volatile s;\nvoid g(void)\n{\n\ts = 1;\n}\n")) {
      ProbePoints points = new ProbePoints(lane, store());
      assertThat(points.line(one, FILE, 4)).extracting(ProbePoint::symbol).containsExactly("f");
      assertThat(points.line(other, FILE, 4)).extracting(ProbePoint::symbol).containsExactly("g");
    }
  }

  @Test
  void aFileWithoutCodeInAModuleIsNotMeasurableHoweverOftenItIsAsked() {
    try (KernelArtefact kernel = kernel("one", "int volatile s;\nvoid f(void)\n{\n\ts = 1;\n}\n")) {
      for (int i = 0; i < 2; i++) {
        ProbePoints points = new ProbePoints(lane, store());
        assertThat(points.line(kernel, "fs/small/other.c", 4)).isEmpty();
      }
    }
  }
}
