package dev.kverdict.image;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes a raw image of a file from outside. The decoders run in the cage, because they read what
 * others wrote; the tools that everybody has are faster than decoders in Java, and zstd has none
 * without a native library in this process.
 *
 * @param lane where the decoders run
 * @param image the image's name, for messages
 * @param file the file as the case names it, for messages
 * @param sizeBytes the size of the disk, or null for the image's own
 */
record Intake(Lane lane, String image, String file, @Nullable Long sizeBytes) {

  /** The largest image, in bytes, that needs no {@code size:}. */
  static final long MOST = 8L << 30;

  /** The bytes of a disk come in sectors of this size. */
  private static final int SECTOR = 512;

  /** bzip2, the slowest decoder, unpacks 30 MB in a second. */
  private static final Duration LIMIT = Duration.ofMinutes(15);

  /**
   * Unpacks standard input with the decoder that follows OUT and MOST, into a file that exists and
   * is long enough: the limit on the size of files is that of an existing file, if that is larger.
   */
  private static final String UNPACK =
      "set -o pipefail; in=$1 out=$2 most=$3; shift 3; \"$@\" <\"$in\" | dd of=\"$out\" bs=64K "
          + "count=\"$most\" iflag=fullblock,count_bytes conv=sparse,notrunc";

  /** What the account that the decoders run as has to be able to read. */
  static final Set<PosixFilePermission> READABLE = PosixFilePermissions.fromString("rw-r--r--");

  /** The last of dd's three lines. */
  private static final Pattern COPIED = Pattern.compile("([0-9]+) bytes?\\b.* copied,.*");

  private static final Pattern NOISE =
      Pattern.compile("\\s*|[0-9]+\\+[0-9]+ records (in|out)|" + COPIED.pattern());

  /** qemu-img(1): clusters that nobody uses do not harm. */
  private static final int LEAKED_CLUSTERS = 3;

  /** SIGHUP, SIGINT, SIGKILL and SIGTERM (signal(7)): what a person or the kernel sends. */
  private static final Set<Integer> FROM_OUTSIDE = Set.of(1, 2, 9, 15);

  /** Returns the most bytes that the image may have. */
  long most() {
    return sizeBytes == null ? MOST : sizeBytes;
  }

  /**
   * Makes the image.
   *
   * @param source a file of ours, which is used up
   * @param target the image, in the same directory
   * @throws UserError if it is no image, is damaged, or is too large
   * @throws InfraError if the host fails
   */
  void take(Path source, Path target) throws IOException {
    Path plain = source;
    ImageFormat format = ImageFormat.of(source);
    if (format.compressed()) {
      plain = source.resolveSibling("unpacked");
      unpack(format, source, plain);
      Files.delete(source);
      format = ImageFormat.of(plain);
      if (format.compressed()) {
        throw error("is compressed twice, by " + format + " inside", "unpack it once");
      }
    }
    if (!format.remedy().isEmpty()) {
      throw error("holds no disk image but " + format, format.remedy());
    }
    if (format == ImageFormat.QCOW2) {
      convert(plain, target);
      Files.delete(plain);
    } else {
      Files.move(plain, target);
    }
    fit(target);
  }

  private void unpack(ImageFormat format, Path packed, Path plain) throws IOException {
    String tool = format.decoder().get(0);
    ImageTools.require(lane, image, tool);
    reserve(plain, most() + 1);
    List<String> argv = new ArrayList<>(List.of("bash", "-c", UNPACK, "bash"));
    argv.addAll(List.of(packed.toString(), plain.toString(), Long.toString(most() + 1)));
    argv.addAll(format.decoder());
    CommandResult result = run(plain, packed, argv);
    long length = copied(result);
    if (length > most()) {
      throw tooLarge("unpacks to");
    }
    if (!result.ok() || length < 0) {
      throw error(
          "cannot be unpacked: " + reason(result),
          "if it is cut short or damaged, get it again, and write down its sha256:");
    }
    setLength(plain, length);
  }

  /** Returns how much dd wrote; -1 if it did not say so. */
  private static long copied(CommandResult result) {
    return result.output().stream()
        .map(COPIED::matcher)
        .filter(Matcher::matches)
        .mapToLong(line -> Long.parseLong(line.group(1)))
        .findFirst()
        .orElse(-1);
  }

  private String reason(CommandResult result) {
    if (result.timedOut()) {
      return "it takes longer than " + LIMIT.toMinutes() + " min";
    }
    Optional<String> first =
        result.output().stream().filter(line -> !NOISE.matcher(line).matches()).findFirst();
    return first.map(String::strip).orElse("exit code " + result.exitCode());
  }

  private void convert(Path qcow, Path raw) throws IOException {
    QcowHeader header = QcowHeader.read(qcow);
    if (!header.refusal().isEmpty()) {
      throw error(
          header.refusal(), "make one that is complete: qemu-img convert -O qcow2 FILE IMAGE");
    }
    if (Long.compareUnsigned(header.sizeBytes(), most()) > 0) {
      throw tooLarge("is a disk of " + Long.toUnsignedString(header.sizeBytes()) + " bytes,");
    }
    ImageTools.require(lane, image, "qemu-img");
    // What lies beyond the end of a file that was cut short would be read as zeros.
    CommandResult sound =
        run(null, qcow, List.of("qemu-img", "check", "-f", "qcow2", qcow.toString()));
    if (!sound.ok() && sound.exitCode() != LEAKED_CLUSTERS) {
      throw error("is a qcow2 image with errors: " + reason(sound), "get it again");
    }
    reserve(raw, header.sizeBytes());
    CommandResult result =
        run(
            raw,
            qcow,
            List.of(
                "qemu-img",
                "convert",
                "-f",
                "qcow2",
                "-O",
                "raw",
                qcow.toString(),
                raw.toString()));
    if (!result.ok()) {
      throw error("cannot be converted: " + reason(result), "get it again");
    }
  }

  /** Runs a tool that reads one file and writes another; faults of the host are not the image's. */
  private CommandResult run(@Nullable Path written, Path read, List<String> argv) {
    Command command = Command.beside(read, argv.toArray(String[]::new)).reading(read).within(LIMIT);
    CommandResult result = lane.run(written == null ? command : command.writing(written));
    OptionalInt signal = result.foreignSignal();
    boolean full = result.output().stream().anyMatch(line -> line.contains("No space left on"));
    if (full || (signal.isPresent() && FROM_OUTSIDE.contains(signal.getAsInt()))) {
      throw new InfraError("image " + image + ": " + file + ": " + result.summary());
    }
    return result;
  }

  private static void reserve(Path file, long length) throws IOException {
    Files.createFile(file);
    Files.setPosixFilePermissions(file, READABLE);
    setLength(file, length);
  }

  private static void setLength(Path file, long length) throws IOException {
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.setLength(length);
    }
  }

  /** Gives the image the size of the disk. */
  private void fit(Path raw) throws IOException {
    long length = Files.size(raw);
    if (length == 0) {
      throw error("is empty", "name another file");
    }
    if (length > most()) {
      throw tooLarge("has " + length + " bytes,");
    }
    long whole = (length + SECTOR - 1) / SECTOR * SECTOR;
    setLength(raw, sizeBytes == null ? whole : sizeBytes);
  }

  private UserError tooLarge(String what) {
    return sizeBytes == null
        ? error(what + " more than " + (MOST >> 30) + " GiB", "write down how large: size:")
        : error(what + " more than its size: of " + sizeBytes + " bytes", "correct size:");
  }

  UserError error(String what, String remedy) {
    return new UserError("image " + image, file + " " + what, remedy);
  }
}
