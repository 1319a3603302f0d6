package dev.kverdict.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FileSystemTest {

  @ParameterizedTest
  @EnumSource
  void commandsNameTheImageOnceAndLast(FileSystem one) {
    assertImageIsLast(one.make(List.of()));
    assertImageIsLast(one.make(List.of("-L", "label")));
    ImageDef.Check check = one.check();
    if (check != null) {
      assertImageIsLast(check.run());
      if (!check.replay().isEmpty()) {
        assertImageIsLast(check.replay());
      }
    }
  }

  private static void assertImageIsLast(List<String> command) {
    assertThat(command).containsOnlyOnce("{image}").endsWith("{image}");
  }

  @ParameterizedTest
  @EnumSource
  void isKnownByTheKernelsNameAndLoadsItsModuleLast(FileSystem one) {
    assertThat(FileSystem.of(one.type())).contains(one);
    assertThat(one.modules()).endsWith(one.type());
  }

  @Test
  void everyToolHasItsPackage() {
    assertThat(FileSystem.packageOf("e2fsck")).contains("e2fsprogs");
    assertThat(FileSystem.packageOf("mkfs.ext4")).contains("e2fsprogs");
    assertThat(FileSystem.packageOf("btrfs")).contains("btrfs-progs");
    assertThat(FileSystem.packageOf("fsck.fat")).contains("dosfstools");
    assertThat(FileSystem.packageOf("mkudffs")).contains("udftools");
    assertThat(FileSystem.packageOf("mkfs.odd")).isEmpty();
    assertThat(FileSystem.of("minix")).isEmpty();
  }

  @Test
  void optionsStandBetweenOursAndTheImage() {
    assertThat(FileSystem.NILFS2.make(List.of("-B", "16")))
        .containsExactly("mkfs.nilfs2", "-q", "-f", "-B", "16", "{image}");
  }
}
