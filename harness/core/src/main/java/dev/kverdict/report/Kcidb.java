package dev.kverdict.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kverdict.record.JudgedFinding;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.PValue;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.Scope;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.store.Digests;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes kcidb.json, a report for collectors such as KernelCI in version 5.3 of KCIDB's schema
 * (kernelci/kcidb-io). A patch on a kernel is a checkout with a build, each of its cells a test,
 * and each finding that the control shows, too, an issue with an incident.
 */
public final class Kcidb {

  private static final int MAJOR = 5;
  private static final int MINOR = 3;

  /** The longest excerpt of a log, in characters (the schema's). */
  private static final int MOST_LOG = 16_384;

  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

  /** An address without a user, who might have a password. */
  private static final Pattern PUBLIC =
      Pattern.compile("https://[A-Za-z0-9._~:/?#!$&'()*+,;=%-]{1,1000}");

  private static final Pattern MESSAGE_ID =
      Pattern.compile("<([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,200}@[A-Za-z0-9.-]{1,200})>");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final RunResult result;
  private final KcidbIds ids;
  private final ObjectNode root = JSON.createObjectNode();
  private final ArrayNode checkouts;
  private final ArrayNode builds;
  private final ArrayNode tests;
  private final ArrayNode issues;
  private final ArrayNode incidents;
  private final Set<String> known = new HashSet<>();

  private Kcidb(RunResult result, KcidbIds ids) {
    this.result = result;
    this.ids = ids;
    root.putObject("version").put("major", MAJOR).put("minor", MINOR);
    this.checkouts = root.putArray("checkouts");
    this.builds = root.putArray("builds");
    this.tests = root.putArray("tests");
    this.issues = root.putArray("issues");
    this.incidents = root.putArray("incidents");
  }

  /**
   * Returns the document.
   *
   * @param directory the run's directory, which has the keys of kernels and trials
   */
  public static String of(RunResult result, Path directory) {
    Kcidb report = new Kcidb(result, new KcidbIds(result, directory));
    result.verdicts().stream().map(JudgedVerdict::verdict).forEach(report::cell);
    return report.root.toPrettyString() + "\n";
  }

  private void cell(Verdict v) {
    if (known.add(ids.checkout(v))) {
      checkout(v);
    }
    if (v.kind() == VerdictKind.PATCH_REJECTED) {
      return; // there is nothing to build
    }
    if (known.add(ids.build(v))) {
      build(v);
    }
    if (v.kind() != VerdictKind.BUILD_FAILED) {
      test(v);
    }
  }

  private void checkout(Verdict v) {
    ObjectNode node = object(checkouts, ids.checkout(v));
    Optional<Scope.Kernel> kernel = kernel(v);
    Optional<Scope.Patch> patch =
        result.scope().patches().stream().filter(p -> p.name().equals(v.patch())).findFirst();
    node.put("valid", v.kind() != VerdictKind.PATCH_REJECTED);
    String base = kernel.map(Scope.Kernel::source).orElse("");
    String subject = patch.map(Scope.Patch::subject).filter(s -> !s.isEmpty()).orElse(v.patch());
    node.put(
        "comment",
        PlainText.of(
            v.patch().equals(Verdict.CONTROL) ? base : "%s, on %s".formatted(subject, base)));
    started().ifPresent(at -> node.put("start_time", at));
    patch
        .map(Scope.Patch::messageId)
        .map(MESSAGE_ID::matcher)
        .filter(Matcher::matches)
        .ifPresent(id -> node.put("message_id", id.group(1)));
    kernel.map(Scope.Kernel::revision).ifPresent(revision -> revision(node, v, revision, patch));
    if (v.kind() == VerdictKind.PATCH_REJECTED) {
      node.put("log_excerpt", log(v.reasons()));
    }
  }

  private static void revision(
      ObjectNode node, Verdict v, Scope.Revision base, Optional<Scope.Patch> patch) {
    if (base.repository() != null && PUBLIC.matcher(base.repository()).matches()) {
      node.put("git_repository_url", base.repository());
    }
    if (base.commit() != null && COMMIT.matcher(base.commit()).matches()) {
      node.put("git_commit_hash", base.commit());
    }
    List<String> own = patch.map(Scope.Patch::digests).orElse(List.of());
    if (v.patch().equals(Verdict.CONTROL) || !own.isEmpty()) {
      StringBuilder lines = new StringBuilder();
      base.patches().forEach(digest -> lines.append(digest).append('\n'));
      own.forEach(digest -> lines.append(digest).append('\n'));
      node.put("patchset_hash", lines.isEmpty() ? "" : Digests.ofText(lines.toString()));
    }
  }

