package dev.kverdict.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Random;

/** A way in which a saved machine can be wrong. Nothing that is broken is random. */
enum Damage {
  /** Writes that were lost: many pages as another boot of the same kernel had them. */
  OLD_PAGES {
    @Override
    void to(Path machine, Path other, Random random) throws IOException {
      SavedState state = SavedState.of(machine);
      state.takePagesOf(SavedState.of(other), 400, random);
      state.write();
    }
  },
  FEW_OLD_PAGES {
    @Override
    void to(Path machine, Path other, Random random) throws IOException {
      SavedState state = SavedState.of(machine);
      state.takePagesOf(SavedState.of(other), 20, random);
      state.write();
    }
  },
  ZEROED_PAGES {
    @Override
    void to(Path machine, Path other, Random random) throws IOException {
      SavedState state = SavedState.of(machine);
      state.zeroPages(200, random);
      state.write();
    }
  },
  ONE_FLIPPED_BIT {
    @Override
    void to(Path machine, Path other, Random random) throws IOException {
      SavedState state = SavedState.of(machine);
      state.flipBits(1, random);
      state.write();
    }
  },
  FLIPPED_BITS {
    @Override
    void to(Path machine, Path other, Random random) throws IOException {
      SavedState state = SavedState.of(machine);
      state.flipBits(2000, random);
      state.write();
    }
  },
  SWAPPED_PAGES {
    @Override
    void to(Path machine, Path other, Random random) throws IOException {
      SavedState state = SavedState.of(machine);
      state.swapPages(100, random);
      state.write();
    }
  },
  HALF_THE_FILE {
    @Override
    void to(Path machine, Path other, Random random) throws IOException {
      SavedState.of(machine).write((int) Files.size(machine.resolve("state")) / 2);
    }
  },
  WITHOUT_ITS_END {
    @Override
    void to(Path machine, Path other, Random random) throws IOException {
      SavedState.of(machine).write((int) Files.size(machine.resolve("state")) - 1000);
    }
  },
  EMPTY_FILE {
    @Override
    void to(Path machine, Path other, Random random) throws IOException {
      SavedState.of(machine).write(0);
    }
  },
  STATE_OF_ANOTHER {
    @Override
    void to(Path machine, Path other, Random random) throws IOException {
      copy("state", machine, other);
    }
  },
  DISK_OF_ANOTHER {
    @Override
    void to(Path machine, Path other, Random random) throws IOException {
      copy("disk0", machine, other);
    }
  },
  DISK_WITH_HOLES {
    @Override
    void to(Path machine, Path other, Random random) throws IOException {
      byte[] disk = Files.readAllBytes(machine.resolve("disk0"));
      for (int i = 0; i < 200; i++) {
        int at = random.nextInt(disk.length / 4096) * 4096;
        java.util.Arrays.fill(disk, at, at + 4096, (byte) 0);
      }
      Files.write(machine.resolve("disk0"), disk);
    }
  };

  /**
   * Damages a machine.
   *
   * @param other another machine, as it was saved
   */
  abstract void to(Path machine, Path other, Random random) throws IOException;

  private static void copy(String name, Path machine, Path other) throws IOException {
    Files.copy(other.resolve(name), machine.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }
}
