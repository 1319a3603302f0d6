package dev.kverdict.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.campaign.Selection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What system properties ask of the door. */
class RequestTest {

  private static final String[] PROPERTIES = {
    "kernel", "patch", "repro", "matrix", "route", "kverdict.start"
  };

  private final Map<String, String> before = new TreeMap<>();
  @TempDir private Path folder;

  @BeforeEach
  void forget() {
    for (String name : PROPERTIES) {
      String value = System.clearProperty(name);
      if (value != null) {
        before.put(name, value);
      }
    }
  }

  @AfterEach
  void restore() {
    for (String name : PROPERTIES) {
      System.clearProperty(name);
    }
    before.forEach(System::setProperty);
  }

  @Test
  void whereNothingIsAskedForOneSmallTrialIsEnough() {
    System.setProperty("matrix", "other.yaml");
    System.setProperty("kernel", "  ");
    Request request = Request.ofSystem();
    assertThat(request).isEqualTo(new Request(null, null, null, "other.yaml"));
    assertThat(request.smoke()).isTrue();
    assertThat(request.selection("first"))
        .isEqualTo(new Selection(Selection.UNPATCHED, null, "first"));
  }

  @Test
  void eachNameNarrows() {
    for (String name : new String[] {"kernel", "patch", "repro"}) {
      System.setProperty(name, " one ");
      assertThat(Request.ofSystem().smoke()).as(name).isFalse();
    }
    assertThat(Request.ofSystem().selection("first")).isEqualTo(new Selection("one", "one", "one"));
  }

  @Test
  void aMatrixIsLookedForWhereMavenWasStartedAndAbove() throws Exception {
    Path start = Files.createDirectories(folder.resolve("a/b"));
    System.setProperty("kverdict.start", start.toString());
    Request request = new Request(null, null, null, null);
    assertThatThrownBy(() -> RunningMatrix.start("m.yaml", request))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("m.yaml: no such matrix at or above " + start);
    Files.writeString(folder.resolve("m.yaml"), "case: a\n");
    assertThatThrownBy(() -> RunningMatrix.start("m.yaml", request))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(folder.resolve("m.yaml") + ":1:1: no kernel is defined");
    Files.writeString(start.resolve("m.yaml"), "kase: a\n");
    assertThatThrownBy(() -> RunningMatrix.start("m.yaml", request))
        .as("the nearest")
        .hasMessageContaining("unknown key 'kase'");
    assertThatThrownBy(
            () -> RunningMatrix.start("none.yaml", new Request(null, null, null, "m.yaml")))
        .as("another is asked for")
        .hasMessageContaining("unknown key 'kase'");
  }
}
