package dev.kverdict.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kverdict.record.Candidate;

/** Writes a candidate of a batch as a line of {@code batch.jsonl}. */
public final class BatchJson {

  private static final int SCHEMA = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private BatchJson() {}

  /** Returns the line, without its end. */
  public static String line(Candidate candidate) {
    ObjectNode node = JSON.createObjectNode();
    node.put("schema", SCHEMA)
        .put("kernel", candidate.kernel())
        .put("patch", candidate.patch())
        .put("from", candidate.from())
        .put("subject", candidate.subject());
    standing(node, candidate.standing());
    return node.toString();
  }

  private static void standing(ObjectNode node, Candidate.Standing standing) {
    if (standing instanceof Candidate.Judged judged) {
      node.put("state", "judged")
          .put("result", judged.result().name())
          .put("verdict", judged.verdict().name())
          .put("repro", judged.repro())
          .put("reason", judged.reason())
          .put("judged", judged.judged())
          .put("cells", judged.cells());
    } else if (standing instanceof Candidate.Duplicate duplicate) {
      node.put("state", "duplicate")
          .put("of", duplicate.of())
          .put("reason", "the same " + duplicate.how());
    } else if (standing instanceof Candidate.Unreadable unreadable) {
      node.put("state", "unreadable").put("reason", unreadable.why());
    } else {
      node.put("state", "not-reached").put("reason", ((Candidate.NotReached) standing).why());
    }
  }
}
