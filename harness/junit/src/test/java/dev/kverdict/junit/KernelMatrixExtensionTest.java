package dev.kverdict.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Messages about wrong names, without a machine. */
class KernelMatrixExtensionTest {

  private static final List<String> PROPERTIES = List.of("kernel", "patch", "repro", "matrix");

  private final Map<String, String> before = new TreeMap<>();

  /** Run by the test kit only: the build does not pick up its name. */
  static class Example {
    @KernelMatrix("ci/ocfs2-extent-cache.yaml")
    void cell(CellUnderTest cell) {
      cell.assertAsAsked();
    }

    @KernelMatrix("ci/no-such-matrix.yaml")
    void missing(CellUnderTest cell) {
      cell.assertAsAsked();
    }
  }

  @BeforeEach
  void rememberProperties() {
    for (String name : PROPERTIES) {
      String value = System.clearProperty(name);
      if (value != null) {
        before.put(name, value);
      }
    }
  }

  @AfterEach
  void restoreProperties() {
    PROPERTIES.forEach(System::clearProperty);
    before.forEach(System::setProperty);
  }

  @Test
  void unknownKernelIsAnErrorThatListsTheNames() {
    System.setProperty("kernel", "tpyo");
    assertThat(failure("cell"))
        .contains("kernel tpyo: no such kernel")
        .contains("unpatched, patched, debian-6.1-stock, debian-6.1, debian-6.1-stock/v1-cow");
  }

  @Test
  void unknownPatchAndReproducerAreErrorsThatListTheNames() {
    System.setProperty("patch", "v3");
    assertThat(failure("cell")).contains("known are: v1-cow, v2-move-extents");
    System.clearProperty("patch");
    System.setProperty("repro", "none");
    assertThat(failure("cell")).contains("known are: cow-bug-on, stale-read, move-keeps-data");
  }

  @Test
  void missingMatrixIsAnError() {
    assertThat(failure("missing")).contains("ci/no-such-matrix.yaml: no such matrix");
  }

  /** The one failure of a run in which nothing succeeded and nothing was skipped. */
  private static String failure(String method) {
    EngineExecutionResults results =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectMethod(Example.class, method, CellUnderTest.class.getName()))
            .execute();
    assertThat(results.testEvents().succeeded().count()).isZero();
    assertThat(results.allEvents().skipped().count()).isZero();
    return results.allEvents().failed().stream()
        .map(event -> event.getRequiredPayload(TestExecutionResult.class))
        .map(result -> String.valueOf(result.getThrowable().map(Throwable::getMessage).orElse("")))
        .findFirst()
        .orElseThrow();
  }
}
