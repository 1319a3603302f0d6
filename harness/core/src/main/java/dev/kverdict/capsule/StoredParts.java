package dev.kverdict.capsule;

import dev.kverdict.HostIo;
import dev.kverdict.UserError;
import dev.kverdict.campaign.RunCase;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.TrialLine;
import dev.kverdict.run.RunFolder;
import dev.kverdict.shard.CaseBundle;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import dev.kverdict.trial.TrialRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds in the store what the guests of a run were made of, by what the evidence of their trials
 * says, and packs it. It is leased until this is closed.
 */
final class StoredParts implements AutoCloseable {

  /** Programs of the canaries begin so; none of a case does. */
  private static final String CANARY = "canary+";

  private static final String KERNELS = "kernels";
  private static final String REMEDY = "run the case again, and pack that run";

  private final Path run;
  private final RunResult result;
  private final Store store;
  private final CaseBundle bundle;
  private final List<Entry> leased = new ArrayList<>();

  /**
   * @param run the directory of the run
   * @param bundle where everything is packed
   */
  StoredParts(Path run, RunResult result, Store store, CaseBundle bundle) {
    this.run = run.toAbsolutePath().normalize();
    this.result = result;
    this.store = store;
    this.bundle = bundle;
  }

  CaseBundle bundle() {
    return bundle;
  }

  /**
   * Packs what guests are made of.
   *
   * @throws UserError naming what is in the store no more
   */
  Manifest.Machines machines(RunCase matrix, String kernel, @Nullable String patch) {
    Map<String, Manifest.Part> programs = new TreeMap<>();
    Map<String, Manifest.Part> images = new TreeMap<>();
    Map<String, Manifest.Part> userlands = new TreeMap<>();
    String agent = "";
    for (RunCase.Program program : matrix.programs()) {
      Map<String, String> digests = digests(kernel, program.name()::equals, program.name());
      agent = digests.getOrDefault("agent", "");
      programs.put(program.name(), part("program", digests.get("program"), program.name()));
      List<String> keys = List.of(digests.getOrDefault("image", "").split(" ", -1));
      for (int i = 0; i < program.images().size(); i++) {
        String image = program.images().get(i);
        if (!images.containsKey(image)) {
          images.put(image, part("image", i < keys.size() ? keys.get(i) : null, image));
        }
      }
      if (program.userland() != null) {
        String key = digests.getOrDefault("userland", "").replaceFirst(",.*", "");
        userlands.put(program.name(), part("userland", key, "the userland of " + program.name()));
      }
    }
    Map<String, String> canary = digests(kernel, name -> name.startsWith(CANARY), "the canaries");
    return new Manifest.Machines(
        kernels(kernel, patch),
        part("agent", agent, "the agent"),
        part("canary", canary.get("program"), "the canaries' program"),
        programs,
        images,
        userlands);
  }

  /** Returns the digests of what a trial of a program was made of. */
  private Map<String, String> digests(String kernel, Predicate<String> program, String what) {
    TrialLine line =
        result.trials().stream()
            .filter(trial -> trial.trial().kernel().equals(kernel))
            .filter(trial -> program.test(trial.trial().repro()))
            .findFirst()
            .orElseThrow(() -> new UserError(run.toString(), "has no trial of " + what, REMEDY));
    try {
      return TrialRecord.read(run.resolve(line.folder())).digests();
    } catch (IOException e) {
      throw UserError.unreadable(run.resolve(line.folder()).toString(), e, REMEDY);
    }
  }

  private Manifest.Part part(String step, @Nullable String digest, String what) {
    Optional<Entry> found = Optional.empty();
    if (digest != null && digest.matches("[0-9a-f]{64}")) {
      found = store.find(new Key(step, digest));
    }
    Entry entry =
        found.orElseThrow(
            () ->
                new UserError(
                    run.toString(), "what it needs is in the store no more: " + what, REMEDY));
    leased.add(entry);
    return pack(entry, path -> true);
  }

  private Manifest.Part pack(Entry entry, Predicate<String> wanted) {
    Path folder = entry.folder();
    List<Path> files =
        HostIo.get(
            "cannot list " + folder,
            () -> {
              try (Stream<Path> all = Files.walk(folder)) {
                return all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file -> wanted.test(folder.relativize(file).toString()))
                    .toList();
              }
            });
    return new Manifest.Part(entry.key().digest(), bundle.pack(folder, files));
  }

  /** The control, the kernel with the patch, and those that only further evidence needs. */
  private Map<String, Manifest.Part> kernels(String kernel, @Nullable String patch) {
    Map<String, Manifest.Part> kernels = new LinkedHashMap<>();
    Path all = new RunFolder(run).file(KERNELS);
    kernels.put(kernel, kernel(all.resolve(kernel), kernel));
    if (patch != null) {
      String name = kernel + "/" + patch;
      kernels.put(name, kernel(all.resolve(kernel + "+" + patch), name));
    }
    for (Path folder : list(all)) {
      String name = String.valueOf(folder.getFileName());
      boolean further =
          name.startsWith(kernel + "+control~spared-")
              || (patch != null && name.equals(kernel + "+" + patch + "~tripwire"));
      if (further && Files.isSymbolicLink(folder.resolve("artefact"))) {
        String full = name.replace('+', '/');
        kernels.put(full, kernel(folder, full));
      }
    }
    return kernels;
  }

  private static List<Path> list(Path folder) {
    return HostIo.get(
        "cannot list " + folder,
        () -> {
          try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
          }
        });
  }

  private Manifest.Part kernel(Path folder, String name) {
    Path link = folder.resolve("artefact");
    if (!Files.isSymbolicLink(link)) {
      throw new UserError(
          run.toString(),
          "has no link to the kernel " + name + ": it was joined from shards, or is a replay",
          "pack a run of kverdict verify or try");
    }
    Path target = HostIo.get("cannot read " + link, () -> Files.readSymbolicLink(link));
    String digest = String.valueOf(target.getFileName());
    Path step = Objects.requireNonNullElse(target.getParent(), target);
    if (!Objects.equals(step.getParent(), store.root()) || !digest.matches("[0-9a-f]{64}")) {
      throw new UserError(
          run.toString(),
          "has its kernel %s in another store, %s".formatted(name, target),
          "set XDG_CACHE_HOME as it was in that run");
    }
    Entry entry =
        store
            .find(new Key(String.valueOf(step.getFileName()), digest))
            .orElseThrow(
                () ->
                    new UserError(
                        run.toString(),
                        "what it needs is in the store no more: the kernel " + name,
                        REMEDY));
    leased.add(entry);
    return pack(entry, Bounds::isOfKernel);
  }

  @Override
  public void close() {
    leased.forEach(Entry::close);
  }
}
