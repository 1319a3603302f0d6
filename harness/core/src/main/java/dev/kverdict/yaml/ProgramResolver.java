package dev.kverdict.yaml;

import dev.kverdict.model.ImageDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.model.Running;
import dev.kverdict.model.Sandbox;
import dev.kverdict.model.SnapshotPoint;
import dev.kverdict.model.Userland;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Resolves a reproducer or a guard to one that can run. */
record ProgramResolver(Map<String, ImageDef> images) {

  /** The agent's own step, which comes before those of a program. */
  static final String STEP_MOUNT = "mount";

  /** A name as in deb-control(5), with or without an exact version; a dash at its end removes. */
  private static final Pattern PACKAGE =
      Pattern.compile("[a-z0-9][a-z0-9.+-]{0,98}[a-z0-9.+](=" + SourceResolver.VERSION + ")?");

  ReproducerDef resolve(At at, MatrixSpec.Program spec, boolean guard) {
    List<ImageDef> disks = new ProgramImages(at, images).resolve(spec);
    List<String> steps = new ArrayList<>(Values.orEmpty(spec.steps()));
    boolean mounted = disks.stream().anyMatch(disk -> disk.mount() != null);
    if (mounted && !steps.isEmpty() && !steps.get(0).equals(STEP_MOUNT)) {
      steps.add(0, STEP_MOUNT);
    }
    if (Set.copyOf(steps).size() != steps.size()) {
      throw at.error("steps", "a step is named twice", "give each step its own name");
    }
    List<String> accepts = Values.orEmpty(spec.accepts());
    for (int i = 0; i < accepts.size(); i++) {
      String step = accepts.get(i).replaceFirst(":.*", "");
      if (!steps.contains(step)) {
        throw at.error("accepts/" + i, "no step '" + step + "'", Located.known(steps));
      }
    }
    return new ReproducerDef(
        at.name(),
        BinaryResolver.resolve(at, spec),
        running(at, spec, disks),
        steps,
        fails(at, spec.fails(), steps, guard),
        accepts);
  }

  private static Running running(At at, MatrixSpec.Program spec, List<ImageDef> disks) {
    return new Running(
        Values.orEmpty(spec.args()),
        disks.stream().map(ImageDef::name).toList(),
        Values.oneOf(at.file(), at.pointer("sandbox"), spec.sandbox(), Sandbox.NONE, Sandbox.class),
        spec.timeout() == null
            ? Duration.ofSeconds(30)
            : Values.duration(at.file(), at.pointer("timeout"), spec.timeout()),
        Values.oneOf(
            at.file(),
            at.pointer("snapshot"),
            spec.snapshot(),
            SnapshotPoint.AFTER_MOUNT,
            SnapshotPoint.class),
        userland(at, spec));
  }

  /** A script has nothing to run it without a userland. */
  private static @Nullable Userland userland(At at, MatrixSpec.Program spec) {
    MatrixSpec.UserlandSpec userland = spec.userland();
    if (userland == null) {
      return spec.script() == null ? null : Userland.BASE;
    }
    List<String> packages = Values.orEmpty(userland.packages());
    Set<String> names = new HashSet<>();
    for (int i = 0; i < packages.size(); i++) {
      String text = String.valueOf(packages.get(i));
      String place = "userland/packages/" + i;
      if (!PACKAGE.matcher(text).matches()) {
        throw at.error(
            place,
            "'" + text + "' is no package",
            "write the name of a Debian package, or NAME=VERSION: xfsprogs");
      }
      if (!names.add(text.replaceFirst("=.*", ""))) {
        throw at.error(place, "'" + text + "' is named twice", "name each package once");
      }
    }
    return new Userland(packages);
  }

  private static ReproducerDef.@Nullable Fails fails(
      At at, MatrixSpec.@Nullable FailsSpec spec, List<String> steps, boolean guard) {
    if (guard) {
      if (spec != null) {
        throw at.error("fails", "a guard must not fail", "move it to repros: or remove fails:");
      }
      return null;
    }
    if (spec == null) {
      throw at.error(
          "",
          "reproducer '" + at.name() + "' does not say how it fails",
          "add fails: {crash: [..]} or {check: STEP}");
    }
    List<String> crash = Values.orEmpty(spec.crash());
    String check = spec.check();
    if (crash.isEmpty() == (check == null)) {
      throw at.error("fails", "needs either crash: or check:", "write exactly one of the two");
    }
    if (check != null && !steps.contains(check)) {
      throw at.error("fails/check", "no step '" + check + "'", Located.known(steps));
    }
    return new ReproducerDef.Fails(crash, check);
  }
}
