package dev.kverdict.pool;

import dev.kverdict.record.TrialId;
import dev.kverdict.run.RunFolder;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import dev.kverdict.trial.SavedMachine;
import dev.kverdict.trial.TrialSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The evidence of former trials, under everything that could make one come out differently.
 *
 * @param qemu QEMU's version
 * @param fresh whether trials run again that are in the archive
 */
record TrialArchive(Store store, String qemu, boolean fresh) {

  static final int RECIPE = 11;

  /** Returns a copy of this archive that uses another store. */
  TrialArchive in(Store other) {
    return new TrialArchive(other, qemu, fresh);
  }

  /** The evidence of a trial that ran before. */
  Optional<Entry> find(TrialSpec spec) {
    return fresh ? Optional.empty() : store.find(key(spec));
  }

  /** Keeps a trial's evidence, but nothing that was derived from it. */
  void keep(TrialSpec spec, Path evidence) {
    store.obtain(key(spec), entry -> copy(evidence, entry)).close();
  }

  /** Copies the evidence of a trial to the directory where this run expects it. */
  static void restore(Entry entry, Path evidence) throws IOException {
    copy(entry.folder(), evidence);
  }

  /** Of a snapshot its name counts, not only how it was made. */
  private Key key(TrialSpec spec) {
    SavedMachine from = spec.from();
    TrialId id = spec.id();
    return Key.of(
        "trial",
        RECIPE,
        new TreeMap<>(spec.digests()).toString(),
        Guests.described(spec.guest()),
        String.join("\n", spec.def().running().args()),
        spec.def().running().sandbox().name(),
        spec.def().timeout().toString(),
        String.valueOf(spec.exposure()),
        qemu,
        spec.guest().probes().toString(),
        from == null ? "booted" : from.name(),
        id.series(),
        Integer.toString(id.number()));
  }

  private static void copy(Path from, Path to) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(from)) {
      files = all.filter(file -> !RunFolder.isDerived(file)).toList();
    }
    for (Path file : files) {
      Files.copy(file, to.resolve(file.getFileName()));
    }
  }
}
