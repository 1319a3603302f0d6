package dev.kverdict.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kverdict.HostIo;
import dev.kverdict.UserError;
import dev.kverdict.UserFiles;
import dev.kverdict.host.AtomicFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * plan.json: what a run is about, written before it begins anything, so that another run can tell
 * whether it goes on with the same.
 *
 * @param schema the version of the format
 * @param resumes the directory of the run that this one goes on from, or null
 * @param digests SHA-256 of each kernel, patch, program and image, by kind and name: {@code patch
 *     v1}
 * @param options what was asked for beyond that and changes which trials run, as it was written
 */
public record RunPlan(
    int schema,
    @Nullable String resumes,
    Map<String, String> digests,
    Map<String, String> options) {

  /** The file's name in the directory of a run. */
  public static final String NAME = "plan.json";

  private static final int SCHEMA = 1;

  /** A run of a thousand patches has less. */
  private static final int MOST_BYTES = 4 << 20;

  private static final String REMEDY =
      "name the directory of a run, or leave out --resume: what is finished is in the store";

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  public RunPlan {
    digests = Collections.unmodifiableMap(new TreeMap<>(digests));
    options = Collections.unmodifiableMap(new TreeMap<>(options));
  }

  /** Creates the plan of a run that goes on from none. */
  public RunPlan(Map<String, String> digests, Map<String, String> options) {
    this(SCHEMA, null, digests, options);
  }

  /** Returns the plan of a run that goes on from another one. */
  RunPlan resuming(Path run) {
    return new RunPlan(schema, run.toString(), digests, options);
  }

  /** Writes the plan into the directory of its run. */
  public void write(RunFolder folder) {
    Path file = folder.file(NAME);
    HostIo.run(
        "cannot write " + file,
        () -> AtomicFiles.write(file, JSON.writeValueAsString(this) + "\n"));
  }

  /**
   * Reads the plan of a run.
   *
   * @throws UserError if it has none, or one of another version
   */
  static RunPlan read(Path run) {
    Path file = run.resolve(NAME);
    String text = UserFiles.text(file, MOST_BYTES, REMEDY);
    try {
      RunPlan plan = JSON.readValue(text, RunPlan.class);
      if (plan != null && plan.schema() == SCHEMA) {
        return plan;
      }
    } catch (JsonProcessingException | IllegalArgumentException | NullPointerException e) {
      // As below.
    }
    throw new UserError(file.toString(), "is not a plan of this version of kverdict", REMEDY);
  }

  /** Returns what is not as in an older plan, in words. */
  List<String> changes(RunPlan older) {
    List<String> changes = new ArrayList<>();
    Map<String, String> all = new TreeMap<>(older.digests());
    all.putAll(digests);
    for (String name : all.keySet()) {
      String before = older.digests().get(name);
      String now = digests.get(name);
      if (before == null) {
        changes.add(name + " is new");
      } else if (now == null) {
        changes.add(name + " is gone");
      } else if (!before.equals(now)) {
        changes.add(name + " has changed");
      }
    }
    options.forEach(
        (name, now) -> {
          String before = older.options().getOrDefault(name, "not known");
          if (!before.equals(now)) {
            changes.add("%s was %s and is %s".formatted(name, before, now));
          }
        });
    return changes;
  }
}
