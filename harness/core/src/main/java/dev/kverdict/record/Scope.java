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
 * @param programs the failures that were expected; none in older results
 * @param reportedBy the reporter of the bug, or null
 * @param closes the address of the report, or null
 */
public record Scope(
    String matrix,
    List<Kernel> kernels,
    List<String> images,
    List<Patch> patches,
    List<Program> programs,
    @Nullable String reportedBy,
    @Nullable String closes) {

  /** Nothing is known. */
  public static final Scope UNKNOWN = new Scope("", List.of(), List.of(), List.of(), null, null);

  /**
   * A reproducer or guard.
   *
   * @param name its name in the matrix
   * @param crash crash titles, any of which is the bug; empty when it fails by a check, and for a
   *     guard
   * @param check the step that is its own check, or null when it fails by a crash, and for a guard
   */
  public record Program(String name, List<String> crash, @Nullable String check) {

    public Program {
      crash = List.copyOf(crash);
    }

    /** Returns whether it fails by a report of the kernel. */
    public boolean crashes() {
      return !crash.isEmpty();
    }
  }

  /**
   * A kernel.
   *
   * @param name its name in the matrix
   * @param release {@code uname -r}
   * @param source the origin of its source
   * @param smp its processors
   * @param memoryMiB its memory in MiB
   * @param detectors sanitizers and checkers that were built in, by the names of their options
   * @param revision what its source is by digests; null in older results
   */
  public record Kernel(
      String name,
      String release,
      String source,
      int smp,
      int memoryMiB,
      List<String> detectors,
      @Nullable Revision revision) {

    public Kernel {
      detectors = List.copyOf(detectors);
    }

    /** Creates a kernel whose revision is not known. */
    public Kernel(
        String name,
        String release,
        String source,
        int smp,
        int memoryMiB,
        List<String> detectors) {
      this(name, release, source, smp, memoryMiB, detectors, null);
    }
  }

  /**
   * A kernel's source by digests.
   *
   * @param repository the git repository, or null for another kind of source
   * @param commit the commit, if the matrix names it in full, or null
   * @param patches SHA-256 of each patch that makes the source the kernel under test
   */
  public record Revision(
      @Nullable String repository, @Nullable String commit, List<String> patches) {

    public Revision {
      patches = List.copyOf(patches);
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
   * @param digests SHA-256 of each of its patches; none in older results
   * @param worth what it is worth, as the case says; null if that is not known
   */
  public record Patch(
      String name,
      String subject,
      String messageId,
      List<String> notes,
      Map<String, String> fits,
      List<String> digests,
      @Nullable Worth worth) {

    public Patch(
        String name,
        String subject,
        String messageId,
        @Nullable List<String> notes,
        @Nullable Map<String, String> fits,
        @Nullable List<String> digests,
        @Nullable Worth worth) {
      this.name = name;
      this.subject = subject;
      this.messageId = messageId;
      this.notes = notes == null ? List.of() : List.copyOf(notes); // older results have none
      this.fits = fits == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(fits));
      this.digests = digests == null ? List.of() : List.copyOf(digests);
      this.worth = worth;
    }

    /** Creates a patch of unknown worth. */
    public Patch(
        String name,
        String subject,
        String messageId,
        @Nullable List<String> notes,
        @Nullable Map<String, String> fits,
        @Nullable List<String> digests) {
      this(name, subject, messageId, notes, fits, digests, null);
    }

    /** Creates a patch whose digests are not known. */
    public Patch(
        String name,
        String subject,
        String messageId,
        @Nullable List<String> notes,
        @Nullable Map<String, String> fits) {
      this(name, subject, messageId, notes, fits, null);
    }
  }

  public Scope(
      String matrix,
      List<Kernel> kernels,
      List<String> images,
      List<Patch> patches,
      @Nullable List<Program> programs,
      @Nullable String reportedBy,
      @Nullable String closes) {
    this.matrix = matrix;
    this.kernels = List.copyOf(kernels);
    this.images = List.copyOf(images);
    this.patches = List.copyOf(patches);
    this.programs = programs == null ? List.of() : List.copyOf(programs); // older results have none
    this.reportedBy = reportedBy;
    this.closes = closes;
  }

  /** Creates a scope whose programs are not known. */
  public Scope(
      String matrix,
      List<Kernel> kernels,
      List<String> images,
      List<Patch> patches,
      @Nullable String reportedBy,
      @Nullable String closes) {
    this(matrix, kernels, images, patches, null, reportedBy, closes);
  }
}
