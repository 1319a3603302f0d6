package dev.kverdict.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.host.Command;
import dev.kverdict.model.Userland;
import dev.kverdict.store.Digests;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Userlands of tiny packages, from the real apt and an archive in a directory. */
class UserlandsTest {

  @TempDir private Path folder;
  private final List<String> notes = new ArrayList<>();
  private LocalArchive archive;
  private int roots;

  @BeforeEach
  void system() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/mksquashfs")), "squashfs-tools are missing");
    archive = LocalArchive.in(folder);
    publish("1.0-1");
    archive.run("apt-get", "update");
  }

  /** Makes the archive have the usual packages, and xtools of this version, which needs xlib. */
  private void publish(String version) throws IOException {
    archive.clear();
    for (String name : UserlandWanted.BASE) {
      archive.add(name, "1", root("bin/" + name, name));
    }
    archive.add("xtools", version, root("usr/sbin/mkfs.x", version), "Depends: xlib (>= 1)\n");
    archive.add("xlib", "2:1.0-1", root("lib/libx.so.1", "x"));
    archive.add("broken", "1", root("usr/x", "x"), "Depends: gone\n");
    archive.publish();
  }

  private Path root(String file, String text) throws IOException {
    Path root = folder.resolve("root" + roots++);
    Files.createDirectories(root.resolve(file).getParent());
    Files.createDirectories(root.resolve("usr/share/doc/x"));
    Files.writeString(root.resolve("usr/share/doc/x/readme"), "of no use in a guest");
    Files.writeString(root.resolve(file), text);
    archive.run("chmod", "4711", root.resolve(file).toString()); // only root keeps all of it
    return root;
  }

  private Store store() {
    return new Store(folder.resolve("cache/v1"), archive.lane(), 1 << 30);
  }

  private Entry obtain(Store store, String... packages) {
    return new Userlands(archive.lane(), store, (name, text) -> notes.add(name + ": " + text))
        .obtain(new Userland(List.of(packages)));
  }

  private List<String> files(Entry entry) {
    return archive
        .lane()
        .run(Command.asking("unsquashfs", "-lls", Userlands.disk(entry).toString()).asChore())
        .orThrow("cannot list the disk")
        .output();
  }

  @Test
  void aDiskHasThePackagesAndWhatTheyDependOnAsRoots() {
    try (Entry entry = obtain(store(), "xtools")) {
      assertThat(Userlands.packages(entry))
          .hasSize(UserlandWanted.BASE.size() + 2)
          .contains("xtools=1.0-1", "xlib=2:1.0-1", "dash=1");
      assertThat(files(entry))
          .anyMatch(line -> line.matches("-rwxr-xr-x root/root .* squashfs-root/usr/sbin/mkfs.x"))
          .anyMatch(line -> line.matches("-rwxr-xr-x root/root .* squashfs-root/usr/lib/libx.*"))
          .anyMatch(line -> line.endsWith("squashfs-root/lib -> usr/lib"))
          .anyMatch(line -> line.matches(".* 1970-01-01 .*/usr/bin/bash"))
          .noneMatch(line -> line.contains("readme"));
    }
    assertThat(notes).containsExactly("userland with xtools: 19 packages with xtools 1.0-1");
  }

  @Test
  void equalPackagesGiveEqualBytes() {
    try (Entry one = obtain(store(), "xtools");
        Entry other =
            obtain(new Store(folder.resolve("other/v1"), archive.lane(), 1 << 30), "xtools")) {
      assertThat(Digests.ofFile(Userlands.disk(one)))
          .isEqualTo(Digests.ofFile(Userlands.disk(other)));
      assertThat(one.folder()).isNotEqualTo(other.folder());
    }
  }

  @Test
  void anotherVersionIsAnotherDisk() throws IOException {
    Store store = store();
    try (Entry one = obtain(store, "xtools")) {
      publish("1.1-1");
      archive.run("apt-get", "update");
      try (Entry other = obtain(store, "xtools");
          Entry pinned = obtain(store, "xtools=1.1-1")) {
        assertThat(other.key()).isNotEqualTo(one.key());
        assertThat(pinned.key()).isEqualTo(other.key());
      }
    }
  }

  @Test
  void withoutTheArchiveWhatWasMadeLastIsTaken() throws IOException {
    Store store = store();
    obtain(store, "xtools").close();
    publish("1.1-1");
    archive.run("apt-get", "update");
    Entry made = obtain(store, "xtools");
    made.close();
    obtain(store).close(); // made later, for another request
    publish("1.2-1");
    archive.run("apt-get", "update");
    archive.clear();
    notes.clear();
    try (Entry kept = obtain(store, "xtools")) {
      assertThat(kept.key()).isEqualTo(made.key());
    }
    assertThat(notes)
        .last()
        .isEqualTo(
            "userland with xtools: the package archive cannot be reached: taking 19 packages with"
                + " xtools 1.1-1 from the store");
  }

  @Test
  void whatIsPinnedIsTakenFromTheStoreWithoutAskingAnybody() throws IOException {
    Store store = store();
    obtain(store, "xtools=1.0-1").close();
    publish("1.1-1");
    archive.run("apt-get", "update");
    notes.clear();
    try (Entry kept = obtain(store, "xtools=1.0-1")) {
      assertThat(Userlands.packages(kept)).contains("xtools=1.0-1");
    }
    assertThat(notes)
        .containsExactly(
            "userland with xtools=1.0-1: taking 19 packages with xtools 1.0-1 from the store");
  }

  @Test
  void withoutTheArchiveAndWithNothingKeptItIsTheHostsFault() throws IOException {
    archive.clear();
    assertThatThrownBy(() -> obtain(store(), "xtools"))
        .isInstanceOf(InfraError.class)
        .hasMessageStartingWith("cannot get userland with xtools, and it is not in the store: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nosuch | Unable to locate package nosuch",
        "xtools=9 | Version '9' for 'xtools' was not found",
        "broken | broken : Depends: gone but it is not installable",
        "xtool. | no package has the name xtool.",
      })
  void whatTheArchiveDoesNotHaveIsTheCasesMistake(String name, String answer) {
    assertThatThrownBy(() -> obtain(store(), name))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("userland with " + name)
        .hasMessageContaining(answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/bash", "/usr/bin/bash", "/sbin/mkfs.x", "dash", "/opt/x/y"})
  void anInterpreterMayBeNamedAsScriptsDo(String interpreter) {
    try (Entry entry = obtain(store(), "xtools")) {
      Userlands.require(entry, Path.of("a.sh"), interpreter);
    }
  }

  @Test
  void anInterpreterThatNobodyBringsIsSaidBefore() {
    try (Entry entry = obtain(store())) {
      assertThatThrownBy(() -> Userlands.require(entry, Path.of("a.py"), "/usr/bin/python3"))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("a.py")
          .hasMessageContaining("needs /usr/bin/python3, which its userland does not have");
    }
  }
}
