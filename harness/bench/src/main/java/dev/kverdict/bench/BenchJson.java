package dev.kverdict.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.TreeMap;

/** Writes the result of a benchmark for programs: each value, not only the median. */
public final class BenchJson {

  /** The version of the document. */
  static final int SCHEMA = 1;

  private static final ObjectMapper JSON = new ObjectMapper();

  private BenchJson() {}

  /** Returns the document. */
  public static String of(BenchResult result) {
    ObjectNode document = JSON.createObjectNode().put("schema", SCHEMA);
    var measurements = document.putArray("measurements");
    for (Measurement each : result.measurements()) {
      ObjectNode node =
          measurements
              .addObject()
              .put("section", each.section())
              .put("name", each.name())
              .put("unit", each.unit())
              .put("median", each.median())
              .put("min", each.min())
              .put("max", each.max());
      each.samples().forEach(node.putArray("samples")::add);
    }
    document.set("traces", JSON.valueToTree(result.traces()));
    document.set("notes", JSON.valueToTree(result.notes()));
    document.set("run", JSON.valueToTree(new TreeMap<>(result.run())));
    return document.toPrettyString() + "\n";
  }
}
