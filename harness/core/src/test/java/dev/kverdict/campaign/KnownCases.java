package dev.kverdict.campaign;

import dev.kverdict.build.KernelBuilder;
import dev.kverdict.model.Matrix;
import dev.kverdict.record.Event;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.Verdict;
import dev.kverdict.run.Environment;
import dev.kverdict.yaml.MatrixReader;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Runs single cells of the matrix of known verdicts, on real kernels in real machines. */
final class KnownCases {

  private static final Matrix MATRIX = MatrixReader.read(Path.of("src/test/e2e/e2e.yaml"));

  private KnownCases() {}

  /**
   * The verdict on one cell.
   *
   * @param trials a side; null for as many as the plan asks for
   */
  static Verdict verdict(Path runs, String kernel, String patch, String repro, Integer trials) {
    return run(runs, new Selection(kernel + "/" + patch, null, repro), trials)
        .verdicts()
        .get(0)
        .verdict();
  }

  /** A part of the matrix. */
  static RunResult run(Path runs, Selection part, Integer trials, CampaignOptions.Extra... extras) {
    return run(runs, part, trials, event -> {}, extras);
  }

  /** The same, told what happens. */
  static RunResult run(
      Path runs,
      Selection part,
      Integer trials,
      Consumer<Event> listener,
      CampaignOptions.Extra... extras) {
    return run(Environment.ofSystem(), runs, part, trials, listener, extras);
  }

  /** The same on another store. */
  static RunResult run(
      Environment host,
      Path runs,
      Selection part,
      Integer trials,
      Consumer<Event> listener,
      CampaignOptions.Extra... extras) {
    CampaignOptions options =
        CampaignOptions.of(MATRIX).selecting(part).withTrials(trials).writingTo(runs).with(extras);
    try (Campaign campaign = Campaign.start(MATRIX, options, host, listener)) {
      return campaign.finish();
    }
  }

  /** Has the user's store have a kernel. */
  static void build(String kernel) {
    Environment host = Environment.ofSystem();
    KernelBuilder builder =
        new KernelBuilder(host.lane(), host.openStore(), (name, step, objects) -> {});
    builder.control(MATRIX.kernels().get(kernel)).artefact().orElseThrow().close();
  }
}