  private void build(Verdict v) {
    ObjectNode node = object(builds, ids.build(v));
    node.put("checkout_id", ids.checkout(v));
    node.put("architecture", "x86_64");
    kernel(v).ifPresent(k -> node.put("comment", PlainText.of("Linux " + k.release())));
    node.put("config_name", PlainText.of(v.kernel()));
    node.put(
        "status",
        switch (v.kind()) {
          case BUILD_FAILED -> "FAIL";
          case ALREADY_APPLIED -> "SKIP"; // there is nothing to build
          case CASE_ERROR, INFRA_ERROR -> ids.built(v) ? "PASS" : "MISS";
          default -> "PASS";
        });
    if (v.kind() == VerdictKind.BUILD_FAILED) {
      node.put("log_excerpt", log(v.reasons()));
    }
  }

  private void test(Verdict v) {
    String id = ids.test(v);
    ObjectNode node = object(tests, id);
    node.put("build_id", ids.build(v));
    node.put("path", "kverdict." + part(result.caseName()) + "." + part(v.repro()));
    node.put("status", status(v));
    node.put("comment", PlainText.of(v.kind() + ": " + v.reasons().get(0)));
    node.put("log_excerpt", log(v.reasons()));
    started().ifPresent(at -> node.put("start_time", at));
    node.put("duration", CellTime.seconds(result, v));
    ObjectNode where = node.putObject("environment");
    where.put(
        "comment",
        PlainText.of(
            "%s, accelerator %s"
                .formatted(result.facts().qemu(), result.facts().acceleratorWords())));
    ObjectNode misc = node.putObject("misc");
    misc.put("verdict", v.kind().name()).put("guard", v.guard()).put("title", v.title());
    misc.put("control", VerdictTable.counts(v.control(), v.guard()));
    misc.put("patched", VerdictTable.counts(v.patched(), v.guard()));
    if (v.pValue() != null) {
      misc.put("p", PValue.text(v.pValue()));
    }
    misc.put("reached", v.reached().answer().word());
    for (JudgedFinding found : v.findings()) {
      if (found.status() == JudgedFinding.Status.PRE_EXISTING) {
        incident(found, id);
      }
    }
  }

  private void incident(JudgedFinding found, String test) {
    String words = found.finding().kind().words();
    String title = PlainText.of(found.finding().title());
    String issue = KcidbIds.issue(words, title);
    if (known.add(issue)) {
      object(issues, issue)
          .put("version", 1)
          .put("report_subject", title)
          .put("comment", words + ", seen with and without the patch");
    }
    String incident = KcidbIds.incident(issue, test);
    if (known.add(incident)) {
      object(incidents, incident)
          .put("issue_id", issue)
          .put("issue_version", 1)
          .put("test_id", test)
          .put("present", true)
          .put(
              "comment",
              "in %d control trials and %d patched ones"
                  .formatted(found.control(), found.patched()));
    }
  }

  /**
   * Returns the schema's word for a verdict. A control alone is tested, too: where it fails as its
   * case says, the bug is in it.
   */
  static String status(Verdict v) {
    return switch (v.kind()) {
      case FIXED -> "PASS";
      case REPRODUCED -> v.guard() ? "PASS" : "FAIL";
      case CASE_ERROR, REPRO_DID_NOT_RUN, TIMEOUT -> "ERROR";
      default ->
          switch (v.kind().verdictClass()) {
            case FAIL -> "FAIL";
            case PASS, UNDECIDED, ERROR -> "MISS";
          };
    };
  }

  private static ObjectNode object(ArrayNode array, String id) {
    return array.addObject().put("id", id).put("origin", KcidbIds.ORIGIN);
  }

  private Optional<Scope.Kernel> kernel(Verdict v) {
    return result.scope().kernels().stream().filter(k -> k.name().equals(v.kernel())).findFirst();
  }

  private Optional<String> started() {
    try {
      return Optional.of(
          Instant.parse(result.facts().started()).truncatedTo(ChronoUnit.MILLIS).toString());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String log(List<String> lines) {
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      String next = PlainText.of(line) + "\n";
      if (text.length() + next.length() > MOST_LOG) {
        break;
      }
      text.append(next);
    }
    return text.toString();
  }

  /** A part of a path, which a dot would cut in two. */
  private static String part(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9_-]", "_");
    return plain.isEmpty() ? "_" : plain;
  }
}
