package dev.kverdict.binary;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModuleNameTest {

  @ParameterizedTest
  @CsvSource({
    "fs/ocfs2/ocfs2.ko, ocfs2",
    "dm-mod.ko, dm_mod",
    "dm-mod, dm_mod",
    "/a-b/snd-hda.ko, snd_hda",
    "a.ko.xz, a.ko.xz"
  })
  void aModuleIsKnownAsTheKernelNamesIt(String file, String name) {
    assertThat(ModuleName.of(file)).isEqualTo(name);
    assertThat(ModuleName.of(Path.of(file))).isEqualTo(name);
  }
}
