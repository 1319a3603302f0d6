package dev.kverdict.yaml;

import dev.kverdict.model.ClaimDef;
import dev.kverdict.model.ClaimDef.Expectation;
import dev.kverdict.model.ClaimDef.Experiment;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.PatchDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.yaml.MatrixSpec.Claim;
import dev.kverdict.yaml.MatrixSpec.ExperimentSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Resolves claims to experiments that can run. */
record ClaimResolver(
    Map<String, KernelDef> kernels,
    Map<String, PatchDef> patches,
    Map<String, ReproducerDef> repros) {

  private static final String CONTROL = "control";

  List<ClaimDef> resolve(List<Located> files) {
    List<ClaimDef> claims = new ArrayList<>();
    Set<String> ids = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (Located file : files) {
      List<Claim> written = Values.orEmpty(file.spec().claims());
      for (int i = 0; i < written.size(); i++) {
        ClaimDef claim = claim(file, "claims/" + i, written.get(i));
        if (!ids.add(claim.id())) {
          throw file.error("claims/" + i, "claim '" + claim.id() + "' is written twice", "rename");
        }
        claims.add(claim);
      }
    }
    return claims;
  }

  private ClaimDef claim(Located file, String place, @Nullable Claim spec) {
    if (spec == null || spec.id() == null || spec.says() == null) {
      throw file.error(place, "a claim needs id: and says:", "add what is missing");
    }
    Values.name(file, place + "/id", spec.id());
    ExperimentSpec own =
        new ExperimentSpec(
            spec.kernel(),
            spec.on(),
            spec.repro(),
            spec.define(),
            spec.steps(),
            spec.expect(),
            spec.function(),
            spec.file());
    if ((spec.all() == null) == (spec.expect() == null)) {
      throw file.error(place, "needs either expect: or all:", "write exactly one of the two");
    }
    List<ExperimentSpec> parts = spec.all() == null ? List.of(own) : spec.all();
    List<Experiment> experiments = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      String at = spec.all() == null ? place : place + "/all/" + i;
      experiments.add(experiment(file, at, parts.get(i), spec.id() + "." + (i + 1)));
    }
    if (experiments.isEmpty()) {
      throw file.error(place + "/all", "names no experiment", "write at least one");
    }
    return new ClaimDef(spec.id(), spec.says(), experiments);
  }

  private Experiment experiment(Located file, String at, ExperimentSpec spec, String name) {
    Map<String, Expectation> known = ClaimDef.expectations();
    Expectation expect =
        spec.expect() == null
            ? null
            : known.get(one(file, at + "/expect", spec.expect(), known.keySet()));
    if (expect == null) {
      throw file.error(
          at, "an experiment needs expect:", Located.known(new TreeSet<>(known.keySet())));
    }
    String kernel =
        spec.kernel() == null
            ? Matrix.ownKernels(kernels.values()).get(0).name()
            : one(file, at + "/kernel", spec.kernel(), kernels.keySet());
    String on = spec.on() == null ? CONTROL : spec.on();
    String patch = on.equals(CONTROL) ? null : one(file, at + "/on", on, patches.keySet());
    if (expect == Expectation.SUFFICIENT) {
      if (patch == null || spec.repro() != null) {
        throw file.error(at, "sufficient is said of a patch alone", "write on: PATCH, no repro:");
      }
      return new Experiment(kernel, patch, null, null, expect, null, null);
    }
    if (spec.repro() == null) {
      throw file.error(at, "an experiment needs repro:", Located.known(repros.keySet()));
    }
    String repro = one(file, at + "/repro", spec.repro(), repros.keySet());
    ReproducerDef base = Objects.requireNonNull(repros.get(repro));
    boolean lines = expect == Expectation.EXECUTED || expect == Expectation.NOT_EXECUTED;
    if (lines != (spec.function() != null && spec.file() != null)) {
      throw file.error(
          at, "function: and file: go with executed and not-executed", "add or remove both");
    }
    fits(file, at, base, expect);
    if (spec.define() != null && !base.program().kind().compiled()) {
      throw file.error(at + "/define", "'" + base.name() + "' is not compiled", "remove define:");
    }
    return new Experiment(
        kernel, patch, base, variant(base, spec, name), expect, spec.function(), spec.file());
  }

  private static void fits(Located file, String at, ReproducerDef base, Expectation expect) {
    ReproducerDef.Fails fails = base.fails();
    boolean check = fails != null && fails.check() != null;
    boolean crash = expect == Expectation.CRASH || expect == Expectation.NO_CRASH;
    if ((crash && check) || (expect == Expectation.CHECK_FAILS && !check)) {
      throw file.error(
          at + "/expect",
          "'" + base.name() + "' fails by " + (check ? "a check" : "a crash"),
          "expect that, or name another repro:");
    }
  }

  private static ReproducerDef variant(ReproducerDef base, ExperimentSpec spec, String name) {
    Map<String, String> define = new LinkedHashMap<>(base.program().define());
    if (spec.define() != null) {
      define.putAll(spec.define());
    }
    return new ReproducerDef(
        base.name() + "." + name,
        base.program().with(define),
        base.running(),
        spec.steps() == null ? base.steps() : steps(base, spec.steps()),
        base.fails(),
        base.accepts());
  }

  /** The agent's own step need not be written here any more than at the reproducer. */
  private static List<String> steps(ReproducerDef base, List<String> written) {
    List<String> steps = new ArrayList<>(written);
    if (base.steps().contains(ProgramResolver.STEP_MOUNT)
        && !steps.contains(ProgramResolver.STEP_MOUNT)) {
      steps.add(0, ProgramResolver.STEP_MOUNT);
    }
    return steps;
  }

  private static String one(Located file, String at, String name, Collection<String> names) {
    if (!names.contains(name)) {
      throw file.error(at, "no such name '" + name + "'", Located.known(new TreeSet<>(names)));
    }
    return name;
  }
}
