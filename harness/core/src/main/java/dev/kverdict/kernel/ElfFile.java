package dev.kverdict.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * As much of a 64-bit little-endian ELF file as a build has to be compared by (System V ABI,
 * chapter 4): its sections and its GNU build-id.
 */
final class ElfFile {

  private static final int SHT_SYMTAB = 2;
  private static final int SHT_STRTAB = 3;
  private static final int SHT_NOTE = 7;
  private static final int SHT_NOBITS = 8;
  private static final long SHF_ALLOC = 2;
  private static final int NT_GNU_BUILD_ID = 3;
  private static final int STT_FUNC = 2;
  private static final int SYMBOL_SIZE = 24;

  private final ByteBuffer bytes;
  private final List<Section> sections = new ArrayList<>();

  private record Section(String name, int type, long flags, int offset, int size) {}

  /**
   * A function.
   *
   * @param name its symbol
   * @param section the section it is in
   * @param value its address; in a file that is still to be linked, its place in the section
   * @param size its size in bytes
   */
  record Function(String name, String section, long value, long size) {}

  private ElfFile(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /**
   * Reads a file.
   *
   * @throws IOException when it cannot be read or is no such ELF file
   */
  static ElfFile read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    try {
      if (bytes.getInt(0) != 0x464c457f || bytes.get(4) != 2 || bytes.get(5) != 1) {
        throw new IOException(file + " is no 64-bit little-endian ELF file");
      }
      ElfFile elf = new ElfFile(bytes);
      elf.readSections();
      return elf;
    } catch (IndexOutOfBoundsException e) {
      throw new IOException(file + " is a damaged ELF file", e);
    }
  }

  private void readSections() {
    int table = Math.toIntExact(bytes.getLong(0x28));
    int size = bytes.getShort(0x3a) & 0xffff;
    int count = bytes.getShort(0x3c) & 0xffff;
    int names = Math.toIntExact(bytes.getLong(table + size * (bytes.getShort(0x3e) & 0xffff) + 24));
    for (int i = 0; i < count; i++) {
      int at = table + i * size;
      int type = bytes.getInt(at + 4);
      sections.add(
          new Section(
              text(names + bytes.getInt(at)),
              type,
              bytes.getLong(at + 8),
              Math.toIntExact(bytes.getLong(at + 24)),
              Math.toIntExact(bytes.getLong(at + 32))));
    }
  }

  /** The GNU build-id in hex. */
  Optional<String> buildId() {
    for (Section section : sections) {
      if (section.type() != SHT_NOTE) {
        continue;
      }
      int at = section.offset();
      int end = section.offset() + section.size();
      while (at + 12 <= end) {
        int nameSize = bytes.getInt(at);
        int size = bytes.getInt(at + 4);
        int type = bytes.getInt(at + 8);
        int name = at + 12;
        int description = name + ((nameSize + 3) & ~3);
        if (nameSize < 0 || size < 0 || description + size > end) {
          break;
        }
        if (type == NT_GNU_BUILD_ID && nameSize == 4 && text(name).equals("GNU")) {
          byte[] id = new byte[size];
          bytes.get(description, id);
          return Optional.of(HexFormat.of().formatHex(id));
        }
        at = description + ((size + 3) & ~3);
      }
    }
    return Optional.empty();
  }

  /** The functions of the symbol table, in its order. */
  List<Function> functions() {
    List<Function> functions = new ArrayList<>();
    for (int i = 0; i < sections.size(); i++) {
      if (sections.get(i).type() != SHT_SYMTAB) {
        continue;
      }
      Section table = sections.get(i);
      Section names =
          sections.stream()
              .filter(s -> s.type() == SHT_STRTAB && s.name().equals(".strtab"))
              .findFirst()
              .orElse(table);
      for (int at = table.offset();
          at + SYMBOL_SIZE <= table.offset() + table.size();
          at += SYMBOL_SIZE) {
        int section = bytes.getShort(at + 6) & 0xffff;
        if ((bytes.get(at + 4) & 0xf) == STT_FUNC && section > 0 && section < sections.size()) {
          functions.add(
              new Function(
                  text(names.offset() + bytes.getInt(at)),
                  sections.get(section).name(),
                  bytes.getLong(at + 8),
                  bytes.getLong(at + 16)));
        }
      }
    }
    return functions;
  }

  /** Adds what of the file is loaded into memory, except the build-id, which covers more. */
  void addLoaded(MessageDigest digest) {
    for (Section section : sections) {
      boolean buildId = section.type() == SHT_NOTE && section.name().contains("build-id");
      // In vmlinux the note shares .notes with others that say nothing about code.
      boolean notes = section.type() == SHT_NOTE && section.name().equals(".notes");
      if ((section.flags() & SHF_ALLOC) == 0 || buildId || notes) {
        continue;
      }
      digest.update(
          (section.name() + " " + section.size() + "\n").getBytes(StandardCharsets.UTF_8));
      if (section.type() != SHT_NOBITS) {
        digest.update(bytes.slice(section.offset(), section.size()));
      }
    }
  }

  private String text(int at) {
    int end = at;
    while (bytes.get(end) != 0) {
      end++;
    }
    return StandardCharsets.UTF_8.decode(bytes.slice(at, end - at)).toString();
  }
}
