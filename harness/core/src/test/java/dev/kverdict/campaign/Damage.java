package dev.kverdict.campaign;

import static dev.kverdict.campaign.SavedState.MEMORY;
import static dev.kverdict.campaign.SavedState.STATE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Random;

/** A way in which a saved machine can be wrong; the same seed breaks the same things. */
enum Damage {
  /** Writes that were lost: many pages as another boot of the same kernel had them. */
  OLD_PAGES((state, other, random) -> state.takePagesOf(SavedState.of(other), 400, random)),
  FEW_OLD_PAGES((state, other, random) -> state.takePagesOf(SavedState.of(other), 20, random)),
  ZEROED_PAGES((state, other, random) -> state.zeroPages(200, random)),
  ONE_FLIPPED_BIT((state, other, random) -> state.flipBits(1, random)),
  FLIPPED_BITS((state, other, random) -> state.flipBits(2000, random)),
  SWAPPED_PAGES((state, other, random) -> state.swapPages(100, random)),
  FLIPPED_BITS_OF_STATE((state, other, random) -> state.flipBitsOfState(20, random)),
  HALF_THE_STATE((state, other, random) -> state.cut(STATE, 500)),
  STATE_WITHOUT_ITS_END((state, other, random) -> state.cut(STATE, 997)),
  EMPTY_STATE((state, other, random) -> state.cut(STATE, 0)),
  STATE_OF_ANOTHER((state, other, random) -> copy(STATE, state.machine(), other)),
  HALF_THE_MEMORY((state, other, random) -> state.cut(MEMORY, 500)),
  MEMORY_WITHOUT_ITS_END((state, other, random) -> state.cut(MEMORY, 999)),
  EMPTY_MEMORY((state, other, random) -> state.cut(MEMORY, 0)),
  MEMORY_OF_ANOTHER((state, other, random) -> copy(MEMORY, state.machine(), other)),
  DISK_OF_ANOTHER((state, other, random) -> copy("disk0", state.machine(), other)),
  DISK_WITH_HOLES((state, other, random) -> zeroBlocks(state.machine().resolve("disk0"), random));

  private static final int BLOCK = 4096;

  @FunctionalInterface
  private interface Way {
    void go(SavedState state, Path other, Random random) throws IOException;
  }

  private final Way way;

  Damage(Way way) {
    this.way = way;
  }

  /**
   * Damages a machine.
   *
   * @param other another machine, as it was saved
   */
  void to(Path machine, Path other, Random random) throws IOException {
    SavedState state = SavedState.of(machine);
    way.go(state, other, random);
    state.unseal();
  }

  private static void copy(String name, Path machine, Path other) throws IOException {
    Files.copy(other.resolve(name), machine.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  private static void zeroBlocks(Path disk, Random random) throws IOException {
    byte[] bytes = Files.readAllBytes(disk);
    for (int i = 0; i < 200; i++) {
      int at = random.nextInt(bytes.length / BLOCK) * BLOCK;
      Arrays.fill(bytes, at, at + BLOCK, (byte) 0);
    }
    Files.write(disk, bytes);
  }
}
