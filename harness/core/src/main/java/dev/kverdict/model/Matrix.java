package dev.kverdict.model;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A resolved case. All paths are absolute, exist and lie below {@code root}; every name refers to
 * something.
 *
 * @param caseName the case's name
 * @param credits who found the bug
 * @param file the file that it was read from
 * @param root the directory that no path leaves
 * @param parts its parts
 * @param defaults values that the command line may override
 */
public record Matrix(
    String caseName, Credits credits, Path file, Path root, Parts parts, Defaults defaults) {

  /**
   * The parts of a case by name, in the order in which they were written.
   *
   * @param reproducers programs that show the bug
   * @param guards programs that must succeed with and without a patch; no name is in both
   * @param claims statements to be settled
   */
  public record Parts(
      Map<String, KernelDef> kernels,
      Map<String, PatchDef> patches,
      Map<String, ImageDef> images,
      Map<String, ReproducerDef> reproducers,
      Map<String, ReproducerDef> guards,
      List<ClaimDef> claims) {}

  /** Returns the kernels by name. */
  public Map<String, KernelDef> kernels() {
    return parts.kernels();
  }

  /** Returns the patches by name. */
  public Map<String, PatchDef> patches() {
    return parts.patches();
  }

  /** Returns the disk images by name. */
  public Map<String, ImageDef> images() {
    return parts.images();
  }

  /** Returns the reproducers by name. */
  public Map<String, ReproducerDef> reproducers() {
    return parts.reproducers();
  }

  /** Returns the guards by name. */
  public Map<String, ReproducerDef> guards() {
    return parts.guards();
  }

  /** Returns the claims. */
  public List<ClaimDef> claims() {
    return parts.claims();
  }

  /** Returns the kernels that have cells by default: all but stand-ins of others. */
  public List<KernelDef> ownKernels() {
    return ownKernels(kernels().values());
  }

  /** Returns the kernels that stand in for no other. */
  public static List<KernelDef> ownKernels(Collection<KernelDef> all) {
    Set<String> standIns =
        all.stream()
            .flatMap(kernel -> Stream.ofNullable(kernel.otherwise()))
            .collect(Collectors.toSet());
    return all.stream().filter(kernel -> !standIns.contains(kernel.name())).toList();
  }

  /**
   * Returns a copy with these patches in place of its own, and without its claims, which may be
   * about its own.
   */
  public Matrix judging(Map<String, PatchDef> others) {
    Parts other = new Parts(kernels(), others, images(), reproducers(), guards(), List.of());
    return new Matrix(caseName, credits, file, root, other, defaults);
  }

  /** Returns a copy with one more patch. */
  public Matrix with(PatchDef patch) {
    Map<String, PatchDef> more = new LinkedHashMap<>(patches());
    more.put(patch.name(), patch);
    Parts other = new Parts(kernels(), more, images(), reproducers(), guards(), claims());
    return new Matrix(caseName, credits, file, root, other, defaults);
  }
}
