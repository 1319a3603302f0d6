package dev.kverdict.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolchainImageTest {

  /** Programs that only download are chores, and run on the host. */
  private static final List<String> CHORES = List.of("apt");

  /** In every Debian, and on no list of packages to install. */
  private static final List<String> ESSENTIAL = List.of("dpkg");

  @Test
  void everythingThatIsRequiredIsInTheImage() throws IOException {
    List<String> required =
        Files.readAllLines(Path.of("../../ci/needs")).stream()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.split("\\s+"))
            .filter(fields -> fields[2].equals("required"))
            .map(fields -> fields[1])
            .filter(name -> !CHORES.contains(name) && !ESSENTIAL.contains(name))
            .toList();
    assertThat(required).hasSizeGreaterThan(10);
    assertThat(ToolchainImage.packages()).containsAll(required).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void dockerfileInstallsTheListOnTheBase() {
    assertThat(ToolchainImage.dockerfile("some:base"))
        .startsWith("FROM some:base\n")
        .contains("--no-install-recommends " + String.join(" ", ToolchainImage.packages()));
    assertThat(ToolchainImage.BASE).matches("debian:[a-z]+-20[0-9]{6}-slim");
  }

  @Test
  void contentIsWhatTheLayersAre() {
    String one = ToolchainImage.content(List.of("sha256:a", "sha256:b"));
    assertThat(one).matches("sha256:[0-9a-f]{64}");
    assertThat(ToolchainImage.content(List.of("sha256:b", "sha256:a"))).isNotEqualTo(one);
  }

  @Test
  void tagFollowsTheList() {
    assertThat(ToolchainImage.localName()).matches("kverdict-toolchain:[0-9a-f]{12}");
  }
}
