package dev.kverdict.shard;

import dev.kverdict.HostIo;
import dev.kverdict.UserError;
import dev.kverdict.campaign.Campaign;
import dev.kverdict.campaign.CampaignOptions;
import dev.kverdict.host.ShortLived;
import dev.kverdict.model.Cell;
import dev.kverdict.model.Matrix;
import dev.kverdict.record.Candidate;
import dev.kverdict.yaml.CaseFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes plans. */
public final class Planner {

  private final String kverdict;

  /**
   * @param kverdict the version that is running
   */
  public Planner(String kverdict) {
    this.kverdict = kverdict;
  }

  /**
   * Cuts a run of the patches of a case, and packs the case.
   *
   * @throws UserError as {@link #plan(CaseFiles, Subject, CampaignOptions, int, Path, Path)} does
   */
  public ShardPlan plan(
      CaseFiles files, CampaignOptions options, int shards, @Nullable Path times, Path out) {
    Subject subject = new Subject(files.matrix(), List.of());
    return plan(files, subject, options, shards, times, out);
  }

  /**
   * What a run is about.
   *
   * @param matrix the case with the patches that are judged
   * @param known what a batch knows of patches that are not judged
   */
  public record Subject(Matrix matrix, List<Candidate> known) {}

  /**
   * Cuts a run, and packs its case.
   *
   * @param files the case as it was read
   * @param shards how many shards are wanted; fewer are made if a run cannot be cut so finely
   * @param times the directory of a former run that says how long things take, or null
   * @param out the directory of the plan, which is empty or does not exist
   * @throws UserError if the case has a file that cannot be packed, or the directory is in use
   */
  public ShardPlan plan(
      CaseFiles files,
      Subject subject,
      CampaignOptions options,
      int shards,
      @Nullable Path times,
      Path out) {
    Matrix read = files.matrix();
    Matrix matrix = subject.matrix();
    Asked asked = Asked.of(options);
    List<Cell> cells = Campaign.cells(matrix, options);
    Costs costs = times == null ? Costs.usual(matrix) : Costs.measured(matrix, times);
    Cutting cutting = new Cutting(costs);
    List<Unit> units = Unit.of(matrix, cells, options.selection().isAll(), asked.patchesWhole());
    List<ShardPlan.Shard> cut = new ArrayList<>();
    for (List<Unit> mine : cutting.into(shards, units)) {
      int number = cut.size() + 1;
      List<Cell> own = mine.stream().flatMap(unit -> unit.cells().stream()).toList();
      cut.add(
          new ShardPlan.Shard(
              number,
              "shard-" + number + ".json",
              cutting.millis(mine) / 1000 + 1,
              Costs.memoryMiB(own, options.effort().jobs()),
              own.stream().map(Cell::toString).toList(),
              mine.stream().anyMatch(Unit::claims)));
    }
    requireEmpty(out);
    CaseBundle bundle = new CaseBundle(out);
    Map<String, String> packed = bundle.pack(read.root(), files.files());
    ShardPlan plan =
        new ShardPlan(
            ShardPlan.SCHEMA,
            kverdict,
            matrix.caseName(),
            read.root().relativize(read.file()).toString(),
            packed,
            asked,
            GivenPatches.pack(read, matrix, subject.known(), asked.screening(), bundle),
            cut);
    requireWhole(plan, out, cells, options);
    plan.write(out);
    return plan;
  }

  /** Requires that the case is the same where nothing is but the plan. */
  private static void requireWhole(
      ShardPlan plan, Path folder, List<Cell> cells, CampaignOptions options) {
    HostIo.run(
        "cannot read the plan back",
        () -> {
          Path elsewhere = ShortLived.directory("plan");
          try {
            Matrix read = plan.unpack(folder, elsewhere);
            List<String> names =
                Campaign.cells(read, options).stream().map(Cell::toString).toList();
            if (!names.equals(cells.stream().map(Cell::toString).toList())) {
              throw new UserError("", "the case has other cells than before", "");
            }
          } catch (UserError e) {
            throw new UserError(
                plan.caseName(),
                "cannot be moved to another machine: "
                    + String.valueOf(e.getMessage()).replace(elsewhere + "/", ""),
                "name by an absolute path what every machine has, or put it below root:");
          } finally {
            ShortLived.delete(elsewhere);
          }
        });
  }

  /** Makes a directory that has nothing in it. */
  static void requireEmpty(Path out) {
    HostIo.run(
        "cannot create " + out,
        () -> {
          Files.createDirectories(out);
          try (Stream<Path> all = Files.list(out)) {
            if (all.findAny().isPresent()) {
              throw new UserError(
                  "--out " + out, "is not empty", "name a directory that does not exist yet");
            }
          }
        });
  }
}
