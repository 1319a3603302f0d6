package dev.kverdict.binary;

import dev.kverdict.InfraError;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;

/**
 * A compressed x86 kernel image (Documentation/arch/x86/boot.rst, protocol 2.08 and later): the ELF
 * file in it boots by PVH, without being unpacked by an emulated processor, and has the build-id.
 */
public final class BzImage {

  private static final int SETUP_SECTORS = 0x1f1;
  private static final int MAGIC = 0x202;
  private static final int PROTOCOL = 0x206;
  private static final int PAYLOAD_OFFSET = 0x248;
  private static final int PAYLOAD_LENGTH = 0x24c;
  private static final int SECTOR = 512;
  private static final int HDRS = 0x53726448; // "HdrS"
  private static final int MAX_BYTES = 256 << 20;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** How a payload begins, and the program that unpacks it to its standard output. */
  private static final Map<String, String> PACKERS =
      Map.of("fd377a585a00", "xz", "1f8b08", "gzip", "28b52ffd", "zstd");

  private BzImage() {}

  /**
   * Writes the ELF file that is in an image.
   *
   * @throws IOException when it is no such image
   */
  public static void unpack(Lane lane, Path image, Path vmlinux) throws IOException {
    byte[] payload = payload(image);
    String start = HexFormat.of().formatHex(payload, 0, Math.min(8, payload.length));
    String program =
        PACKERS.entrySet().stream()
            .filter(packer -> start.startsWith(packer.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseThrow(() -> new IOException(image + " is packed in an unknown way: " + start));
    Path folder = Objects.requireNonNull(vmlinux.getParent(), "a folder");
    // The build writes the unpacked size behind all but gzip's, which ends with it anyway.
    int end = payload.length - (program.equals("gzip") ? 0 : Integer.BYTES);
    Path packed = Files.write(folder.resolve("payload"), Arrays.copyOf(payload, end));
    // A redirection, because outputs of programs are kept as lines.
    CommandResult result =
        lane.run(
            Command.of(
                    folder,
                    "sh",
                    "-c",
                    "exec \"$1\" -dc <\"$2\" >\"$3\"",
                    "unpack",
                    program,
                    packed.toString(),
                    vmlinux.toString())
                .reading(packed)
                .writing(Files.createFile(vmlinux))
                .within(LIMIT));
    Files.delete(packed);
    if (!result.ok()) {
      throw new InfraError("cannot unpack " + image + ": " + result.summary());
    }
  }

  /** The packed ELF file with what the build writes behind it. */
  static byte[] payload(Path image) throws IOException {
    if (Files.size(image) > MAX_BYTES) {
      throw new IOException(image + " is too large for a kernel image");
    }
    byte[] bytes = Files.readAllBytes(image);
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < PAYLOAD_LENGTH + Integer.BYTES
        || header.getInt(MAGIC) != HDRS
        || header.getShort(PROTOCOL) < 0x208) {
      throw new IOException(image + " is no x86 kernel image");
    }
    int sectors = header.get(SETUP_SECTORS) & 0xff;
    long from =
        ((sectors == 0 ? 4L : sectors) + 1) * SECTOR
            + Integer.toUnsignedLong(header.getInt(PAYLOAD_OFFSET));
    long length = Integer.toUnsignedLong(header.getInt(PAYLOAD_LENGTH));
    if (length <= Integer.BYTES || from + length > bytes.length) {
      throw new IOException(image + " is damaged: its payload lies outside of it");
    }
    return Arrays.copyOfRange(bytes, (int) from, (int) (from + length));
  }
}
