package dev.kverdict.shard;

import dev.kverdict.InfraError;
import dev.kverdict.campaign.Campaign;
import dev.kverdict.model.Cell;
import dev.kverdict.model.Matrix;
import dev.kverdict.record.Candidate;
import dev.kverdict.record.DiscardedMachine;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.RunFacts;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.Scope;
import dev.kverdict.record.Verdict;
import dev.kverdict.verdict.Results;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The result of a run whose parts were judged.
 *
 * @param shards the shards by their numbers
 * @param results what each of them came to
 * @param run the directory of the run
 */
record Joined(
    Matrix matrix, ShardPlan plan, List<ShardFolder> shards, List<RunResult> results, Path run) {

  RunResult result() {
    List<JudgedVerdict> verdicts = verdicts();
    return new RunResult(
        matrix.caseName(),
        verdicts,
        Results.patches(verdicts),
        all(RunResult::claims),
        inOrder(all(RunResult::necessities), one -> name(one.kernel(), one.patch())),
        inOrder(all(RunResult::steps), one -> name(one.kernel(), one.patch())),
        scope(),
        facts(),
        all(RunResult::discarded).stream().sorted(DiscardedMachine.ORDER).toList(),
        all(RunResult::trials));
  }

  /**
   * Returns the candidates of a batch, in its order.
   *
   * @param decided those that the shards decided
   */
  List<Candidate> candidates(List<Candidate> decided) {
    List<Candidate> all = new ArrayList<>(plan.given().candidates());
    all.addAll(decided);
    return Campaign.inOrder(cells(), all);
  }

  private List<Cell> cells() {
    return Campaign.cells(matrix, plan.asked().options(run));
  }

  private static String name(String kernel, String patch) {
    return kernel + "/" + patch;
  }

  /** One machine takes one kernel after the other, and on each the patches in the case's order. */
  private <T> List<T> inOrder(List<T> answers, Function<T, String> name) {
    List<String> order = cells().stream().map(Cell::kernelUnderTest).distinct().toList();
    return answers.stream()
        .sorted(Comparator.comparingInt(answer -> order.indexOf(name.apply(answer))))
        .toList();
  }

  private <T> List<T> all(Function<RunResult, List<T>> part) {
    return results.stream().flatMap(result -> part.apply(result).stream()).toList();
  }

  /**
   * The verdicts in the order of the case; a plan that has not every cell once is none. In a batch,
   * cells are dropped that would decide nothing.
   */
  private List<JudgedVerdict> verdicts() {
    Map<String, JudgedVerdict> judged = new HashMap<>();
    for (JudgedVerdict one : all(RunResult::verdicts)) {
      Verdict verdict = one.verdict();
      judged.put(String.join(" ", verdict.kernel(), verdict.patch(), verdict.repro()), one);
    }
    List<JudgedVerdict> inOrder = new ArrayList<>();
    Set<String> dealt =
        plan.shards().stream().flatMap(one -> one.cells().stream()).collect(Collectors.toSet());
    for (Cell cell : cells()) {
      String patch = cell.patch() == null ? Verdict.CONTROL : cell.patch().name();
      JudgedVerdict verdict =
          judged.remove(String.join(" ", cell.kernel().name(), patch, cell.program().name()));
      if (verdict != null) {
        inOrder.add(verdict);
      } else if (!plan.asked().screening() || !dealt.contains(cell.toString())) {
        throw new InfraError("no shard of the plan has " + cell);
      }
    }
    return inOrder;
  }

  private Scope scope() {
    Map<String, Scope.Kernel> kernels = new LinkedHashMap<>();
    Map<String, Scope.Patch> patches = new LinkedHashMap<>();
    Map<String, Scope.Program> programs = new LinkedHashMap<>();
    for (Cell cell : cells()) {
      for (RunResult result : results) {
        result.scope().kernels().stream()
            .filter(kernel -> kernel.name().equals(cell.kernel().name()))
            .forEach(kernel -> kernels.putIfAbsent(kernel.name(), kernel));
        result.scope().patches().stream()
            .filter(patch -> cell.patch() != null && patch.name().equals(cell.patch().name()))
            .forEach(patch -> patches.merge(patch.name(), patch, Joined::both));
        result.scope().programs().stream()
            .filter(program -> program.name().equals(cell.program().name()))
            .forEach(program -> programs.putIfAbsent(program.name(), program));
      }
    }
    Scope first = results.get(0).scope();
    return new Scope(
        first.matrix(),
        List.copyOf(kernels.values()),
        shards.stream()
            .flatMap(shard -> shard.manifest().host().images().stream())
            .distinct()
            .toList(),
        List.copyOf(patches.values()),
        List.copyOf(programs.values()),
        first.reportedBy(),
        first.closes());
  }

  /** A patch may have met one kernel in one shard, and another one in another. */
  private static Scope.Patch both(Scope.Patch one, Scope.Patch other) {
    Map<String, String> fits = new LinkedHashMap<>(one.fits());
    other.fits().forEach(fits::putIfAbsent);
    List<String> notes = new ArrayList<>(one.notes());
    other.notes().stream().filter(note -> !notes.contains(note)).forEach(notes::add);
    return new Scope.Patch(
        one.name(), one.subject(), one.messageId(), notes, fits, one.digests(), one.worth());
  }

  private RunFacts facts() {
    Map<String, String> accelerators = new LinkedHashMap<>();
    results.forEach(result -> accelerators.putAll(result.facts().accelerators()));
    RunFacts first = results.get(0).facts();
    return new RunFacts(
        hosts(host -> host.started()).stream().sorted().findFirst().orElse(first.started()),
        shards.stream().mapToLong(shard -> shard.manifest().host().millis()).max().orElse(0),
        run.toString(),
        first.trialsASide(),
        first.confidence(),
        results.stream().mapToInt(result -> result.facts().trialsRun()).sum(),
        results.stream().mapToInt(result -> result.facts().trialsFromStore()).sum(),
        hosts(Manifest.Host::qemu).stream().collect(Collectors.joining(", ")),
        hosts(Manifest.Host::cage).stream().collect(Collectors.joining(", ")),
        accelerators);
  }

  private List<String> hosts(Function<Manifest.Host, String> fact) {
    return shards.stream()
        .map(shard -> Objects.requireNonNull(fact.apply(shard.manifest().host())))
        .distinct()
        .toList();
  }
}
