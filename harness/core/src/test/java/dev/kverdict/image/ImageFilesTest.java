package dev.kverdict.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.ForwardingLane;
import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lane;
import dev.kverdict.model.ImageDef;
import dev.kverdict.model.ImageSource;
import dev.kverdict.store.Digests;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images that exist, in every form in which they come, and in some in which they must not. */
class ImageFilesTest {

  private static final int BLOCKS_OF_512 = 512;

  @TempDir private Path folder;
  @TempDir private Path home;

  private final List<Command> ran = new ArrayList<>();
  private final List<String> said = new ArrayList<>();
  private final Lane lane =
      new ForwardingLane() {
        @Override
        public String name() {
          return "host";
        }

        @Override
        public CommandResult run(Command command) {
          ran.add(command);
          CommandResult result = host.run(command);
          said.addAll(result.output());
          return result;
        }
      };

  private Store store;

  @BeforeEach
  void open() {
    store = new Store(home.resolve("v1"), lane, 1L << 30);
  }

  private Entry make(Path file, String sha256, Long size) {
    return new ImageMaker(lane, store)
        .make(
            new ImageDef("disk", new ImageSource.Existing(file, sha256, size), "disk", null, null));
  }

  private void assertRefused(Path file, Long size, String... words) throws IOException {
    assertThatThrownBy(() -> make(file, null, size))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("image disk: " + file + " ")
        .hasMessageContainingAll(words)
        .hasMessageNotContaining("\n");
    assertNothingIsLeft();
  }

