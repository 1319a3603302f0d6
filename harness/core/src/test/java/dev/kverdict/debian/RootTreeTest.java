package dev.kverdict.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.InfraError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootTreeTest {

  @TempDir private Path root;

  private void file(String name, String text) throws IOException {
    Files.createDirectories(root.resolve(name).getParent());
    Files.writeString(root.resolve(name), text);
  }

  private void link(String name, String target) throws IOException {
    Files.createDirectories(root.resolve(name).getParent());
    Files.createSymbolicLink(root.resolve(name), Path.of(target));
  }

  private String text(String name) throws IOException {
    return Files.readString(root.resolve(name));
  }

  private Path target(String name) throws IOException {
    return Files.readSymbolicLink(root.resolve(name));
  }

  @Test
  void whatLiesOutsideOfUsrIsMovedThere() throws IOException {
    file("bin/dash", "dash");
    link("bin/sh", "dash");
    file("lib/x86_64-linux-gnu/libc.so.6", "libc");
    file("usr/lib/x86_64-linux-gnu/libm.so.6", "libm");
    link("lib64/ld-linux-x86-64.so.2", "/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2");
    new RootTree(root).arrange(Map.of());
    assertThat(text("usr/bin/dash")).isEqualTo("dash");
    assertThat(text("bin/sh")).isEqualTo("dash");
    assertThat(text("usr/lib/x86_64-linux-gnu/libc.so.6")).isEqualTo("libc");
    assertThat(text("lib/x86_64-linux-gnu/libm.so.6")).isEqualTo("libm");
    assertThat(target("bin")).isEqualTo(Path.of("usr/bin"));
    assertThat(target("lib64")).isEqualTo(Path.of("usr/lib64"));
    assertThat(target("sbin")).isEqualTo(Path.of("usr/sbin"));
    assertThat(root.resolve("libx32")).doesNotExist();
  }

  @Test
  void ofALinkAndAFileTheFileStays() throws IOException {
    file("bin/which", "outside");
    link("usr/bin/which", "/bin/which");
    file("usr/sbin/mkfs", "inside");
    link("sbin/mkfs", "/usr/sbin/mkfs");
    new RootTree(root).arrange(Map.of());
    assertThat(text("usr/bin/which")).isEqualTo("outside");
    assertThat(text("usr/sbin/mkfs")).isEqualTo("inside");
  }

  @Test
  void whatScriptsWouldHaveMadeIsThere() throws IOException {
    file("usr/bin/mawk", "mawk");
    file("usr/bin/pager", "its own");
    Files.createDirectories(root.resolve("var/tmp"));
    new RootTree(root)
        .arrange(
            Map.of(
                "/bin/awk", "/usr/bin/mawk",
                "/usr/bin/pager", "/usr/bin/other",
                "/etc/x/y", "/usr/bin/mawk"));
    assertThat(target("usr/bin/awk")).isEqualTo(Path.of("/usr/bin/mawk"));
    assertThat(text("usr/bin/pager")).isEqualTo("its own");
    assertThat(target("etc/x/y")).isEqualTo(Path.of("/usr/bin/mawk"));
    assertThat(target("etc/mtab")).isEqualTo(Path.of("../proc/self/mounts"));
    assertThat(target("var/tmp")).isEqualTo(Path.of("../tmp"));
    assertThat(target("var/run")).isEqualTo(Path.of("../run"));
    assertThat(root.resolve("usr/lib/modules")).isEmptyDirectory();
    assertThat(root.resolve("usr/local/sbin/modprobe")).isExecutable();
  }

  @Test
  void programsAreThoseOfTheUsualPlaces() throws IOException {
    file("sbin/mkfs", "");
    file("bin/sh", "");
    file("usr/bin/awk", "");
    file("usr/lib/x", "");
    RootTree tree = new RootTree(root);
    tree.arrange(Map.of());
    assertThat(tree.programs()).containsExactly("/usr/bin/awk", "/usr/bin/sh", "/usr/sbin/mkfs");
  }

  @Test
  void aLinkInPlaceOfUsrLeadsNowhere() throws IOException {
    link("usr", "/tmp");
    assertThatThrownBy(() -> new RootTree(root).arrange(Map.of())).isInstanceOf(InfraError.class);
  }
}
