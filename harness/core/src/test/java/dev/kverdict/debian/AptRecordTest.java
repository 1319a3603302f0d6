package dev.kverdict.debian;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AptRecordTest {

  @Test
  void alternativesAndRangesAreNoExactDependencies() {
    assertThat(
            AptRecord.read(
                List.of(
                    "Package: linux-image-6.1.0-56-amd64-unsigned",
                    "Version: 6.1.192-2",
                    "Depends: kmod, linux-base (>= 4.3~), initramfs-tools (>= 0.120) | other",
                    "Filename: pool/x.deb")))
        .singleElement()
        .extracting(AptRecord::depends)
        .isEqualTo(
            List.of(
                new AptRecord.Dependency("kmod", ""),
                new AptRecord.Dependency("linux-base", ""),
                new AptRecord.Dependency("initramfs-tools", "")));
  }

  @Test
  void whatIsOnlyInstalledCannotBeDownloaded() {
    assertThat(AptRecord.read(List.of("Package: a1", "Status: install ok installed", "Version: 1")))
        .isEmpty();
  }

  @Test
  void namesThatCouldBeOptionsOrPathsAreNotRead() {
    assertThat(
            AptRecord.read(
                List.of(
                    "Package: -o",
                    "Version: 1",
                    "Filename: f",
                    "",
                    "Package: a/b",
                    "Version: 1",
                    "Filename: f",
                    "",
                    "Package: good",
                    "Version: 1 2",
                    "Filename: f",
                    "",
                    "Package: good",
                    "Version: 1",
                    "Depends: --x (= 1), ok (= 2)",
                    "Filename: f")))
        .containsExactly(new AptRecord("good", "1", List.of(new AptRecord.Dependency("ok", "2"))));
  }
}
