package dev.kverdict.shard;

import dev.kverdict.HostIo;
import dev.kverdict.InfraError;
import dev.kverdict.campaign.CampaignOptions;
import dev.kverdict.campaign.Sources;
import dev.kverdict.campaign.Terms;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.host.ShortLived;
import dev.kverdict.model.Matrix;
import dev.kverdict.record.RunResult;
import dev.kverdict.store.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One shard on this machine: its part of the case, and what it leaves for merging. */
public final class ShardWork implements AutoCloseable {

  private final ShardPlan.Read plan;
  private final int number;
  private final Path out;
  private final Path unpacked;
  private final Matrix matrix;
  private final KeptKernels kernels;

  private ShardWork(ShardPlan.Read plan, int number, Path out, Path unpacked) {
    this.plan = plan;
    this.number = number;
    this.out = out;
    this.unpacked = unpacked;
    this.kernels = new KeptKernels(out);
    this.matrix = plan.matrix(unpacked);
  }

  /**
   * Unpacks the case of a shard.
   *
   * @param ticket the shard's file, beside its plan
   * @param out the directory for what it leaves, which is empty or does not exist
   * @param kverdict the version that is running
   * @throws dev.kverdict.UserError if the plan is damaged or of another version
   */
  public static ShardWork open(Path ticket, Path out, String kverdict) {
    ShardPlan.Read plan = ShardPlan.ofTicket(ticket, kverdict);
    Path directory = out.toAbsolutePath().normalize();
    Planner.requireEmpty(directory);
    Path unpacked = HostIo.get("cannot unpack the case", () -> ShortLived.directory("case"));
    return new ShardWork(plan, ShardPlan.number(ticket), directory, unpacked);
  }

  /** The case. */
  public Matrix matrix() {
    return matrix;
  }

  /** The options of the run, which leaves its directory in that of the shard. */
  public CampaignOptions options() {
    return plan.plan().asked().options(out);
  }

  /** The part that is this shard's, whose kernels are kept. */
  public Terms terms() {
    return terms(Sources.HOST);
  }

  Terms terms(Sources within) {
    return Terms.USUAL
        .doing(plan.plan().shards().get(number - 1).part())
        .from((host, folder, events) -> new KeptSource(within.open(host, folder, events), kernels));
  }

  /**
   * Says that everything is there.
   *
   * @param result what the run came to
   * @param run its directory
   */
  public void complete(RunResult result, Path run) {
    removeLinks(run);
    String name = String.valueOf(run.getFileName());
    Manifest manifest =
        new Manifest(
            Manifest.SCHEMA,
            plan.plan().kverdict(),
            plan.digest(),
            number,
            name,
            kernels.builds(),
            kernels.applied(),
            kernels.mistakes(),
            new Manifest.Host(
                result.facts().started(),
                result.facts().millis(),
                result.facts().qemu(),
                result.facts().cage(),
                result.facts().accelerators(),
                result.scope().images()),
            files(
                List.of(
                    Path.of(name, "trials"),
                    Path.of(name, "kernels"),
                    Path.of(name, "events.jsonl"),
                    Path.of(KeptKernels.FOLDER))));
    HostIo.run(
        "cannot write in " + out,
        () -> AtomicFiles.write(out.resolve(Manifest.NAME), Json.of(manifest)));
  }

  /** A run's links lead to kernels in the store, which whoever copies the shard would copy, too. */
  private static void removeLinks(Path run) {
    HostIo.run(
        "cannot remove links from " + run,
        () -> {
          List<Path> links;
          try (Stream<Path> all = Files.walk(run)) {
            links = all.filter(Files::isSymbolicLink).toList();
          }
          for (Path link : links) {
            Files.delete(link);
          }
        });
  }

  private Map<String, String> files(List<Path> roots) {
    Map<String, String> digests = new TreeMap<>();
    for (Path root : roots) {
      if (!Files.exists(out.resolve(root))) {
        continue;
      }
      try (Stream<Path> all = Files.walk(out.resolve(root))) {
        all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
            .forEach(file -> digests.put(out.relativize(file).toString(), Digests.ofFile(file)));
      } catch (IOException e) {
        throw new InfraError("cannot read " + out + ": " + HostIo.why(e), e);
      }
    }
    return digests;
  }

  @Override
  public void close() {
    HostIo.run("cannot remove " + unpacked, () -> ShortLived.delete(unpacked));
  }
}
