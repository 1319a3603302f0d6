package dev.kverdict.sketch;

import dev.kverdict.HostIo;
import dev.kverdict.UserFiles;
import dev.kverdict.model.ConfigWord;
import dev.kverdict.model.Matrix;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.yaml.MatrixReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A case that is made for a person who goes on with it.
 *
 * @param kernel its kernel
 * @param program the reproducer
 * @param needs what that takes, as found in its text or as the person says
 * @param steps the steps that it reports
 * @param disk its disk, or null
 * @param with what is added to the configuration of a kernel that is built
 * @param fragments texts with single options, by the names of their files
 * @param modules modules to load
 * @param prepare patches that are part of the kernel
 * @param patches patches to judge
 * @param expected the failure that a person names
 */
public record CaseSketch(
    SketchedKernel kernel,
    ProgramFile program,
    Needs needs,
    List<String> steps,
    @Nullable SketchedDisk disk,
    List<ConfigWord> with,
    Map<String, String> fragments,
    List<String> modules,
    List<Path> prepare,
    List<Path> patches,
    ExpectedFailure expected) {

  public CaseSketch {
    steps = List.copyOf(steps);
    with = List.copyOf(with);
    modules = List.copyOf(modules);
    prepare = prepare.stream().map(path -> path.toAbsolutePath().normalize()).toList();
    patches = patches.stream().map(path -> path.toAbsolutePath().normalize()).toList();
  }

  /** Returns the name of the case and of its reproducer. */
  public String name() {
    return program.name();
  }

  /**
   * Requires that the case can be written, and that its patches are patches.
   *
   * @throws dev.kverdict.UserError otherwise
   */
  public void requireRoom(Destination place) {
    for (Path patch : all()) {
      var unused = PatchSet.read(List.of(patch)).patches();
    }
    files().requireRoom(place.directory());
  }

  private List<Path> all() {
    List<Path> all = new ArrayList<>(prepare);
    all.addAll(patches);
    return all;
  }

  /**
   * Writes the case with its files and reads it back: what runs is what the file says.
   *
   * @param failure how the reproducer fails
   * @param head a comment for its first lines
   */
  public Matrix write(Destination place, KnownFailure failure, List<String> head) {
    HostIo.run(
        "cannot create " + place.directory(), () -> Files.createDirectories(place.directory()));
    files().write(place.directory());
    HostIo.run(
        "cannot write " + place.file(),
        () ->
            Files.writeString(
                place.file(),
                new SketchText(this, failure).write(head),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE));
    return MatrixReader.read(place.file());
  }

  private CaseFiles files() {
    CaseFiles files = new CaseFiles();
    program
        .parts()
        .forEach(
            (name, bytes) ->
                files.add(
                    name, program.place().resolve(name), () -> new ByteArrayInputStream(bytes)));
    Path image = disk == null ? null : disk.file();
    if (disk != null && image != null) {
      files.add(disk.fileName(), image, () -> Files.newInputStream(image));
    }
    for (Path patch : all()) {
      byte[] bytes = UserFiles.bytes(patch, PatchSet.MOST_BYTES, "check the path");
      files.add(String.valueOf(patch.getFileName()), patch, () -> new ByteArrayInputStream(bytes));
    }
    fragments.forEach(
        (name, text) ->
            files.add(
                fragment(name),
                null,
                () -> new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1))));
    return files;
  }

  static String fragment(String name) {
    return "fragments/" + name;
  }

  /**
   * Returns the directories of which the modules of a kernel are built that boots as it is shipped;
   * none if its {@code prepare:} patches say it. They are where the patches are, or else the code
   * of the file systems that the program has mounted.
   */
  List<String> rebuilt() {
    if (kernel.built() || (patches.isEmpty() && !prepare.isEmpty())) {
      return List.of();
    }
    Set<String> directories = new TreeSet<>();
    for (Path patch : all()) {
      for (String path : PatchSet.read(List.of(patch)).paths()) {
        directories.add(path.substring(0, Math.max(0, path.lastIndexOf('/'))));
      }
    }
    directories.remove("");
    if (directories.isEmpty()) {
      mounted().map(FileSystems::directory).forEach(directories::add);
    }
    return List.copyOf(directories);
  }

  private Stream<String> mounted() {
    return Stream.concat(
        needs.mounts().stream(), disk == null ? Stream.of() : Stream.ofNullable(disk.mount()));
  }

  /** Returns the patches to judge by names that a case may use. */
  Map<String, String> namedPatches() {
    Map<String, String> named = new LinkedHashMap<>();
    for (Path patch : patches) {
      String file = String.valueOf(patch.getFileName());
      String plain =
          file.replaceFirst("(?i)(\\.(patch|diff|mbox|eml))?(\\.gz)?$", "")
              .replaceAll("[^A-Za-z0-9._-]", "_")
              .replaceFirst("^[._-]+", "");
      String name = plain.substring(0, Math.min(50, plain.length()));
      String free = name.isEmpty() ? "patch" : name;
      for (int i = 2; named.containsKey(free); i++) {
        free = name + "." + i;
      }
      named.put(free, file);
    }
    return named;
  }

  /** Returns what was understood, for a person. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    List<String> said = needs.said();
    String steps =
        this.steps.isEmpty()
            ? "reports no steps"
            : "reports the steps " + String.join(", ", this.steps);
    lines.add(
        SketchText.line(
            "reproducer",
            program.file()
                + ": "
                + steps
                + (said.isEmpty() ? "" : "; it " + String.join(", ", said))));
    lines.add(SketchText.line("kernel", kernel.words() + added()));
    if (disk != null) {
      lines.add(SketchText.line("disk", disk.described()));
    } else if (!needs.disks().isEmpty()) {
      lines.add(
          SketchText.line(
              "disk", "none is named, though the program opens one: name it with --image"));
    }
    String crash = expected.crash();
    lines.add(
        SketchText.line(
            "failure",
            crash == null
                ? "the first that the control shows"
                : "\"%s\" (%s)".formatted(crash, expected.whence())));
    expected
        .detector()
        .filter(word -> !kernel.built() && String.valueOf(crash).startsWith(word.name() + ":"))
        .ifPresent(
            word ->
                lines.add(
                    SketchText.line(
                        "note",
                        "only a kernel with %s reports that: --kernel debian:6.1 builds one"
                            .formatted(word.label()))));
    return lines;
  }

  private String added() {
    List<String> added = new ArrayList<>();
    if (kernel.built()) {
      with.forEach(word -> added.add(word.label()));
      added.addAll(fragments.keySet());
    }
    prepare.forEach(patch -> added.add(String.valueOf(patch.getFileName())));
    modules.forEach(module -> added.add("the module " + module));
    return added.isEmpty() ? "" : ", with " + String.join(", ", added);
  }
}
