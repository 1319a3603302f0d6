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
 * A matrix, resolved: what runs. All paths are absolute, exist and lie below {@code root}; every
 * name refers to something. Maps keep the order in which things were written.
 *
 * @param caseName the case's name
 * @param credits who found the bug
 * @param file the matrix file itself
 * @param root the folder that no path leaves
 * @param kernels kernels by name
 * @param patches patches by name
 * @param images images by name
 * @param reproducers reproducers by name
 * @param guards guards by name; no name is both a reproducer and a guard
 * @param claims statements to be settled, in the order written
 * @param defaults what holds where the command line says nothing
 */
public record Matrix(
    String caseName,
    Credits credits,
    Path file,
    Path root,
    Map<String, KernelDef> kernels,
    Map<String, PatchDef> patches,
    Map<String, ImageDef> images,
    Map<String, ReproducerDef> reproducers,
    Map<String, ReproducerDef> guards,
    List<ClaimDef> claims,
    Defaults defaults) {

  /** The kernels that have cells unless asked for by name: not those that only stand in. */
  public List<KernelDef> ownKernels() {
    return ownKernels(kernels.values());
  }

  public static List<KernelDef> ownKernels(Collection<KernelDef> all) {
    Set<String> standIns =
        all.stream()
            .flatMap(kernel -> Stream.ofNullable(kernel.otherwise()))
            .collect(Collectors.toSet());
    return all.stream().filter(kernel -> !standIns.contains(kernel.name())).toList();
  }

  /** The same with one patch more. */
  public Matrix with(PatchDef patch) {
    Map<String, PatchDef> more = new LinkedHashMap<>(patches);
    more.put(patch.name(), patch);
    return new Matrix(
        caseName,
        credits,
        file,
        root,
        kernels,
        more,
        images,
        reproducers,
        guards,
        claims,
        defaults);
  }
}
