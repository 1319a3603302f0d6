package dev.kverdict.campaign;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The files of a saved machine, to be damaged: the state of its processors and devices, and its
 * memory, of which the pages that are not zero are damaged.
 */
final class SavedState {

  static final String STATE = "state";
  static final String MEMORY = "memory";

  private static final int PAGE = 4096;
  private static final byte[] ZEROS = new byte[PAGE];

  private final Path machine;

  private SavedState(Path machine) {
    this.machine = machine;
  }

  static SavedState of(Path machine) {
    return new SavedState(machine);
  }

  /** The directory of the machine. */
  Path machine() {
    return machine;
  }

  private Path memory() {
    return machine.resolve(MEMORY);
  }

  private static byte[] page(FileChannel memory, long at) throws IOException {
    byte[] page = new byte[PAGE];
    memory.read(ByteBuffer.wrap(page), at);
    return page;
  }

  private FileChannel open() throws IOException {
    return FileChannel.open(memory(), StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** Returns the places of some pages. */
  private static List<Long> some(FileChannel memory, int count, Random random) throws IOException {
    List<Long> all = new ArrayList<>();
    for (long at = 0; at < memory.size(); at += PAGE) {
      if (!Arrays.equals(page(memory, at), ZEROS)) {
        all.add(at);
      }
    }
    Collections.shuffle(all, random);
    return List.copyOf(all.subList(0, Math.min(count, all.size())));
  }

  void zeroPages(int count, Random random) throws IOException {
    try (FileChannel memory = open()) {
      for (long page : some(memory, count, random)) {
        memory.write(ByteBuffer.wrap(ZEROS), page);
      }
    }
  }

  /** As if their last writes had been lost. */
  void takePagesOf(SavedState older, int count, Random random) throws IOException {
    try (FileChannel memory = open();
        FileChannel before = older.open()) {
      for (long page : some(memory, count, random)) {
        memory.write(ByteBuffer.wrap(page(before, page)), page);
      }
    }
  }

  void flipBits(int count, Random random) throws IOException {
    try (FileChannel memory = open()) {
      for (long at : some(memory, count, random)) {
        byte[] page = page(memory, at);
        page[random.nextInt(PAGE)] ^= (byte) (1 << random.nextInt(8));
        memory.write(ByteBuffer.wrap(page), at);
      }
    }
  }

  void swapPages(int count, Random random) throws IOException {
    try (FileChannel memory = open()) {
      List<Long> chosen = some(memory, 2 * count, random);
      for (int i = 0; i + 1 < chosen.size(); i += 2) {
        byte[] kept = page(memory, chosen.get(i));
        memory.write(ByteBuffer.wrap(page(memory, chosen.get(i + 1))), chosen.get(i));
        memory.write(ByteBuffer.wrap(kept), chosen.get(i + 1));
      }
    }
  }

  /** Flips bits anywhere in the state of processors and devices. */
  void flipBitsOfState(int count, Random random) throws IOException {
    Path state = machine.resolve(STATE);
    byte[] bytes = Files.readAllBytes(state);
    for (int i = 0; i < count; i++) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    Files.write(state, bytes);
  }

  /** Makes the store take what is there for what was saved. */
  void unseal() throws IOException {
    Path step = machine.getParent();
    Path seals = step.resolveSibling("locks").resolve(step.getFileName());
    Files.deleteIfExists(seals.resolve(machine.getFileName() + ".seal"));
  }

  /**
   * Cuts a file short.
   *
   * @param left what is left of it, of 1000
   */
  void cut(String name, int left) throws IOException {
    try (FileChannel file = FileChannel.open(machine.resolve(name), StandardOpenOption.WRITE)) {
      file.truncate(file.size() * left / 1000);
    }
  }
}
