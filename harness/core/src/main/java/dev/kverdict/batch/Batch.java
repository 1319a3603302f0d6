package dev.kverdict.batch;

import dev.kverdict.UserError;
import dev.kverdict.campaign.KernelChoice;
import dev.kverdict.campaign.KernelChoices;
import dev.kverdict.fetch.PatchCollection;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.PatchDef;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.record.Candidate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A case whose patches are the candidates of a batch.
 *
 * @param matrix the case with these patches and no others, and without its claims, which are about
 *     patches of its own
 * @param known what is known of candidates before anything is built
 */
public record Batch(Matrix matrix, List<Candidate> known) {

  public Batch {
    known = List.copyOf(known);
  }

  /**
   * Sorts out what need not be built: what is no patch, and what is the same change as another one.
   *
   * @param written what the collection is called, for errors
   * @throws UserError if nothing is left to judge
   */
  public static Batch of(
      Matrix read, String written, List<PatchCollection.Found> found, KernelChoice route) {
    Names names = new Names(read);
    Map<String, PatchDef> patches = new LinkedHashMap<>();
    Map<String, String> digests = new HashMap<>();
    List<Candidate> known = new ArrayList<>();
    for (PatchCollection.Found one : found) {
      String name = names.free(one.name());
      Optional<String> fault = one.fault();
      if (fault.isEmpty()) {
        PatchDef patch = new PatchDef(name, one.content(), Map.of());
        fault = objection(read, patch, route);
        if (fault.isEmpty()) {
          String first = digests.putIfAbsent(one.content().changes(), name);
          if (first == null) {
            patches.put(name, patch);
          } else {
            known.add(
                new Candidate(
                    "",
                    name,
                    one.from(),
                    subject(one.content()),
                    new Candidate.Duplicate(first, "line by line")));
          }
        }
      }
      fault.ifPresent(
          why -> known.add(new Candidate("", name, one.from(), "", new Candidate.Unreadable(why))));
    }
    if (patches.isEmpty()) {
      throw nothing(written, known);
    }
    return new Batch(read.judging(patches), known);
  }

  private static UserError nothing(String written, List<Candidate> known) {
    String first =
        known.isEmpty() || !(known.get(0).standing() instanceof Candidate.Unreadable unreadable)
            ? ""
            : ": " + unreadable.why();
    return new UserError(
        "--patches " + written,
        "holds no patch that could be judged" + first,
        "name a directory of patches, an mbox, or git:BASE..TIP");
  }

  /** Returns why a patch can be tried on none of the case's kernels. */
  private static Optional<String> objection(Matrix read, PatchDef patch, KernelChoice route) {
    KernelChoices kernels = new KernelChoices(read, route);
    try {
      for (KernelDef kernel : read.ownKernels()) {
        var unused = kernels.kernel(kernel, patch);
      }
      return Optional.empty();
    } catch (UserError e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static String subject(PatchSet content) {
    return content.subject();
  }

  /** Names that no patch of the case has, because a prebuilt kernel may go by such a name. */
  private static final class Names {

    private static final int MOST = 60;

    private final Map<String, Integer> taken = new HashMap<>();

    Names(Matrix read) {
      read.patches().keySet().forEach(name -> taken.put(name, 1));
    }

    String free(String wanted) {
      String name = wanted;
      while (taken.putIfAbsent(name, 1) != null) {
        String end = "." + taken.merge(wanted, 1, Integer::sum);
        name = wanted.substring(0, Math.min(wanted.length(), MOST - end.length())) + end;
      }
      return name;
    }
  }
}
