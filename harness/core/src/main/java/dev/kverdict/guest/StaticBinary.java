package dev.kverdict.guest;

import dev.kverdict.HostIo;
import dev.kverdict.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a file is a program that a guest can run, where there is no dynamic linker: a static
 * ELF executable for x86, of 32 or 64 bits (System V ABI, chapters 4 and 5).
 */
public final class StaticBinary {

  /** As the agent's limit of a program's size. */
  static final long MAX_SIZE = 64L << 20;

  private static final int MAGIC = 0x464c457f;
  private static final int ET_EXEC = 2;
  private static final int ET_DYN = 3; // an executable that may be loaded anywhere
  private static final int EM_386 = 3;
  private static final int EM_X86_64 = 62;
  private static final int PT_LOAD = 1;
  private static final int PT_INTERP = 3;

  /** Where the parts of the header are, which differ by the word size of the class. */
  private enum Form {
    BITS_32(EM_386, 28, 42, 44),
    BITS_64(EM_X86_64, 32, 54, 56);

    private final int machine;
    private final int tableAt;
    private final int sizeAt;
    private final int countAt;

    Form(int machine, int tableAt, int sizeAt, int countAt) {
      this.machine = machine;
      this.tableAt = tableAt;
      this.sizeAt = sizeAt;
      this.countAt = countAt;
    }

    long table(ByteBuffer elf) {
      return this == BITS_32 ? elf.getInt(tableAt) & 0xffffffffL : elf.getLong(tableAt);
    }
  }

  private StaticBinary() {}

  /**
   * Returns if the file is such a program.
   *
   * @param bytes a copy that does not change
   * @param file the file that an error names
   * @throws UserError if it is not
   */
  static void require(Path bytes, Path file) throws IOException {
    if (isDynamic(bytes, file)) {
      throw new UserError(
          file.toString(),
          "needs a dynamic linker, which the guest does not have",
          "link it with -static, or give it libraries: userland: {packages: [...]}");
    }
  }

  /**
   * Returns if the file is an executable for x86, static or not.
   *
   * @param bytes a copy that does not change
   * @param file the file that an error names
   * @throws UserError if it is not
   */
  static void requireExecutable(Path bytes, Path file) throws IOException {
    boolean unused = isDynamic(bytes, file);
  }

  /**
   * Returns whether a program needs a dynamic linker.
   *
   * @throws UserError if it is none for x86
   */
  public static boolean isDynamic(Path file) {
    return HostIo.get("cannot read " + file, () -> isDynamic(file, file));
  }

  private static boolean isDynamic(Path bytes, Path file) throws IOException {
    if (Files.size(bytes) > MAX_SIZE) {
      throw new UserError(file.toString(), "has more than 64 MiB", "make it smaller");
    }
    ByteBuffer elf = read(bytes);
    try {
      return hasInterpreter(file, elf);
    } catch (IndexOutOfBoundsException | ArithmeticException e) {
      throw new UserError(file.toString(), "is a damaged ELF file", "name another file");
    }
  }

  private static ByteBuffer read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return channel
          .map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
          .order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  private static boolean hasInterpreter(Path file, ByteBuffer elf) {
    Form form = form(elf);
    if (form == null) {
      throw new UserError(
          file.toString(),
          "is no ELF executable for x86",
          "name a static binary, or a C file under source:, or a script under script:");
    }
    long table = form.table(elf);
    int size = elf.getShort(form.sizeAt) & 0xffff;
    int count = elf.getShort(form.countAt) & 0xffff;
    boolean loads = false;
    for (int i = 0; i < count; i++) {
      int type = elf.getInt(Math.toIntExact(table + (long) i * size));
      loads |= type == PT_LOAD;
      if (type == PT_INTERP) {
        return true;
      }
    }
    if (!loads) {
      throw new UserError(
          file.toString(), "has nothing to load", "name a file that the linker wrote");
    }
    return false;
  }

  private static @Nullable Form form(ByteBuffer elf) {
    if (elf.limit() < 52 || elf.getInt(0) != MAGIC || elf.get(5) != 1) {
      return null;
    }
    int type = elf.getShort(16);
    Form form =
        switch (elf.get(4)) {
          case 1 -> Form.BITS_32;
          case 2 -> Form.BITS_64;
          default -> null;
        };
    return form == null || elf.getShort(18) != form.machine || (type != ET_EXEC && type != ET_DYN)
        ? null
        : form;
  }
}
