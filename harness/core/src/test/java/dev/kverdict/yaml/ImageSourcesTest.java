package dev.kverdict.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kverdict.UserError;
import dev.kverdict.model.FileSystem;
import dev.kverdict.model.ImageDef;
import dev.kverdict.model.ImageSource;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.Matrix;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where an image may come from, by a case in YAML. */
class ImageSourcesTest {

  private static final String DIGEST = "0123456789abcdef".repeat(4);

  @TempDir private Path folder;

  @BeforeEach
  void files() throws IOException {
    Files.writeString(folder.resolve("a.c"), "");
    Files.writeString(folder.resolve("disk.xz"), "");
    Files.writeString(folder.resolve("fix.patch"), "x\n");
  }

  private Matrix matrix(String image) throws IOException {
    return MatrixReader.read(
        Files.writeString(
            folder.resolve("m.yaml"),
            """
            case: images
            kernels:
              whole: {source: {debian: linux-source-6.1}, modules: [loop]}
              stock: {source: {distro: linux-image-amd64}, prepare: [fix.patch], modules: [loop]}
            images:
              i: {%s}
            repros: {r: {source: a.c, image: i, fails: {crash: [x]}}}
            """
                .formatted(image)));
  }

  private ImageDef image(String image) throws IOException {
    return Objects.requireNonNull(matrix(image).images().get("i"));
  }

  @Test
  void aFileSystemByItsNameHasEverything() throws IOException {
    ImageDef ext4 = image("mkfs: ext4, mount: {}");
    assertThat(ext4.source())
        .isEqualTo(new ImageSource.Made(64 << 20, FileSystem.EXT4.make(List.of())));
    assertThat(ext4.mount()).isEqualTo(new ImageDef.Mount("ext4", "/mnt", null));
    assertThat(ext4.check()).isEqualTo(FileSystem.EXT4.check());
    ImageDef nilfs2 = image("mkfs: nilfs2, size: 300MiB, options: [-B, \"16\"]");
    assertThat(nilfs2.source())
        .isEqualTo(new ImageSource.Made(300 << 20, FileSystem.NILFS2.make(List.of("-B", "16"))));
    assertThat(nilfs2.mount()).isNull();
    assertThat(nilfs2.check()).isNull();
  }

  @Test
  void whatIsWrittenOverridesWhatBelongsToAFileSystem() throws IOException {
    ImageDef own =
        image(
            "mkfs: vfat, make: [mkfs.fat, \"{image}\"], size: 1MiB, mount: {type: msdos}, "
                + "check: {run: [cat, \"{image}\"]}");
    assertThat(own.source())
        .isEqualTo(new ImageSource.Made(1 << 20, List.of("mkfs.fat", "{image}")));
    assertThat(Objects.requireNonNull(own.mount()).type()).isEqualTo("msdos");
    assertThat(own.check())
        .isEqualTo(new ImageDef.Check(List.of(), List.of("cat", "{image}"), false));
    assertThat(image("mkfs: ext4, check: {run: []}").check()).isNull();
  }

  @Test
  void aStockKernelLoadsWhatTheMountNeedsAndAnotherIsAsItIsConfigured() throws IOException {
    Matrix matrix = matrix("mkfs: vfat, mount: {}");
    assertThat(Objects.requireNonNull(matrix.kernels().get("stock")).modules())
        .containsExactly("loop", "nls_cp437", "nls_ascii", "vfat");
    assertThat(Objects.requireNonNull(matrix.kernels().get("whole")).modules())
        .containsExactly("loop");
    KernelDef unmounted = Objects.requireNonNull(matrix("mkfs: vfat").kernels().get("stock"));
    assertThat(unmounted.modules()).containsExactly("loop");
    KernelDef file =
        Objects.requireNonNull(matrix("file: disk.xz, mount: {type: xfs}").kernels().get("stock"));
    assertThat(file.modules()).containsExactly("loop", "xfs");
  }

  @Test
  void anImageThatExistsIsAFileOrAnAddress() throws IOException {
    assertThat(image("file: disk.xz").source())
        .isEqualTo(new ImageSource.Existing(folder.resolve("disk.xz"), null, null));
    assertThat(image("file: disk.xz, size: 1GiB, sha256: " + DIGEST).source())
        .isEqualTo(new ImageSource.Existing(folder.resolve("disk.xz"), DIGEST, 1L << 30));
    assertThat(
            image(
                    "url: \"https://example.org/a?b=c\", sha256: "
                        + DIGEST.toUpperCase(java.util.Locale.ROOT))
                .source())
        .isEqualTo(new ImageSource.Fetched(URI.create("https://example.org/a?b=c"), DIGEST, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          serial: a                                  | has no mkfs; add mkfs: ext4, or make:, file: or url:
          make: [mkfs, "{image}"]                    | has no size
          mkfs: ext5                                 | 'ext5' is not known; known are: btrfs, ext4, f2fs,
          mkfs: ext4, file: disk.xz                  | has more than one source; keep one of
          file: disk.xz, url: "http://a/b"           | has more than one source
          make: [mkfs, "{image}"], size: 1MiB, url: "http://a/b" | has more than one source
          file: disk.xz, options: [-x]               | are those of mkfs:
          mkfs: ext4, make: [m, "{image}"], size: 1MiB, options: [-x] | are those of mkfs:
          mkfs: ext4, sha256: 00                     | goes with file: or url:
          file: ../disk.xz                           | leaves the root
          file: disk                                 | no such file
          file: .                                    | is a directory
          file: disk.xz, sha256: 00                  | '00' is no SHA-256
          file: disk.xz, mount: {}                   | has no mount/type
          url: "http://a/b"                          | has no sha256
          url: "ftp://a/b"                           | 'ftp://a/b' is no address of a file
          url: "file:///etc/passwd"                  | is no address of a file
          url: "http:///b"                           | is no address of a file
          url: "http://me:word@a/b"                  | is no address of a file
          url: "http://a/b#c"                        | is no address of a file
          url: "http://a/b c"                        | is no address of a file
          url: "http://a/%zz"                        | is no address of a file
          """)
  void anImageFromNowhereOrFromTwoPlacesIsRefused(String image, String message) {
    assertThatThrownBy(() -> image(image))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("m.yaml:")
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void theSchemaKnowsTheSameFileSystems() throws IOException {
    JsonNode words =
        new ObjectMapper().readTree(MatrixSchema.json()).at("/$defs/Image/properties/mkfs/enum");
    assertThat(StreamSupport.stream(words.spliterator(), false).map(JsonNode::asText))
        .containsExactlyElementsOf(Stream.of(FileSystem.values()).map(FileSystem::type).toList());
  }
}