  private void assertNothingIsLeft() throws IOException {
    assertThat(store.entries("image")).isEmpty();
    try (Stream<Path> scratch = Files.list(home.resolve("v1/tmp"))) {
      assertThat(scratch.filter(Files::isDirectory)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "gzip",
        "xz",
        "zstd",
        "bzip2",
        "qcow2",
        "qcow2 xz",
        "qcow2 gzip",
      })
  void anImageIsTheBytesOfTheDiskInWhateverFormItComes(String ways) throws IOException {
    Path file = Packed.packed(folder, ways.isEmpty() ? List.of() : List.of(ways.split(" ")));
    try (Entry made = make(file, Digests.ofFile(file), null)) {
      Path image = ImageMaker.file(made);
      assertThat(image).hasBinaryContent(Packed.disk());
      assertThat(Files.getPosixFilePermissions(image).toString()).doesNotContain("WRITE");
      assertThat(made.folder().toFile().list()).containsExactly("image");
      // Two thirds are holes.
      long used = blocks(image) * BLOCKS_OF_512;
      assertThat(used).isLessThan(Packed.SIZE / 2);
    }
  }

  private static long blocks(Path file) throws IOException {
    CommandResult said =
        new HostLane().run(Command.beside(file, "stat", "-c", "%b", file.toString()).asChore());
    return Long.parseLong(said.output().get(0));
  }

  @Test
  void whatUnpacksSeesOneFileAndWritesOne() throws IOException {
    Path file = Packed.packed(folder, List.of("qcow2", "xz"));
    make(file, null, null).close();
    List<Command> tools = ran.stream().filter(command -> !command.reads().isEmpty()).toList();
    assertThat(tools).hasSize(3).noneMatch(Command::chore);
    assertThat(tools)
        .allSatisfy(
            tool -> {
              assertThat(tool.reads()).hasSize(1).noneMatch(Files::isDirectory);
              assertThat(tool.writes().size()).isLessThan(2);
              assertThat(tool.devices()).isEmpty();
            });
  }

  @Test
  void theSameFileElsewhereIsTheSameImageAndAnotherSizeIsNot() throws IOException {
    Path file = Packed.raw(folder);
    Path copy = Files.copy(file, folder.resolve("copy"));
    try (Entry made = make(file, null, null);
        Entry again = make(copy, null, null);
        Entry larger = make(copy, null, Packed.SIZE + 512L)) {
      assertThat(again.key()).isEqualTo(made.key());
      assertThat(larger.key()).isNotEqualTo(made.key());
      assertThat(ImageMaker.file(larger)).hasSize(Packed.SIZE + 512L);
      assertThat(Arrays.copyOf(Files.readAllBytes(ImageMaker.file(larger)), Packed.SIZE))
          .isEqualTo(Packed.disk());
    }
    Files.write(copy, new byte[] {1});
    try (Entry changed = make(copy, null, null)) {
      // A disk has whole sectors.
      assertThat(ImageMaker.file(changed)).hasSize(512);
    }
  }

  @Test
  void anotherFileThanTheCaseMeansIsRefused() throws IOException {
    Path file = Packed.raw(folder);
    String wanted = "0".repeat(64);
    assertThatThrownBy(() -> make(file, wanted, null))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("has the SHA-256 " + Digests.ofFile(file) + ", not " + wanted);
    assertNothingIsLeft();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "xz", "zstd", "bzip2"})
  void whatIsCutShortOrDamagedIsNoImage(String way) throws IOException {
    Path file = Packed.packed(folder, List.of(way));
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertRefused(file, null, "cannot be unpacked: ", "get it again");
    byte[] damaged = whole.clone();
    for (int i = 0; i < 100; i++) {
      damaged[whole.length / 2 + i] ^= 0x55;
    }
    Files.write(file, damaged);
    assertRefused(file, null, "cannot be unpacked: ", "get it again");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "xz", "zstd", "bzip2"})
  void aBombStopsAtTheSizeOfTheDisk(String way) throws IOException {
    Packed.assumeInstalled(way);
    Packed.run(folder, "head -c 300M /dev/zero | " + way + " -1 -c >bomb");
    assertRefused(
        folder.resolve("bomb"), 1L << 20, "unpacks to more than its size: of 1048576 bytes");
    // Nor was more of it ever written.
    assertThat(said).anyMatch(line -> line.startsWith("1048577 bytes (1.0 MB, 1.0 MiB) copied"));
  }

  @Test
  void anImageThatIsLargerThanItsDiskIsRefused() throws IOException {
    Path file = Packed.raw(folder);
    assertRefused(file, Packed.SIZE - 512L, "has " + Packed.SIZE + " bytes", "correct size:");
    make(file, null, (long) Packed.SIZE).close();
  }

  @Test
  void withoutASizeThereIsAMost() throws IOException {
    Path file = folder.resolve("large");
    try (var out = new RandomAccessFile(file.toFile(), "rw")) {
      out.setLength(Intake.MOST + 1);
    }
    assertRefused(file, null, "has 8589934593 bytes", "write down how large the disk is: size:");
  }

  @Test
  void whatHoldsNoDiskIsNoImage() throws IOException {
    Path file = Files.createFile(folder.resolve("x.img"));
    assertRefused(file, null, "is empty");
    Packed.run(folder, "echo a >a; tar cf x.img a");
    assertRefused(file, null, "holds no disk image but tar", "name the image in it");
    Packed.run(folder, "tar c a | gzip >x.img");
    assertRefused(file, null, "holds no disk image but tar");
    Packed.run(folder, "gzip <a | xz >x.img");
    assertRefused(file, null, "is compressed twice, by gzip inside");
    Files.writeString(file, "KDMV\1\0\0\0 and so on");
    assertRefused(file, null, "holds no disk image but VMDK", "qemu-img convert");
  }

  @ParameterizedTest
  @CsvSource({
    "-b /etc/passwd -F raw x.qcow2 1M, names a backing file",
    "-o data_file=other x.qcow2 1M, keeps its data in another file",
    "x.qcow2 9G, 'is a disk of 9663676416 bytes, more than 8 GiB'",
  })
  void aQcow2ThatIsNotCompleteOrTooLargeIsRefused(String options, String why) throws IOException {
    Packed.assumeInstalled("qemu-img");
    Packed.run(folder, "qemu-img create -q -f qcow2 " + options);
    ran.clear();
    assertRefused(folder.resolve("x.qcow2"), null, why);
    // QEMU never saw it.
    assertThat(ran).noneMatch(command -> command.argv().contains("convert"));
    Packed.run(folder, "gzip -c x.qcow2 >x.gz");
    assertRefused(folder.resolve("x.gz"), null, why);
  }

  @Test
  void aQcow2ThatIsCutShortIsNotReadAsZeros() throws IOException {
    Path file = Packed.packed(folder, List.of("qcow2"));
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 3 * SparseCopy.BLOCK));
    assertRefused(file, null, "is a qcow2 image with errors", "get it again");
    Files.write(file, Arrays.copyOf(whole, 60));
    assertRefused(file, null, "is a qcow2 image with errors");
  }

  @Test
  void aQcow2IsOneOfTwoVersionsAndNotEncrypted() throws IOException {
    Path file = folder.resolve("q");
    ByteBuffer head = ByteBuffer.allocate(512).put(new byte[] {'Q', 'F', 'I', (byte) 0xfb});
    Files.write(file, head.putInt(4, 1).array());
    assertRefused(file, null, "has version 1 of the qcow format, not 2 or 3");
    Files.write(file, head.putInt(4, 2).putInt(32, 1).array());
    assertRefused(file, null, "is encrypted");
  }
}
