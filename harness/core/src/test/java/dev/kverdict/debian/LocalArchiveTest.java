package dev.kverdict.debian;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.ForwardingLane;
import dev.kverdict.host.Lane;
import dev.kverdict.model.KernelSource;
import dev.kverdict.store.Digests;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real apt, and an archive of one package in a directory. */
class LocalArchiveTest {

  private static final String PACKAGE = "linux-source-6.1";

  @TempDir private Path folder;
  private final List<String> notes = new ArrayList<>();

  /** The host's lane, for a system that knows no other archive. */
  private final class LocalApt extends ForwardingLane {
    @Override
    public String name() {
      return "local";
    }

    @Override
    public CommandResult run(Command command) {
      return host.run(
          command.argv().get(0).startsWith("apt-")
              ? command.withEnvironment(Map.of("APT_CONFIG", folder.resolve("apt.conf").toString()))
              : command);
    }
  }

  @BeforeEach
  void system() throws IOException {
    Files.createDirectories(folder.resolve("lists/partial"));
    Files.createDirectories(folder.resolve("archive"));
    Files.writeString(folder.resolve("status"), "");
    Files.writeString(
        folder.resolve("sources.list"), "deb [trusted=yes] file:" + archive() + " ./\n");
    Files.writeString(
        folder.resolve("apt.conf"),
        """
        Dir::Etc::sourcelist "%1$s/sources.list";
        Dir::Etc::sourceparts "/dev/null";
        Dir::Etc::preferences "/dev/null";
        Dir::Etc::preferencesparts "/dev/null";
        Dir::State::lists "%1$s/lists";
        Dir::State::status "%1$s/status";
        Dir::Cache "%1$s/cache";
        """
            .formatted(folder));
  }

  private Path archive() {
    return folder.resolve("archive");
  }

  /** Makes the archive have this version of the package, and nothing else. */
  private void publish(String version) throws IOException {
    for (Path old : Debs.matching(archive(), "")) {
      Files.delete(old);
    }
    Path root = folder.resolve("root-" + version);
    Path tree = Files.createDirectories(folder.resolve("tree-" + version).resolve(PACKAGE));
    Files.writeString(tree.resolve("Makefile"), "# " + version + "\n");
    Files.createDirectories(root.resolve("usr/src"));
    Files.createDirectories(root.resolve("DEBIAN"));
    run("tar", "-C", tree.getParent().toString(), "-cJf", source(root), PACKAGE);
    String control =
        "Package: %s%nVersion: %s%nArchitecture: all%nMaintainer: a <a@example.org>%n"
            .formatted(PACKAGE, version);
    Files.writeString(root.resolve("DEBIAN/control"), control + "Description: source\n");
    Path deb = archive().resolve(PACKAGE + "_" + version + "_all.deb");
    run("dpkg-deb", "--root-owner-group", "-b", root.toString(), deb.toString());
    Files.writeString(
        archive().resolve("Packages"),
        control
            + "Filename: ./%s%nSize: %d%nSHA256: %s%nDescription: source%n%n"
                .formatted(deb.getFileName(), Files.size(deb), Digests.ofFile(deb)));
  }

  private static String source(Path root) {
    return root.resolve("usr/src").resolve(PACKAGE + ".tar.xz").toString();
  }

  private void run(String... argv) {
    CommandResult result = new LocalApt().run(Command.of(folder, argv).asChore());
    assertThat(result.ok()).as(result.output().toString()).isTrue();
  }

  private String makefile(KernelSource.Debian source) throws IOException {
    Lane lane = new LocalApt();
    Store store = new Store(folder.resolve("cache/v1"), lane, 1 << 30);
    try (Entry entry =
        new DebianSource(lane, store, (kernel, text) -> notes.add(text)).obtain("k", source)) {
      return Files.readString(entry.folder().resolve("tree/Makefile")).strip();
    }
  }

  @Test
  void aSystemWithoutListsUsesSeparateLists() throws IOException {
    publish("6.1.1-1");
    assertThat(makefile(new KernelSource.Debian(PACKAGE))).isEqualTo("# 6.1.1-1");
    assertThat(notes)
        .containsExactly(
            "the system's package lists cannot be used (apt knows no such package; check the name): using separate lists",
            "linux-source-6.1 6.1.1-1");
    assertThat(Debs.matching(folder.resolve("lists"), "Packages")).isEmpty();
  }

  @Test
  void listsOlderThanTheArchiveAreRefreshed() throws IOException {
    publish("6.1.1-1");
    run("apt-get", "update");
    publish("6.1.2-1");
    assertThat(makefile(new KernelSource.Debian(PACKAGE))).isEqualTo("# 6.1.2-1");
    assertThat(notes).hasSize(3);
    assertThat(notes.get(0)).isEqualTo("linux-source-6.1 6.1.1-1");
    assertThat(notes.get(1)).contains("apt-get download linux-source-6.1=6.1.1-1 failed: E: ");
    assertThat(notes.get(2)).isEqualTo("linux-source-6.1 6.1.2-1");
  }

  @Test
  void anArchiveThatIsGoneLeavesWhatTheStoreHas() throws IOException {
    publish("6.1.1-1");
    run("apt-get", "update");
    assertThat(makefile(new KernelSource.Debian(PACKAGE))).isEqualTo("# 6.1.1-1");
    publish("6.1.2-1");
    run("apt-get", "update");
    notes.clear();
    for (Path file : Debs.matching(archive(), "")) {
      Files.delete(file);
    }
    assertThat(makefile(new KernelSource.Debian(PACKAGE))).isEqualTo("# 6.1.1-1");
    assertThat(notes)
        .last()
        .isEqualTo("the package archive cannot be reached: taking 6.1.1-1 from the store");
  }
}
