package dev.kverdict.capsule;

import dev.kverdict.campaign.RunCase;
import dev.kverdict.shard.GivenPatches;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * capsule.json: what is in a capsule, and what its trials have to show.
 *
 * @param schema the version of the format
 * @param host where the cell was judged
 * @param kernel the cell's kernel, by its name
 * @param patch the cell's patch, or null for a control
 * @param program the cell's reproducer or guard
 * @param cells the cells that are judged: the cell itself, and those that its verdict waits for
 * @param matrix the case of the cells
 * @param patches the patch as it was read, for reports
 * @param machines what guests are made of
 * @param expected what came out
 * @param files the length of each file in bytes, by its SHA-256
 */
record Manifest(
    int schema,
    Host host,
    String kernel,
    @Nullable String patch,
    String program,
    List<String> cells,
    RunCase matrix,
    GivenPatches patches,
    Machines machines,
    Expected expected,
    Map<String, Long> files) {

  static final String NAME = "capsule.json";
  static final int SCHEMA = 1;

  /**
   * Where a cell was judged.
   *
   * @param kverdict the version of kverdict
   * @param qemu the version of QEMU, as it gives it itself
   * @param accelerator the accelerator
   */
  record Host(String kverdict, String qemu, String accelerator) {

    Host {
      Objects.requireNonNull(kverdict, "kverdict");
      Objects.requireNonNull(qemu, "qemu");
      Objects.requireNonNull(accelerator, "accelerator");
    }
  }

  /**
   * A part of a guest.
   *
   * @param key the digest of what it was made from
   * @param files the SHA-256 of each of its files, by path
   */
  record Part(String key, Map<String, String> files) {

    Part {
      Objects.requireNonNull(key, "key");
      files = Collections.unmodifiableMap(new TreeMap<>(files));
    }
  }

  /**
   * The parts of the guests.
   *
   * @param kernels the kernels, as {@code KERNEL} and {@code KERNEL/PATCH}
   * @param agent the agent
   * @param canary the program of the canaries
   * @param programs the compiled programs by name
   * @param images the disk images by name
   * @param userlands the disks with Debian's programs, by the program that finds them
   */
  record Machines(
      Map<String, Part> kernels,
      Part agent,
      Part canary,
      Map<String, Part> programs,
      Map<String, Part> images,
      Map<String, Part> userlands) {

    Machines {
      Objects.requireNonNull(agent, "agent");
      Objects.requireNonNull(canary, "canary");
      kernels = Collections.unmodifiableMap(new TreeMap<>(kernels));
      programs = Collections.unmodifiableMap(new TreeMap<>(programs));
      images = Collections.unmodifiableMap(new TreeMap<>(images));
      userlands = Collections.unmodifiableMap(new TreeMap<>(userlands));
    }
  }

  Manifest {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(kernel, "kernel");
    Objects.requireNonNull(program, "program");
    Objects.requireNonNull(matrix, "matrix");
    Objects.requireNonNull(patches, "patches");
    Objects.requireNonNull(machines, "machines");
    Objects.requireNonNull(expected, "expected");
    cells = List.copyOf(cells);
    files = Collections.unmodifiableMap(new TreeMap<>(files));
  }

  /** Returns the cell as tables name it. */
  String cell() {
    return (patch == null ? kernel : kernel + "/" + patch) + " " + program;
  }
}
