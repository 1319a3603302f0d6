package dev.kverdict.shard;

import dev.kverdict.HostIo;
import dev.kverdict.UserError;
import dev.kverdict.UserFiles;
import dev.kverdict.campaign.Part;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.model.Matrix;
import dev.kverdict.store.Digests;
import dev.kverdict.yaml.CaseFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * plan.json: how a run is cut, and everything of its case by digests.
 *
 * @param schema the version of the format
 * @param kverdict the version of kverdict that made it, and that has to run it
 * @param caseName the case
 * @param matrix the matrix file's path in the case
 * @param files SHA-256 of each file of the case, by its path in the case
 * @param asked what was asked for
 * @param given patches that the case does not have
 * @param shards the shards, by their numbers
 */
public record ShardPlan(
    int schema,
    String kverdict,
    String caseName,
    String matrix,
    Map<String, String> files,
    Asked asked,
    GivenPatches given,
    List<Shard> shards) {

  /** The file's name in the directory of a plan. */
  public static final String NAME = "plan.json";

  static final int SCHEMA = 2;
  private static final int MOST_BYTES = 16 << 20;
  private static final int MOST_SHARDS = 1000;
  private static final String REMEDY = "make the plan again: kverdict plan MATRIX --out DIR";

  /**
   * One shard.
   *
   * @param number its number, from 1
   * @param file the file that {@code kverdict shard} takes, in the directory of the plan
   * @param seconds about how long it takes
   * @param memoryMiB the memory that its machine needs, in MiB
   * @param cells its cells
   * @param claims whether it settles the claims of the case
   */
  public record Shard(
      int number, String file, long seconds, int memoryMiB, List<String> cells, boolean claims) {

    public Shard {
      cells = List.copyOf(cells);
      if (!file.equals("shard-" + number + ".json")) {
        throw new IllegalArgumentException("no file of a shard: " + file);
      }
    }

    Part part() {
      return new Part(Set.copyOf(cells), claims);
    }
  }

  /**
   * shard-N.json: the ticket of a shard, beside its plan.
   *
   * @param plan SHA-256 of plan.json
   * @param number the shard's number
   */
  record Ticket(String plan, int number) {

    Ticket {
      Objects.requireNonNull(plan, "plan");
    }
  }

  public ShardPlan {
    Objects.requireNonNull(kverdict, "kverdict");
    Objects.requireNonNull(caseName, "caseName");
    Objects.requireNonNull(asked, "asked");
    Objects.requireNonNull(given, "given");
    if (!files.containsKey(Objects.requireNonNull(matrix, "matrix"))) {
      throw new IllegalArgumentException("not in the plan: " + matrix);
    }
    files = Collections.unmodifiableMap(new TreeMap<>(files));
    shards = List.copyOf(shards);
    for (int i = 0; i < shards.size(); i++) {
      if (shards.get(i).number() != i + 1) {
        throw new IllegalArgumentException("shards are not numbered from 1");
      }
    }
    if (shards.isEmpty() || shards.size() > MOST_SHARDS) {
      throw new IllegalArgumentException("no number of shards: " + shards.size());
    }
  }

  /** A plan that was read, and its digest, by which its shards know it. */
  record Read(ShardPlan plan, Path folder, String digest) {

    /** Unpacks the case that is judged. */
    Matrix matrix(Path into) {
      return plan.unpack(folder, into);
    }
  }

  /**
   * Unpacks the case that is judged.
   *
   * @param folder the directory of the plan
   * @param into a directory, which is empty
   * @throws UserError naming a file that is not in the plan, or damaged
   */
  Matrix unpack(Path folder, Path into) {
    CaseBundle bundle = new CaseBundle(folder);
    bundle.unpack(files, into);
    return given.in(CaseFiles.read(into.resolve(matrix)).matrix(), bundle);
  }

  /** Returns the document. */
  String json() {
    return Json.of(this);
  }

  /** Returns a line of JSON that a matrix of CI jobs is made of, such as GitHub's. */
  public String jobs() {
    List<Job> include =
        shards.stream()
            .map(shard -> new Job(shard.number(), shard.file(), shard.seconds()))
            .toList();
    return Json.line(new Jobs(include));
  }

  private record Job(int shard, String file, long seconds) {}

  private record Jobs(List<Job> include) {}

  /**
   * Returns what a person wants to know.
   *
   * @param folder the directory of the plan, as it was named
   */
  public String words(Path folder) {
    StringBuilder words = new StringBuilder();
    for (Shard shard : shards) {
      words.append(
          "%s: about %d s: %s%s%n"
              .formatted(
                  folder.resolve(shard.file()),
                  shard.seconds(),
                  String.join(", ", shard.cells()),
                  shard.claims() ? ", claims" : ""));
    }
    return words.toString();
  }

  /** Writes the plan and a ticket for each of its shards. */
  void write(Path folder) {
    String text = json();
    String digest = Digests.ofText(text);
    HostIo.run(
        "cannot write the plan in " + folder,
        () -> {
          for (Shard shard : shards) {
            AtomicFiles.write(
                folder.resolve(shard.file()), Json.of(new Ticket(digest, shard.number())));
          }
          AtomicFiles.write(folder.resolve(NAME), text); // last: a plan that is there is whole
        });
  }

  /**
   * Reads a plan.
   *
   * @param kverdict the version that is running
   * @throws UserError if there is none, or it is damaged or of another version
   */
  static Read read(Path folder, String kverdict) {
    Path file = folder.resolve(NAME);
    String text = UserFiles.text(file, MOST_BYTES, REMEDY);
    ShardPlan plan =
        Json.read(text, ShardPlan.class)
            .filter(read -> read.schema() == SCHEMA)
            .orElseThrow(() -> new UserError(file.toString(), "is damaged, or no plan", REMEDY));
    if (!plan.kverdict().equals(kverdict)) {
      throw new UserError(
          file.toString(),
          "is of kverdict %s, and this is %s".formatted(plan.kverdict(), kverdict),
          "use the same version for the plan, for its shards and for joining them");
    }
    return new Read(plan, folder, Digests.ofBytes(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Reads the plan of a shard.
   *
   * @param ticket the shard's file
   * @throws UserError if it is none, or its plan is another one
   */
  static Read ofTicket(Path ticket, String kverdict) {
    Ticket read = ticket(ticket);
    Path folder = ticket.toAbsolutePath().normalize().getParent();
    Read plan = read(Objects.requireNonNull(folder), kverdict);
    if (!plan.digest().equals(read.plan()) || read.number() > plan.plan().shards().size()) {
      throw new UserError(
          ticket.toString(), "is of another plan than the " + NAME + " beside it", REMEDY);
    }
    return plan;
  }

  /** Returns the number in a shard's file. */
  static int number(Path ticket) {
    return ticket(ticket).number();
  }

  private static Ticket ticket(Path file) {
    String text = UserFiles.text(file, 1 << 16, REMEDY);
    return Json.read(text, Ticket.class)
        .filter(ticket -> ticket.number() >= 1 && Files.isRegularFile(file))
        .orElseThrow(() -> new UserError(file.toString(), "is damaged, or no shard", REMEDY));
  }
}
