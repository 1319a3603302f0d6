package dev.kverdict.binary;

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
 * Unpacks a compressed x86 kernel image (Documentation/arch/x86/boot.rst, protocol 2.08 and later).
 * The ELF file in it boots by PVH, which spares an emulated processor the unpacking, and has the
 * build-id.
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

  /** Programs that unpack a payload to standard output, by its first bytes in hex. */
  private static final Map<String, String> PACKERS =
      Map.of("fd377a585a00", "xz", "1f8b08", "gzip", "28b52ffd", "zstd", "02214c18", "lz4");

  private BzImage() {}

  /**
   * Unpacks the ELF file from an image.
   *
   * @throws IOException if it is not such an image
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
    Path directory = Objects.requireNonNull(vmlinux.getParent(), "a file's directory");
    // The build appends the unpacked size, except to gzip's format, which ends with it anyway.
    int end = payload.length - (program.equals("gzip") ? 0 : Integer.BYTES);
    Path packed = Files.write(directory.resolve("payload"), Arrays.copyOf(payload, end));
    // A redirection, because a lane keeps output as lines.
    CommandResult result =
        lane.run(
            Command.of(
                    directory,
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
    var unused = result.orThrow("cannot unpack " + image);
  }

  /** Returns the packed ELF file with what the build appends to it. */
  static byte[] payload(Path image) throws IOException {
    if (Files.size(image) > MAX_BYTES) {
      throw new IOException(image + " is too large for a kernel image");
    }
    byte[] bytes = Files.readAllBytes(image);
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < PAYLOAD_LENGTH + Integer.BYTES
        || header.getInt(MAGIC) != HDRS
        || header.getShort(PROTOCOL) < 0x208) {
      throw new IOException(image + " is not an x86 kernel image");
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
