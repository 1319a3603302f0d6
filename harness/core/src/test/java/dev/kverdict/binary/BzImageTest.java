package dev.kverdict.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.host.Command;
import dev.kverdict.host.HostLane;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BzImageTest {

  private static final byte[] KERNEL =
      "an ELF file\n".repeat(5000).getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"xz", "gzip"})
  void unpacksWhatTheBuildPacked(String packer) throws IOException {
    Path image = image(packed(packer, !packer.equals("gzip")), 3, 40);
    Path vmlinux = folder.resolve("vmlinux");
    BzImage.unpack(new HostLane(), image, vmlinux);
    assertThat(vmlinux).hasBinaryContent(KERNEL);
    assertThat(folder.resolve("payload")).doesNotExist();
  }

  @Test
  void noSectorsMeansFour() throws IOException {
    Path image = image(packed("xz", true), 0, 8);
    BzImage.unpack(new HostLane(), image, folder.resolve("vmlinux"));
    assertThat(folder.resolve("vmlinux")).hasBinaryContent(KERNEL);
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    Path other = Files.write(folder.resolve("other"), new byte[4096]);
    assertThatThrownBy(() -> BzImage.payload(other))
        .hasMessageContaining("not an x86 kernel image");
    Path tiny = Files.write(folder.resolve("tiny"), new byte[3]);
    assertThatThrownBy(() -> BzImage.payload(tiny)).hasMessageContaining("not an x86 kernel image");
  }

  @Test
  void payloadThatIsCutOffIsRefused() throws IOException {
    Path image = image(packed("xz", true), 3, 40);
    byte[] bytes = Files.readAllBytes(image);
    Files.write(image, java.util.Arrays.copyOf(bytes, bytes.length - 9));
    assertThatThrownBy(() -> BzImage.payload(image)).hasMessageContaining("damaged");
  }

  @Test
  void unknownPackerIsNamedByItsFirstBytes() throws IOException {
    Path image = image("BZh91AY&SY and more".getBytes(StandardCharsets.US_ASCII), 3, 40);
    assertThatThrownBy(() -> BzImage.unpack(new HostLane(), image, folder.resolve("vmlinux")))
        .hasMessageContaining("425a6839");
  }

  /** The header of a boot image, then, at an offset from the protected-mode code, the payload. */
  private Path image(byte[] payload, int sectors, int offset) throws IOException {
    int code = ((sectors == 0 ? 4 : sectors) + 1) * 512;
    ByteBuffer image =
        ByteBuffer.allocate(code + offset + payload.length).order(ByteOrder.LITTLE_ENDIAN);
    image.put(0x1f1, (byte) sectors);
    image
        .put(0x202, (byte) 'H')
        .put(0x203, (byte) 'd')
        .put(0x204, (byte) 'r')
        .put(0x205, (byte) 'S');
    image.putShort(0x206, (short) 0x20f);
    image.putInt(0x248, offset);
    image.putInt(0x24c, payload.length);
    image.position(code + offset);
    image.put(payload);
    return Files.write(folder.resolve("bzImage"), image.array());
  }

  private byte[] packed(String packer, boolean withSize) throws IOException {
    Path plain = Files.write(folder.resolve("plain"), KERNEL);
    assertThat(new HostLane().run(Command.of(folder, packer, plain.toString()).asChore()).ok())
        .isTrue();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(Files.readAllBytes(folder.resolve(packer.equals("xz") ? "plain.xz" : "plain.gz")));
    if (withSize) {
      bytes.write(
          ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(KERNEL.length).array());
    }
    return bytes.toByteArray();
  }
}
