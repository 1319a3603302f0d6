package dev.kverdict.record;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The subject of a run's verdicts: they say nothing beyond it.
 *
 * @param matrix the matrix file, relative to the case's root
 * @param kernels the kernels under test
 * @param images the disk images, as they were made and mounted, and the packages of userlands
 * @param patches the origin of the patches
 * @param reportedBy the reporter of the bug, or null
 * @param closes the address of the report, or null
 */
public record Scope(
    String matrix,
    List<Kernel> kernels,
    List<String> images,
    List<Patch> patches,
    @Nullable String reportedBy,
    @Nullable String closes) {

  /** Nothing is known. */
  public static final Scope UNKNOWN = new Scope("", List.of(), List.of(), List.of(), null, null);

  /**
   * A kernel.
   *
   * @param name its name in the matrix
   * @param release {@code uname -r}
   * @param source the origin of its source
   * @param smp its processors
   * @param memoryMiB its memory in MiB
   * @param detectors sanitizers and checkers that were built in, by the names of their options
   */
  public record Kernel(
      String name, String release, String source, int smp, int memoryMiB, List<String> detectors) {

    public Kernel {
      detectors = List.copyOf(detectors);
    }
  }

  /**
   * A patch.
   *
   * @param name its name in the matrix
   * @param subject the subject of its mail, or of the first of its series; empty without one
   * @param messageId that mail's message id with its angle brackets; empty without one
   * @param notes how it was read and applied, as far as that is not a matter of course
   * @param fits how it fits each kernel, in words: {@code applies with an offset}, {@code is
   *     already there}, {@code needs work}
   */
  public record Patch(
      String name, String subject, String messageId, List<String> notes, Map<String, String> fits) {

    public Patch(
        String name,
        String subject,
        String messageId,
        @Nullable List<String> notes,
        @Nullable Map<String, String> fits) {
      this.name = name;
      this.subject = subject;
      this.messageId = messageId;
      this.notes = notes == null ? List.of() : List.copyOf(notes); // older results have none
      this.fits = fits == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(fits));
    }
  }

  public Scope {
    kernels = List.copyOf(kernels);
    images = List.copyOf(images);
    patches = List.copyOf(patches);
  }
}
