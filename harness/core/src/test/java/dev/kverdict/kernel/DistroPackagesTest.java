package dev.kverdict.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On what apt said on a Debian 12 machine. */
class DistroPackagesTest {

  private List<String> shown = List.of();

  @BeforeEach
  void recorded() throws IOException {
    shown =
        Files.readAllLines(Path.of("src/test/resources/dev/kverdict/kernel/apt-cache-show.txt"));
  }

  @Test
  void findsWhatANewestImageConsistsOf() {
    assertThat(resolve("linux-image-amd64"))
        .isEqualTo(
            new DistroPackages(
                "6.1.0-56-amd64",
                "6.1.192-2",
                "linux-image-6.1.0-56-amd64-unsigned",
                "linux-headers-6.1.0-56-amd64",
                "linux-headers-6.1.0-56-common",
                "linux-kbuild-6.1",
                "linux-source-6.1"));
  }

  @Test
  void imageMayBeNamedItself() {
    assertThat(resolve("linux-image-6.1.0-56-amd64")).isEqualTo(resolve("linux-image-amd64"));
    assertThat(resolve("linux-image-6.1.0-56-amd64-unsigned"))
        .isEqualTo(resolve("linux-image-amd64"));
  }

  @Test
  void everyPackageIsDownloadedInThatVersion() {
    assertThat(resolve("linux-image-amd64").binaries())
        .hasSize(4)
        .allMatch(name -> name.endsWith("=6.1.192-2"));
  }

  @Test
  void sourceOfAnotherVersionIsNamedWithTheVersionsThatThereAre() {
    replace(
        "Package: linux-source-6.1\nVersion: 6.1.192-2",
        "Package: linux-source-6.1\nVersion: 6.1.193-1");
    assertThatThrownBy(() -> resolve("linux-image-amd64"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("its version is 6.1.192-2, but linux-source-6.1 6.1.193-1")
        .hasMessageContaining("apt-get update");
  }

  @Test
  void headersOfAnotherVersionAreNamed() {
    replace(
        "Package: linux-headers-6.1.0-56-amd64\nVersion: 6.1.192-2",
        "Package: linux-headers-6.1.0-56-amd64\nVersion: 6.1.190-1");
    assertThatThrownBy(() -> resolve("linux-image-amd64"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("but linux-headers-6.1.0-56-amd64 6.1.190-1");
  }

  @Test
  void missingPackageIsNamed() {
    replace("Package: linux-image-6.1.0-56-amd64-unsigned", "Package: something-else");
    assertThatThrownBy(() -> resolve("linux-image-amd64"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("linux-image-6.1.0-56-amd64-unsigned is not there");
  }

  @Test
  void unknownImageIsAnErrorOfTheUser() {
    assertThatThrownBy(() -> resolve("linux-image-none"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("apt knows no such package");
  }

  @Test
  void alternativesAndRangesAreNoExactDependencies() {
    assertThat(AptRecord.read(shown).get(3).depends())
        .containsExactly(
            new AptRecord.Dependency("kmod", ""),
            new AptRecord.Dependency("linux-base", ""),
            new AptRecord.Dependency("initramfs-tools", ""));
  }

  @Test
  void namesThatCouldBeOptionsOrPathsAreNotRead() {
    assertThat(
            AptRecord.read(
                List.of(
                    "Package: -o",
                    "Version: 1",
                    "",
                    "Package: a/b",
                    "Version: 1",
                    "",
                    "Package: good",
                    "Version: 1 2",
                    "",
                    "Package: good",
                    "Version: 1",
                    "Depends: --x (= 1), ok (= 2)")))
        .containsExactly(new AptRecord("good", "1", List.of(new AptRecord.Dependency("ok", "2"))));
  }

  private void replace(String before, String after) {
    List<String> lines = new ArrayList<>();
    String text = String.join("\n", shown).replaceAll("(?m)^Source: .*\n", "");
    assertThat(text).contains(before);
    lines.addAll(List.of(text.replace(before, after).split("\n", -1)));
    shown = lines;
  }

  private DistroPackages resolve(String asked) {
    List<AptRecord> all = AptRecord.read(shown);
    return DistroPackages.resolve(
        asked, names -> all.stream().filter(one -> names.contains(one.name())).toList());
  }
}
