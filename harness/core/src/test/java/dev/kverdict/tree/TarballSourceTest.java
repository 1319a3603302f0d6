package dev.kverdict.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lane;
import dev.kverdict.kernel.SourceTree;
import dev.kverdict.model.KernelSource;
import dev.kverdict.store.Digests;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TarballSourceTest {

  private static final String MAKEFILE = "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 7\n";

  private final Lane lane = new HostLane();

  @TempDir private Path directory;
  private Path files;
  private Store store;

  @BeforeEach
  void makeTree() throws IOException {
    files = Files.createDirectories(directory.resolve("files"));
    Path top = Files.createDirectories(files.resolve("linux-6.12.7/fs"));
    Files.writeString(top.resolve("file.c"), "int x;\n");
    Files.writeString(files.resolve("linux-6.12.7/Makefile"), MAKEFILE);
    store = new Store(directory.resolve("cache/v1"), lane, 1 << 30);
  }

  private KernelSource.Tarball archive(Path from, String... words)
      throws IOException, InterruptedException {
    Path file = directory.resolve("linux.tar");
    List<String> argv = new ArrayList<>(List.of("tar", "-c", "-f", file.toString()));
    argv.addAll(List.of(words));
    Process tar = new ProcessBuilder(argv).directory(from.toFile()).start();
    assertThat(tar.waitFor()).isZero();
    return new KernelSource.Tarball(file, Digests.ofFile(file));
  }

  private Entry obtain(KernelSource.Tarball source) {
    return new TarballSource(lane, store).obtain("k", source);
  }

  @ParameterizedTest
  @CsvSource({"--gzip", "--xz", "--zstd", "--bzip2", "--format=pax"})
  void anArchiveIsUnpackedOnce(String how) throws Exception {
    KernelSource.Tarball source = archive(files, how, "linux-6.12.7");
    try (Entry entry = obtain(source)) {
      assertThat(entry.folder().resolve(SourceTree.TREE).resolve("fs/file.c")).hasContent("int x;");
      assertThat(SourceTree.origin(entry.folder())).startsWith("Linux 6.12.7, tarball ");
    }
    Files.delete(source.file());
    try (Entry again = obtain(source)) {
      assertThat(again.folder()).as("which needs the file no more").exists();
    }
  }

  @Test
  void anArchiveMayHaveNoDirectoryOfItsOwn() throws Exception {
    Path top = files.resolve("linux-6.12.7");
    try (Entry entry = obtain(archive(top, "Makefile", "fs"))) {
      assertThat(entry.folder().resolve(SourceTree.TREE).resolve("fs/file.c")).exists();
    }
  }

  @Test
  void nothingIsWrittenOutside() throws Exception {
    Files.writeString(directory.resolve("outside"), "x");
    Path top = files.resolve("linux-6.12.7");
    KernelSource.Tarball source =
        archive(top, "-P", "Makefile", "fs", "--transform=s,^fs/file.c,../../../escaped,");
    try {
      obtain(source).close();
    } catch (UserError e) {
      assertThat(e).hasMessageContaining("cannot be unpacked");
    }
    try (var all = Files.walk(directory)) {
      assertThat(all.filter(file -> file.endsWith("escaped"))).isEmpty();
    }
  }

  @Test
  void anotherFileIsRefused() throws Exception {
    KernelSource.Tarball source = archive(files, "linux-6.12.7");
    assertThatThrownBy(() -> obtain(new KernelSource.Tarball(source.file(), "0".repeat(64))))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("kernel k, source/tarball: " + source.file())
        .hasMessageContaining("has the SHA-256 " + source.sha256());
    Files.delete(source.file());
    assertThatThrownBy(() -> obtain(source)).hasMessageContaining("there is no such file");
  }

  @Test
  void whatIsNoArchiveOfAKernelIsRefused() throws Exception {
    Path text = Files.writeString(directory.resolve("text.tar"), "no archive");
    assertThatThrownBy(() -> obtain(new KernelSource.Tarball(text, Digests.ofFile(text))))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("cannot be unpacked");
    Files.writeString(files.resolve("linux-6.12.7/Makefile"), "all:\n");
    assertThatThrownBy(() -> obtain(archive(files, "linux-6.12.7")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is no kernel: it has no Makefile with VERSION and PATCHLEVEL");
  }
}
