package dev.kverdict.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kverdict.record.ClaimResult;
import dev.kverdict.record.DiscardedMachine;
import dev.kverdict.record.Finding;
import dev.kverdict.record.JudgedFinding;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.Necessity;
import dev.kverdict.record.PatchResult;
import dev.kverdict.record.Reached;
import dev.kverdict.record.RunFacts;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.SeriesStep;
import dev.kverdict.record.Verdict;

/** Writes verdict.json: the result for programs. */
public final class VerdictJson {

  private static final int SCHEMA = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private VerdictJson() {}

  /** Returns the document, pretty-printed. */
  public static String of(RunResult result) {
    ObjectNode root = JSON.createObjectNode();
    root.put("schema", SCHEMA);
    root.put("case", result.caseName());
    root.put("partial", result.partial());
    ArrayNode verdicts = root.putArray("verdicts");
    result.verdicts().forEach(judged -> verdict(verdicts.addObject(), judged));
    ArrayNode patches = root.putArray("patches");
    for (PatchResult patch : result.patches()) {
      patches
          .addObject()
          .put("kernel", patch.kernel())
          .put("patch", patch.patch())
          .put("result", patch.result().name());
    }
    ArrayNode claims = root.putArray("claims");
    for (ClaimResult claim : result.claims()) {
      ObjectNode node = claims.addObject();
      node.put("id", claim.id()).put("says", claim.says()).put("outcome", claim.outcome().name());
      claim.reasons().forEach(node.putArray("reasons")::add);
    }
    ArrayNode necessities = root.putArray("necessities");
    for (Necessity part : result.necessities()) {
      necessities
          .addObject()
          .put("kernel", part.kernel())
          .put("patch", part.patch())
          .put("number", part.number())
          .put("subject", part.subject())
          .put("answer", part.answer().name())
          .put("reason", part.reason());
    }
    ArrayNode steps = root.putArray("steps");
    for (SeriesStep step : result.steps()) {
      steps
          .addObject()
          .put("kernel", step.kernel())
          .put("patch", step.patch())
          .put("number", step.number())
          .put("of", step.of())
          .put("subject", step.subject())
          .put("effect", step.effect().name())
          .put("reason", step.reason());
    }
    ArrayNode findings = root.putArray("findings");
    result.verdicts().forEach(judged -> findings(findings, judged.verdict()));
    ArrayNode discarded = root.putArray("discardedMachines");
    for (DiscardedMachine machine : result.discarded()) {
      discarded
          .addObject()
          .put("kernel", machine.kernel())
          .put("machine", machine.machine())
          .put("reason", machine.reason());
    }
    ObjectNode run = root.putObject("run");
    RunFacts facts = result.facts();
    facts.accelerator().ifPresent(all -> run.put("accelerator", all));
    run.put("cage", facts.cage())
        .put("confidence", Double.toString(facts.confidence()))
        .put("folder", facts.folder())
        .put("qemu", facts.qemu())
        .put("seconds", Double.toString(facts.seconds()))
        .put("started", facts.started())
        .put("trials", facts.trials())
        .put("trialsFromStore", Integer.toString(facts.trialsFromStore()))
        .put("trialsRun", Integer.toString(facts.trialsRun()));
    facts.accelerators().forEach(run.putObject("accelerators")::put);
    return root.toPrettyString() + "\n";
  }

  private static void findings(ArrayNode array, Verdict v) {
    for (JudgedFinding found : v.findings()) {
      Finding finding = found.finding();
      array
          .addObject()
          .put("kernel", v.kernel())
          .put("patch", v.patch())
          .put("repro", v.repro())
          .put("kind", finding.kind().name())
          .put("status", found.status().name())
          .put("title", finding.title())
          .put("step", finding.step())
          .put("detail", finding.detail())
          .put("control", found.control())
          .put("patched", found.patched());
    }
  }

  private static void verdict(ObjectNode node, JudgedVerdict judged) {
    Verdict v = judged.verdict();
    node.put("kernel", v.kernel()).put("patch", v.patch()).put("repro", v.repro());
    node.put("verdict", v.kind().name()).put("class", v.kind().verdictClass().name());
    node.put("title", v.title()).put("asExpected", judged.asExpected());
    node.putObject("control")
        .put("trials", v.control().trials())
        .put("failures", v.control().failures())
        .put("restored", v.control().restored())
        .put("snapshots", v.control().snapshots());
    node.putObject("patched")
        .put("trials", v.patched().trials())
        .put("failures", v.patched().failures())
        .put("clean", v.patched().clean())
        .put("restored", v.patched().restored())
        .put("snapshots", v.patched().snapshots());
    node.put("pValue", v.pValue()).put("reached", v.reached().answer().word());
    ArrayNode places = node.putArray("places");
    for (Reached.Place place : v.reached().places()) {
      places
          .addObject()
          .put("place", place.label())
          .put("control", place.control())
          .put("patched", place.patched())
          .put("note", place.note());
    }
    v.reasons().forEach(node.putArray("reasons")::add);
  }
}
