package dev.kverdict.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kverdict.record.RunResult;
import dev.kverdict.store.Digests;

/**
 * Writes gl-code-quality-report.json: verdicts that are not as asked, at the lines that the patch
 * changes. A merge request shows them beside the tests, which are in junit.xml. The format is in
 * GitLab's documentation, "Code Quality", "Code Quality report format".
 */
public final class GitLabQuality {

  private static final ObjectMapper JSON = new ObjectMapper();

  private GitLabQuality() {}

  /** Returns the document; an empty list if all is as asked. */
  public static String of(RunResult result) {
    ArrayNode all = JSON.createArrayNode();
    for (Remark remark : Remark.of(result)) {
      ObjectNode node = all.addObject();
      node.put("description", remark.verdict() + ": " + remark.cell() + ": " + remark.message());
      node.put("check_name", "kverdict");
      // What stays the same from one run to the next: a reason has counts of trials.
      node.put(
          "fingerprint",
          Digests.ofText(result.caseName() + "\n" + remark.cell() + "\n" + remark.verdict()));
      node.put("severity", remark.failure() ? "critical" : "major");
      ObjectNode location = node.putObject("location");
      location.put("path", remark.path()).putObject("lines").put("begin", remark.line());
    }
    return all.toPrettyString() + "\n";
  }
}
