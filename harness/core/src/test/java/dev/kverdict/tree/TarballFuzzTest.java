package dev.kverdict.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.UserError;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lane;
import dev.kverdict.kernel.SourceTree;
import dev.kverdict.model.KernelSource;
import dev.kverdict.store.Digests;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever an archive holds: a kernel's source, or one error; and nothing outside. */
class TarballFuzzTest {

  private static final long SEED = 20261129;
  private static final int INPUTS = Integer.getInteger("kverdict.fuzz.archives", 60);

  private static final String[] NAMES = {
    "l/Makefile",
    "l/fs/a.c",
    "../escaped",
    "/ESCAPED",
    "l/../../escaped",
    "l",
    "l/link/escaped",
    "l/kverdict-out/x",
    "\u001b[1m",
    "l/" + "d/".repeat(120) + "f",
    "",
    ".",
    "..",
    "l/fs"
  };

  private static final byte[] KINDS = {
    TarConstants.LF_NORMAL,
    TarConstants.LF_SYMLINK,
    TarConstants.LF_LINK,
    TarConstants.LF_FIFO,
    TarConstants.LF_CHR,
    TarConstants.LF_DIR
  };

  private final Lane lane = new HostLane();

  @TempDir private Path directory;
  private Store store;

  @BeforeEach
  void open() {
    store = new Store(directory.resolve("cache/v1"), lane, 1 << 30);
  }

  /** An archive of a kernel, with entries that nobody would put there. */
  private byte[] archive(Random random) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
      add(tar, "l/Makefile", "VERSION = 6\nPATCHLEVEL = 12\n");
      for (int i = random.nextInt(6); i > 0; i--) {
        String name = NAMES[random.nextInt(NAMES.length)].replace("/ESCAPED", outside().toString());
        byte kind = KINDS[random.nextInt(KINDS.length)];
        if (kind == TarConstants.LF_NORMAL) {
          add(tar, name, "x");
          continue;
        }
        TarArchiveEntry entry = new TarArchiveEntry(name, kind, true);
        entry.setLinkName(random.nextBoolean() ? directory.toString() : "../../../..");
        entry.setMode(random.nextInt(010000));
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static void add(TarArchiveOutputStream tar, String name, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_NORMAL, true);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  private Path outside() {
    return directory.resolve("escaped");
  }

  private static void damage(byte[] bytes, Random random) {
    for (int i = random.nextInt(8); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
  }

  private Set<String> outsideOfTheStore() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void anyArchiveIsASourceOrAnErrorAndStaysInItsDirectory() throws IOException {
    Random random = new Random(SEED);
    int sources = 0;
    for (int i = 0; i < INPUTS; i++) {
      byte[] bytes = archive(random);
      if (i % 2 == 0) {
        damage(bytes, random);
      }
      Path file = Files.write(directory.resolve("linux.tar"), bytes);
      KernelSource.Tarball source = new KernelSource.Tarball(file, Digests.ofFile(file));
      try (Entry entry = new TarballSource(lane, store).obtain("k", source)) {
        Path tree = entry.folder().resolve(SourceTree.TREE);
        assertThat(Files.isDirectory(tree, LinkOption.NOFOLLOW_LINKS)).isTrue();
        sources++;
      } catch (UserError e) {
        assertThat(e.getMessage())
            .as("input %d", i)
            .startsWith("kernel k, source/tarball: ")
            .matches("[^\\p{Cntrl}]{1,2000}");
      }
      assertThat(outsideOfTheStore()).as("input %d", i).containsExactly("cache", "linux.tar");
      try (Stream<Path> left = Files.list(directory.resolve("cache/v1/tmp"))) {
        assertThat(left.filter(Files::isDirectory)).isEmpty();
      }
    }
    assertThat(sources).as("not all are refused at the door").isGreaterThan(INPUTS / 10);
    AtomicFiles.delete(directory.resolve("cache"));
  }
}
