package dev.kverdict.shard;

import dev.kverdict.HostIo;
import dev.kverdict.UserError;
import dev.kverdict.campaign.Campaign;
import dev.kverdict.campaign.CampaignOptions;
import dev.kverdict.host.ShortLived;
import dev.kverdict.model.Cell;
import dev.kverdict.model.Matrix;
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
   * Cuts a run, and packs its case.
   *
   * @param shards how many shards are wanted; fewer are made if a run cannot be cut so finely
   * @param times the directory of a former run that says how long things take, or null
   * @param out the directory of the plan, which is empty or does not exist
   * @throws UserError if the case has a file that cannot be packed, or the directory is in use
   */
  public ShardPlan plan(
      CaseFiles files, CampaignOptions options, int shards, @Nullable Path times, Path out) {
    Matrix matrix = files.matrix();
    Asked asked = Asked.of(options);
    List<Cell> cells = Campaign.cells(matrix, options);
    Costs costs = times == null ? Costs.usual(matrix) : Costs.measured(matrix, times);
    Cutting cutting = new Cutting(costs);
    List<Unit> units = Unit.of(matrix, cells, options.selection().isAll());
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
    Map<String, String> packed = bundle.pack(matrix.root(), files.files());
    ShardPlan plan =
        new ShardPlan(
            ShardPlan.SCHEMA,
            kverdict,
            matrix.caseName(),
            matrix.root().relativize(matrix.file()).toString(),
            packed,
            asked,
            cut);
    requireWhole(plan, bundle, cells, options);
    plan.write(out);
    return plan;
  }

  /** Requires that the case is the same where nothing is but the plan. */
  private static void requireWhole(
      ShardPlan plan, CaseBundle bundle, List<Cell> cells, CampaignOptions options) {
    HostIo.run(
        "cannot read the plan back",
        () -> {
          Path elsewhere = ShortLived.directory("plan");
          try {
            bundle.unpack(plan.files(), elsewhere);
            Matrix read = CaseFiles.read(elsewhere.resolve(plan.matrix())).matrix();
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
