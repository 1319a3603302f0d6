package dev.kverdict.evidence;

import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lane;
import dev.kverdict.kernel.CompiledModule;
import dev.kverdict.kernel.ProbePoints;
import dev.kverdict.pool.ScriptedKernel;
import dev.kverdict.pool.ScriptedRuns;
import dev.kverdict.pool.ScriptedTrial;
import dev.kverdict.record.TrialId;
import dev.kverdict.store.Store;
import dev.kverdict.trial.Probe;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A kernel with a module whose lines can be found, and trials that count what a test says.
 *
 * @param hits how often each probe is hit on a side, by {@link TrialId#kernelUnderTest}; none where
 *     a side is missing
 * @param shows what a trial comes to, by its series; clean where one is missing
 */
public record CountedCase(
    ScriptedKernel script,
    ProbePoints points,
    Map<String, Long> hits,
    Map<String, Function<TrialId, ScriptedTrial>> shows) {

  static final String FILE = "fs/small/small.c";

  static final String SOURCE =
      """
      int volatile seen;

      void f(int x)
      {
      \tseen = x;
      \tseen = x + 1;
      \tseen = x + 2;
      }

      void g(int x);

      void g(int x)
      {
      \tseen = x + 3;
      }
      """;

  /** What a patch comes to that adds a line to {@code f}. */
  static final String ADDED =
      """
      diff --git a/fs/small/small.c b/fs/small/small.c
      --- a/fs/small/small.c
      +++ b/fs/small/small.c
      @@ -1,8 +1,9 @@
       int volatile seen;

       void f(int x)
       {
       \tseen = x;
       \tseen = x + 1;
      +\tseen = 9;
       \tseen = x + 2;
       }
      """
          .replace("\n\n", "\n \n");

  public static CountedCase in(Path folder) {
    Lane lane = new HostLane();
    Map<String, Long> hits = new ConcurrentHashMap<>();
    Map<String, Function<TrialId, ScriptedTrial>> shows = new ConcurrentHashMap<>();
    ScriptedRuns.Script script =
        (id, probes, snapshot) ->
            shows
                .getOrDefault(
                    probes.isEmpty() ? id.series() : "lines " + id.kernelUnderTest(),
                    ScriptedTrial::clean)
                .apply(id)
                .counted(counts(probes, hits.get(id.kernelUnderTest())))
                .on(snapshot);
    CompiledModule before = new CompiledModule(lane, FILE, SOURCE);
    CompiledModule after =
        new CompiledModule(
            lane, FILE, SOURCE.replace("\tseen = x + 2;", "\tseen = 9;\n\tseen = x + 2;"));
    ScriptedKernel kernel =
        new ScriptedKernel(folder, script)
            .controlIs("", before::write)
            .patchIs("added", ADDED, after::write)
            .patchIs("nothing", "", before::write);
    Store store = new Store(folder.resolve("lines"), lane, 1 << 20);
    return new CountedCase(kernel, new ProbePoints(lane, store), hits, shows);
  }

  private static Map<String, Long> counts(List<Probe> probes, Long each) {
    return each == null
        ? Map.of()
        : probes.stream().collect(Collectors.toMap(Probe::name, probe -> each));
  }
}
