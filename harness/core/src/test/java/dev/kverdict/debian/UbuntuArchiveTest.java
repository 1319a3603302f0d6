package dev.kverdict.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.host.Lane;
import dev.kverdict.model.KernelSource;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real apt and dpkg-deb, and an archive with small packages that are cut as Ubuntu's are. */
class UbuntuArchiveTest {

  private static final String ABI = "6.8.0-45";
  private static final String RELEASE = ABI + "-generic";
  private static final String META = "linux-image-generic";

  @TempDir private Path folder;
  private final List<String> notes = new ArrayList<>();
  private LocalArchive archive;

  @BeforeEach
  void system() throws IOException {
    archive = LocalArchive.in(folder);
  }

  private Path root(String name) throws IOException {
    return Files.createDirectories(folder.resolve("roots").resolve(name));
  }

  private static Path file(Path root, String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  /** Publishes a kernel in a version, without some of its packages. */
  private void add(String version, String... lacking) throws IOException {
    Path image = root("image-" + version);
    Files.createDirectories(image.resolve("boot"));
    Files.write(image.resolve("boot/vmlinuz-" + RELEASE), vmlinuz());
    add(lacking, "linux-image-" + RELEASE, version, image);
    Path modules = root("modules-" + version);
    file(modules, "boot/config-" + RELEASE, "CONFIG_PVH=y\n");
    packed(file(modules, "lib/modules/" + RELEASE + "/kernel/fs/a.ko", "no module"));
    add(lacking, "linux-modules-" + RELEASE, version, modules);
    Path extra = root("extra-" + version);
    packed(file(extra, "lib/modules/" + RELEASE + "/kernel/fs/ocfs2/b.ko", "no module either"));
    add(lacking, "linux-modules-extra-" + RELEASE, version, extra);
    Path common = root("common-" + version);
    file(common, "usr/src/linux-headers-" + ABI + "/Makefile", "VERSION = 6\n");
    add(lacking, "linux-headers-" + ABI, version, common);
    Path headers = root("headers-" + version);
    Path build = headers.resolve("usr/src/linux-headers-" + RELEASE);
    file(build, "Module.symvers", "symbols");
    file(build, "scripts/basic/fixdep", "a program");
    Files.createSymbolicLink(
        build.resolve("Makefile"), Path.of("../linux-headers-" + ABI + "/Makefile"));
    Files.createSymbolicLink(
        build.resolve("scripts/Makefile"),
        Path.of("../../linux-headers-" + ABI + "/scripts/Makefile"));
    add(
        lacking,
        "linux-headers-" + RELEASE,
        version,
        headers,
        "Depends: linux-headers-%s, libc6 (>= 2.38)\n".formatted(ABI));
    Path source = root("source-" + version);
    Path tree = root("tree-" + version);
    file(tree, "linux-source-6.8.0/fs/ocfs2/b.c", "int b;\n");
    Path into = Files.createDirectories(source.resolve("usr/src/linux-source-6.8.0"));
    String tar = "linux-source-6.8.0.tar.bz2";
    archive.run(
        "tar", "-C", tree.toString(), "-cjf", into.resolve(tar).toString(), "linux-source-6.8.0");
    Files.createSymbolicLink(
        source.resolve("usr/src").resolve(tar), Path.of("linux-source-6.8.0/" + tar));
    add(lacking, "linux-source-6.8.0", version, source);
  }

  private void add(String[] lacking, String name, String version, Path root, String... fields)
      throws IOException {
    if (!List.of(lacking).contains(name)) {
      archive.add(name, version, root, fields);
    }
  }

  private void addMeta() throws IOException {
    archive.add(
        META,
        "6.8.0.45.45",
        root("meta"),
        "Depends: linux-image-%s, linux-modules-extra-%s, linux-firmware\n"
            .formatted(RELEASE, RELEASE));
  }

  private void packed(Path module) {
    archive.run("zstd", "-q", "--rm", module.toString());
  }

  /** A boot image whose payload is some text, packed by zstd. */
  private byte[] vmlinuz() throws IOException {
    Path plain = Files.writeString(folder.resolve("plain"), "an ELF file\n".repeat(100));
    archive.run("zstd", "-q", "-f", plain.toString());
    byte[] packed = Files.readAllBytes(folder.resolve("plain.zst"));
    int code = 2 * 512;
    ByteBuffer image =
        ByteBuffer.allocate(code + packed.length + Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    image.put(0x1f1, (byte) 1).putInt(0x202, 0x53726448).putShort(0x206, (short) 0x20f);
    image.putInt(0x248, 0).putInt(0x24c, packed.length + Integer.BYTES);
    image.position(code);
    image.put(packed);
    return image.array();
  }

  private Entry base(String asked, @Nullable String pin, @Nullable String line) {
    Lane lane = archive.lane();
    Store store = new Store(folder.resolve("cache/v1"), lane, 1 << 30);
    StockPackages packages = new StockPackages(lane, store, (kernel, text) -> notes.add(text));
    return packages.take(
        "k",
        new KernelSource.Distro(asked, pin, List.of("fs/ocfs2"), null, line),
        (found, apt) -> {
          Entry base = packages.base(found, apt, () -> {});
          try (Entry source = packages.source(found, apt)) {
            Path tree = base.folder().resolve("tree");
            packages.unpack(source, found, List.of("fs/ocfs2"), tree);
          }
          return base;
        });
  }

  @Test
  void aKernelIsPutTogetherFromItsPackages() throws IOException {
    add("6.8.0-45.45");
    addMeta();
    archive.publish();
    try (Entry base = base(META, null, null)) {
      Path image = base.folder().resolve(StockPackages.IMAGE);
      assertThat(image.resolve("config")).hasContent("CONFIG_PVH=y");
      assertThat(image.resolve("vmlinux")).content().startsWith("an ELF file");
      assertThat(image.resolve("modules/kernel/fs/a.ko")).hasContent("no module");
      assertThat(image.resolve("modules/kernel/fs/ocfs2/b.ko")).hasContent("no module either");
      assertThat(image.resolve("modules/modules.dep")).exists();
      Path tree = base.folder().resolve("tree");
      assertThat(tree.resolve("Makefile")).hasContent("VERSION = 6");
      assertThat(tree.resolve("build/Makefile")).hasContent("include ../Makefile");
      assertThat(tree.resolve("build/scripts/basic/fixdep")).exists();
      assertThat(Files.isSymbolicLink(tree.resolve("build/scripts/Makefile"))).isFalse();
      assertThat(tree.resolve("fs/ocfs2/b.c")).hasContent("int b;");
    }
    assertThat(notes).last().isEqualTo("linux-image-6.8.0-45-generic 6.8.0-45.45");
  }

  @Test
  void theNewestCompleteVersionIsTakenAndWhyNoNewerOneIsSaid() throws IOException {
    add("6.8.0-45.45");
    add("6.8.0-45.46", "linux-source-6.8.0");
    archive.publish();
    base("linux-image-" + RELEASE, null, null).close();
    assertThat(notes)
        .last()
        .isEqualTo(
            "linux-image-6.8.0-45-generic 6.8.0-45.45; not 6.8.0-45.46: linux-source-6.8.0 is not"
                + " there in that version");
    assertThatThrownBy(() -> base("linux-image-" + RELEASE, "6.8.0-45.46", null))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is not complete: linux-source-6.8.0");
  }

  @Test
  void anArchiveOfTheCaseTakesThePlaceOfTheSystems() throws IOException {
    add("6.8.0-45.45");
    archive.publish();
    Path own = Files.move(folder.resolve("archive"), folder.resolve("ubuntu"));
    Files.createDirectories(folder.resolve("archive"));
    String line = "deb [trusted=yes] file:" + own + " ./";
    base("linux-image-" + RELEASE, null, line).close();
    assertThat(notes).containsExactly("linux-image-6.8.0-45-generic 6.8.0-45.45");
  }
}
