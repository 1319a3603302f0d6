package dev.kverdict.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.TrialLine;
import dev.kverdict.record.Verdict;
import dev.kverdict.store.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Names the objects of a KCIDB report by what they were made from: a kernel by its key in the
 * store, a test by the inputs and outcomes of its trials. So what is sent twice is one object,
 * whichever run it is from, and other evidence makes another one.
 *
 * @param result the run
 * @param directory the run's directory; what is not in it any more is named by its run
 */
record KcidbIds(RunResult result, Path directory) {

  /** The name of this program among those that send reports. */
  static final String ORIGIN = "kverdict";

  private static final int RECIPE = 1;
  private static final int MOST_INPUTS = 1 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Returns the name of the source of a kernel under test. */
  String checkout(Verdict v) {
    return id("kcidb-checkout", kernel(v));
  }

  /** Returns the name of a kernel under test. */
  String build(Verdict v) {
    return id("kcidb-build", kernel(v));
  }

  /** Returns the name of the trials of a cell. */
  String test(Verdict v) {
    List<String> parts = new ArrayList<>(List.of(kernel(v), v.repro(), v.kind().name()));
    for (TrialLine line : result.trials()) {
      boolean control = line.trial().patch() == null;
      if (line.trial().kernel().equals(v.kernel())
          && line.trial().repro().equals(v.repro())
          && (control || v.patch().equals(line.trial().patch()))) {
        // Not by the patch's name, which is what somebody called it.
        parts.add(
            "%s %s %d %s %s"
                .formatted(
                    control ? "control" : "patched",
                    line.trial().series(),
                    line.trial().number(),
                    line.outcome(),
                    inputs(line)));
      }
    }
    parts.subList(3, parts.size()).sort(null); // they end in any order
    return id("kcidb-test", parts.toArray(String[]::new));
  }

  /** Returns the name of something wrong, wherever it is seen. */
  static String issue(String kind, String title) {
    return id("kcidb-issue", kind, title);
  }

  /** Returns the name of its appearance in a test. */
  static String incident(String issue, String test) {
    return id("kcidb-incident", issue, test);
  }

  private static String id(String step, String... parts) {
    return ORIGIN + ":" + Key.of(step, RECIPE, parts).digest();
  }

  /** Returns whether a kernel under test was built. */
  boolean built(Verdict v) {
    return key(v).isPresent();
  }

  private String kernel(Verdict v) {
    return key(v).orElse(unknown(name(v)));
  }

  private static String name(Verdict v) {
    return v.kernel() + (v.patch().equals(Verdict.CONTROL) ? "" : "+" + v.patch());
  }

  /** The link in the run's directory leads to the kernel's entry in the store, if it was built. */
  private Optional<String> key(Verdict v) {
    try {
      Path link = directory.resolve("kernels").resolve(name(v)).resolve("artefact");
      return Files.isSymbolicLink(link)
          ? Optional.ofNullable(Files.readSymbolicLink(link).getFileName()).map(Path::toString)
          : Optional.empty();
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  private String unknown(String name) {
    return result.caseName() + " " + result.facts().started() + " " + name;
  }

  /** The digests of a trial's inputs, its seed and its snapshot, as its directory has them. */
  private String inputs(TrialLine line) {
    try {
      Path file = directory.resolve(line.folder()).resolve("trial.json").normalize();
      if (!file.startsWith(directory.normalize())
          || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          || Files.size(file) > MOST_INPUTS) {
        return unknown(line.folder());
      }
      JsonNode trial = JSON.readTree(file.toFile());
      Map<String, String> digests = new TreeMap<>();
      trial
          .path("digests")
          .properties()
          .forEach(d -> digests.put(d.getKey(), d.getValue().asText()));
      return trial.path("snapshot").asText() + " " + trial.path("seed").asText() + " " + digests;
    } catch (IOException | InvalidPathException e) {
      return unknown(line.folder());
    }
  }
}
