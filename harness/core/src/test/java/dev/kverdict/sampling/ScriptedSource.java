package dev.kverdict.sampling;

import dev.kverdict.model.CaseParts;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.record.Finding;
import dev.kverdict.record.Outcome;
import dev.kverdict.verdict.Exposure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Trials with scripted outcomes; their snapshots alternate as real ones do. */
final class ScriptedSource implements TrialSource {

  static final String BUG = CaseParts.BUG;
  static final Outcome FAILS = outcome(Outcome.Kind.FAILED_AS_EXPECTED, BUG);
  static final Outcome CLEAN = outcome(Outcome.Kind.CLEAN, "");
  static final Outcome HANGS = outcome(Outcome.Kind.HUNG, "task hung in f");

  /** Decides outcomes; the snapshot is null for a boot. */
  interface Script {
    Outcome of(@Nullable String machine, int number);
  }

  private record Ran(String series, int number) {}

  private final ReproducerDef program;
  private final @Nullable String patch;
  private final int machines;
  private final Script script;
  private final boolean restoring;
  private final Map<Ran, Outcome> begun;
  private final Set<String> gone;
  private final Map<String, String> discarded;
  private final List<String> order;

  ScriptedSource(boolean guard, @Nullable String patch, int machines, Script script) {
    this(
        program(guard),
        patch,
        machines,
        script,
        true,
        new HashMap<>(),
        new HashSet<>(),
        new LinkedHashMap<>(),
        new ArrayList<>());
  }

  private ScriptedSource(
      ReproducerDef program,
      @Nullable String patch,
      int machines,
      Script script,
      boolean restoring,
      Map<Ran, Outcome> begun,
      Set<String> gone,
      Map<String, String> discarded,
      List<String> order) {
    this.program = program;
    this.patch = patch;
    this.machines = machines;
    this.script = script;
    this.restoring = restoring;
    this.begun = begun;
    this.gone = gone;
    this.discarded = discarded;
    this.order = order;
  }

  static ReproducerDef program(boolean guard) {
    return guard ? CaseParts.guard("cow") : CaseParts.crash("cow");
  }

  static Outcome outcome(Outcome.Kind kind, String title) {
    boolean clean = kind == Outcome.Kind.CLEAN;
    return new Outcome(kind, title, title, clean ? 4 : 2, clean, null, null, List.of(), null);
  }

  static Outcome cleanBut(Finding.Kind kind) {
    Finding finding = new Finding(kind, "a finding", "read-back", 3, "a finding");
    return new Outcome(
        Outcome.Kind.CLEAN, "", "clean", 4, true, null, null, List.of(finding), null);
  }

  /** Reasons for discarding snapshots, by name. */
  Map<String, String> discarded() {
    return discarded;
  }

  /** Each trial that ran, such as {@code plain 1 on m1} or {@code booted 1}. */
  List<String> order() {
    return order;
  }

  @Override
  public ReproducerDef program() {
    return program;
  }

  @Override
  public String kernel() {
    return "k";
  }

  @Override
  public @Nullable String patch() {
    return patch;
  }

  @Override
  public TrialSource booting() {
    return new ScriptedSource(
        program, patch, machines, script, false, begun, gone, discarded, order);
  }

  @Override
  public TrialSource exposed(Exposure exposure) {
    return this;
  }

  @Override
  public List<Outcome> trials(String series, int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(n -> trial(series, n)).toList();
  }

  private Outcome trial(String series, int number) {
    Outcome outcome = run(series, number, restoring);
    return outcome.snapshot() != null && gone.contains(outcome.snapshot())
        ? run("booted", number, false)
        : outcome;
  }

  @Override
  public List<Outcome> booted(String series, List<Integer> numbers) {
    return numbers.stream().map(n -> run("booted", n, false)).toList();
  }

  private Outcome run(String series, int number, boolean restored) {
    return begun.computeIfAbsent(
        new Ran(series, number),
        ran -> {
          String machine = "m" + ((number - 1) % machines + 1);
          String from = restored && !gone.contains(machine) ? machine : null;
          order.add(series + " " + number + (from == null ? "" : " on " + from));
          Outcome o = script.of(from, number);
          return new Outcome(
              o.kind(),
              o.title(),
              o.detail(),
              o.stepsPassed(),
              o.settled(),
              o.site(),
              from,
              o.findings(),
              null);
        });
  }

  @Override
  public void discard(String machine, String why) {
    gone.add(machine);
    discarded.put(machine, why);
  }
}
