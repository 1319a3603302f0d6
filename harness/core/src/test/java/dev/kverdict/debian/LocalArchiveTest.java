package dev.kverdict.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.InfraError;
import dev.kverdict.host.Lane;
import dev.kverdict.model.KernelSource;
import dev.kverdict.store.Contents;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real apt, and an archive of one package in a directory. */
class LocalArchiveTest {

  private static final String PACKAGE = "linux-source-6.1";

  @TempDir private Path folder;
  private final List<String> notes = new ArrayList<>();

  private LocalArchive archive;

  @BeforeEach
  void system() throws IOException {
    archive = LocalArchive.in(folder);
  }

  /** Makes the archive have this version of the package, and nothing else. */
  private void publish(String version) throws IOException {
    archive.clear();
    Path root = folder.resolve("root-" + version);
    Path tree = Files.createDirectories(folder.resolve("tree-" + version).resolve(PACKAGE));
    Files.writeString(tree.resolve("Makefile"), "# " + version + "\n");
    Files.createDirectories(root.resolve("usr/src"));
    archive.run("tar", "-C", tree.getParent().toString(), "-cJf", source(root), PACKAGE);
    archive.add(PACKAGE, version, root);
    archive.publish();
  }

  private static String source(Path root) {
    return root.resolve("usr/src").resolve(PACKAGE + ".tar.xz").toString();
  }

  private String makefile(KernelSource.Debian source) throws IOException {
    Lane lane = archive.lane();
    Store store = new Store(folder.resolve("cache/v1"), lane, 1 << 30);
    try (Entry entry =
        new DebianSource(lane, store, (kernel, text) -> notes.add(text)).obtain("k", source)) {
      return Files.readString(entry.folder().resolve("tree/Makefile")).strip();
    }
  }

  @Test
  void aSystemWithoutListsUsesSeparateLists() throws IOException {
    publish("6.1.1-1");
    assertThat(makefile(new KernelSource.Debian(PACKAGE))).isEqualTo("# 6.1.1-1");
    assertThat(notes)
        .containsExactly(
            "the system's package lists cannot be used (apt knows no such package; check the name): using separate lists",
            "linux-source-6.1 6.1.1-1");
    assertThat(Debs.matching(folder.resolve("lists"), "Packages")).isEmpty();
  }

  @Test
  void listsOlderThanTheArchiveAreRefreshed() throws IOException {
    publish("6.1.1-1");
    archive.run("apt-get", "update");
    publish("6.1.2-1");
    assertThat(makefile(new KernelSource.Debian(PACKAGE))).isEqualTo("# 6.1.2-1");
    assertThat(notes).hasSize(3);
    assertThat(notes.get(0)).isEqualTo("linux-source-6.1 6.1.1-1");
    assertThat(notes.get(1)).contains("apt-get download linux-source-6.1=6.1.1-1 failed: E: ");
    assertThat(notes.get(2)).isEqualTo("linux-source-6.1 6.1.2-1");
  }

  @Test
  void anArchiveThatIsGoneLeavesWhatTheStoreHas() throws IOException {
    publish("6.1.1-1");
    archive.run("apt-get", "update");
    assertThat(makefile(new KernelSource.Debian(PACKAGE))).isEqualTo("# 6.1.1-1");
    publish("6.1.2-1");
    archive.run("apt-get", "update");
    notes.clear();
    archive.clear();
    assertThat(makefile(new KernelSource.Debian(PACKAGE))).isEqualTo("# 6.1.1-1");
    assertThat(notes)
        .last()
        .isEqualTo("the package archive cannot be reached: taking 6.1.1-1 from the store");
  }

  @Test
  void anArchiveThatHandsOutSomethingElseGivesNothing() throws IOException {
    publish("6.1.1-1");
    archive.run("apt-get", "update");
    archive.damage();
    assertThatThrownBy(() -> makefile(new KernelSource.Debian(PACKAGE)))
        .isInstanceOf(InfraError.class)
        .hasMessageContaining("apt-get download linux-source-6.1=6.1.1-1 failed: ")
        .hasMessageContaining("Hash Sum mismatch");
    assertThat(new Contents(folder.resolve("cache/v1")).steps()).isEmpty();
  }

  @Test
  void whatTheStoreHasIsTakenInPlaceOfADamagedPackage() throws IOException {
    publish("6.1.1-1");
    archive.run("apt-get", "update");
    assertThat(makefile(new KernelSource.Debian(PACKAGE))).isEqualTo("# 6.1.1-1");
    publish("6.1.2-1");
    archive.run("apt-get", "update");
    archive.damage();
    assertThat(makefile(new KernelSource.Debian(PACKAGE))).isEqualTo("# 6.1.1-1");
    assertThat(notes).last().asString().endsWith("taking 6.1.1-1 from the store");
  }
}
