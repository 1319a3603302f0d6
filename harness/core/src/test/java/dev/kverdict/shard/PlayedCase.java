package dev.kverdict.shard;

import dev.kverdict.campaign.Campaign;
import dev.kverdict.campaign.CampaignOptions;
import dev.kverdict.campaign.DeadLane;
import dev.kverdict.campaign.Terms;
import dev.kverdict.record.RunResult;
import dev.kverdict.run.Environment;
import dev.kverdict.yaml.CaseFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A case on two kernels, run on hosts that are played.
 *
 * @param folder everything is below it
 */
record PlayedCase(Path folder) {

  static final String VERSION = "1.2.3";

  private static final String PATCH =
      """
      --- a/fs/f.c
      +++ b/fs/f.c
      @@ -1 +1 @@
      -old
      +%s
      """;

  private static final String CASE =
      """
      case: played
      kernels:
        a: {source: {debian: linux-source-6.1}}
        b: {source: {debian: linux-source-6.1}}
      images:
        minix-1m: {size: 1MiB, make: [mkfs.minix, "{image}"], mount: {type: minix}}
      repros:
        first:
          source: src/first.c
          image: minix-1m
          steps: [open, write, shrink, grow, read, data-is-zero]
          fails: {check: data-is-zero}
        second:
          source: src/first.c
          image: minix-1m
          steps: [open, write, shrink, grow, read, data-is-zero]
          fails: {check: data-is-zero}
        sometimes:
          source: src/first.c
          image: minix-1m
          steps: [open, write, shrink, grow, read, data-is-zero]
          fails: {check: data-is-zero}
      guards:
        holds:
          source: src/first.c
          image: minix-1m
          steps: [open, write, shrink, grow, read, data-is-zero]
      patches:
        right: {files: [right.patch], worth: right, why: It is so.}
        wrong: {files: [wrong.patch], expect: {first: NOT_FIXED, second: NOT_FIXED}}
        half: {files: [half.patch]}
        doubt: {files: [doubt.patch]}
        broken: {files: [broken.patch]}
      defaults: {maxTrials: 20}
      claims:
        - {id: C1, says: right is enough, "on": right, expect: sufficient}
        - {id: C2, says: half is enough, "on": half, expect: sufficient}
      """;

  /** A case with one kernel, one reproducer and two patches. */
  private static final String SMALL =
      """
      case: played
      kernels:
        a: {source: {debian: linux-source-6.1}}
      images:
        minix-1m: {size: 1MiB, make: [mkfs.minix, "{image}"], mount: {type: minix}}
      repros:
        first:
          source: src/first.c
          image: minix-1m
          steps: [open, write, shrink, grow, read, data-is-zero]
          fails: {check: data-is-zero}
      patches:
        right: {files: [right.patch]}
        wrong: {files: [wrong.patch]}
      """;

  PlayedCase write() throws IOException {
    return write(CASE);
  }

  /** The small case with a second reproducer and a guard. */
  PlayedCase writeSmallWithMore() throws IOException {
    String first = SMALL.substring(SMALL.indexOf("  first:"), SMALL.indexOf("patches:"));
    String second = first.replace("  first:", "  second:");
    String guard = first.replace("  first:", "  holds:").replaceFirst(" *fails: .*\\n", "");
    return write(SMALL.replace(first, first + second + "guards:\n" + guard));
  }

  PlayedCase writeSmall() throws IOException {
    return write(SMALL);
  }

  private PlayedCase write(String text) throws IOException {
    Path src = Files.createDirectories(folder.resolve("case/src"));
    Files.writeString(
        src.resolve("first.c"), "#include \"more.h\"\nint main(void) { return N; }\n");
    Files.writeString(src.resolve("more.h"), "#define N 0\n");
    for (String patch : List.of("right", "wrong", "half", "doubt", "broken")) {
      Files.writeString(folder.resolve("case/" + patch + ".patch"), PATCH.formatted(patch));
    }
    Files.writeString(folder.resolve("case/case.yaml"), text);
    return this;
  }

  CaseFiles read() {
    return CaseFiles.read(folder.resolve("case/case.yaml"));
  }

  Environment host(String name) {
    return new Environment(new DeadLane(), folder.resolve(name), 1L << 30, null);
  }

  Path plan(int shards) {
    return plan(shards, usual(), options -> options);
  }

  /** A run of the patches of the case. */
  Planner.Subject usual() {
    return new Planner.Subject(read().matrix(), List.of());
  }

  /** Plans a run of something else, or with other options. */
  Path plan(int shards, Planner.Subject subject, UnaryOperator<CampaignOptions> asked) {
    Path out = folder.resolve("plan-" + shards);
    CaseFiles files = read();
    CampaignOptions options = asked.apply(CampaignOptions.of(files.matrix()));
    var unused = new Planner(VERSION).plan(files, subject, options, shards, null, out);
    return out;
  }

  /** What one machine says. */
  RunResult whole() {
    return whole(usual(), options -> options).result();
  }

  /** What one machine says of something else, or with other options. */
  Merge.Merged whole(Planner.Subject subject, UnaryOperator<CampaignOptions> asked) {
    CampaignOptions options =
        asked.apply(CampaignOptions.of(subject.matrix())).writingTo(folder.resolve("whole-runs"));
    Terms terms =
        new Terms(subject.known(), 0, 0, null).from(new PlayedHost(folder.resolve("whole")));
    boolean batch = options.extras().contains(CampaignOptions.Extra.SCREEN);
    try (Campaign campaign =
        Campaign.start(subject.matrix(), options, host("whole"), terms, event -> {})) {
      return new Merge.Merged(campaign.finish(), batch, campaign.candidates());
    }
  }

  /** Runs all shards of a plan, each on a host of its own. */
  List<Path> shards(Path plan) {
    List<Path> left = new ArrayList<>();
    for (int i = 1; Files.exists(plan.resolve("shard-" + i + ".json")); i++) {
      left.add(shard(plan, i, plan.resolveSibling(plan.getFileName() + ".left-" + i)));
    }
    return left;
  }

  Path shard(Path plan, int number, Path out) {
    String host = out.getFileName() + ".host";
    try (ShardWork work = ShardWork.open(plan.resolve("shard-" + number + ".json"), out, VERSION)) {
      Terms terms = work.terms(new PlayedHost(folder.resolve(host)));
      RunResult result;
      Path run;
      try (Campaign campaign =
          Campaign.start(work.matrix(), work.options(), host(host), terms, event -> {})) {
        result = campaign.finish();
        run = campaign.folder();
      }
      work.complete(result, run);
    }
    return out;
  }

  RunResult merged(Path plan, List<Path> shards, Path run) {
    return joined(plan, shards, run).result();
  }

  Merge.Merged joined(Path plan, List<Path> shards, Path run) {
    return Merge.of(plan, shards, host("merging"), run, VERSION, event -> {});
  }
}
