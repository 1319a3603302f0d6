package dev.kverdict.yaml;

import dev.kverdict.UserError;
import dev.kverdict.fuzz.FuzzTarget;
import dev.kverdict.fuzz.Masses;
import dev.kverdict.fuzz.Promise;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whatever a case file holds: a case whose files are below its root, or one error. */
public final class MatrixFuzz {

  static final String CASE =
      """
      case: a
      kernels:
        k: {source: {debian: linux-source-6.1}, modules: [m], smp: 2}
      images:
        i: {size: 1MiB, make: [mkfs.minix, "{image}"], mount: {type: minix}}
      patches:
        p: {files: [p.patch], expect: {r: FIXED}}
      repros:
        r: {source: r.c, image: i, steps: [open, check], fails: {check: check}, timeout: 4s}
        s: {source: r.c, define: {A: "1"}, fails: {crash: [x]}}
      guards:
        g: {source: r.c, steps: [open]}
      claims:
        - {id: C1, says: "text", repro: s, on: control, expect: no-crash}
      """;

  private static final String OTHERS =
      """
      case: b
      reported-by: A <a@example.org>
      root: .
      include: [more.yaml]
      kernels:
        g: {source: {git: "https://example.org/a.git", rev: v6.1}, config: {add: [kasan]}}
        d: {source: {distro: linux-image-amd64}, cmdline: quiet, memory: 512, machine: q35}
      repros:
        r: {script: r.sh, userland: {packages: [xfsprogs]}, sandbox: none, fails: {crash: [x]}}
      defaults: {trials: 3}
      """;

  /** For {@code ci/fuzz}. */
  public static final FuzzTarget TARGET =
      new FuzzTarget(
          "matrix",
          MatrixFuzz.class,
          MatrixFuzz::fuzzerTestOneInput,
          List.of(FuzzTarget.bytes(CASE), FuzzTarget.bytes(OTHERS)),
          List.of(
              ": ",
              "- ",
              ", ",
              "{",
              "}",
              "[",
              "]",
              "\"",
              "'",
              "&a ",
              "*a",
              "<<: *a\n",
              "!!java.io.File ",
              "!!binary ",
              "|\n",
              ">\n",
              "#",
              "\n",
              "\n  ",
              "\t",
              "? ",
              "---\n",
              "...\n",
              "%YAML 1.1\n",
              "\"\\0\"",
              "\"\\ud800\"",
              "\"\\e[1m\"",
              "\"\\n\"",
              "\"~0\"",
              "\"a/b\"",
              "../../../etc/passwd",
              "/etc/passwd",
              "~",
              "null",
              "true",
              "99999999999999999999",
              "1e999",
              "0x7f",
              "include: [m.yaml]\n",
              "root: ..\n",
              "source: {prebuilt: {image: r.c, patched: {p: r.c}}}",
              "source: {dir: .}",
              "source: {tarball: r.c, sha256: a}",
              "source: {archive: a, version: 1}",
              "file: r.c",
              "binary: r.c",
              "url: https://example.org/a.xz",
              "options: ro",
              "steps: [a, a]",
              "args: [a]",
              "accepts: [\"a: EIO\"]",
              "expect: {r: {then: FIXED}}",
              "prepare: [p.patch]",
              "rebuild: [m]",
              "toolchain: gcc-12",
              "a: "));

  /** Where the case is, with the files that it may name. */
  private static final Path ROOT = made();

  private MatrixFuzz() {}

  private static Path made() {
    try {
      Path memory = Path.of("/dev/shm");
      Path root =
          Files.isWritable(memory)
              ? Files.createTempDirectory(memory, "kverdict-fuzz")
              : Files.createTempDirectory("kverdict-fuzz");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> removed(root)));
      Files.writeString(root.resolve("r.c"), "int main(void) { return 0; }\n");
      Files.writeString(root.resolve("r.sh"), "#!/bin/sh\n");
      Files.writeString(root.resolve("p.patch"), "--- a/a.c\n+++ b/a.c\n@@ -1 +1 @@\n-a\n+b\n");
      Files.writeString(root.resolve("more.yaml"), "patches: {q: {files: [p.patch]}}\n");
      return root;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void removed(Path root) {
    for (String name : List.of("r.c", "r.sh", "p.patch", "more.yaml", "m.yaml", "")) {
      boolean unused = root.resolve(name).toFile().delete();
    }
  }

  /** Reads an input as a case file. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    Path file = Files.write(ROOT.resolve("m.yaml"), Masses.of(input));
    try {
      CaseFiles read = CaseFiles.read(file);
      for (Path one : read.files()) {
        Promise.kept(one.startsWith(read.matrix().root()), "%s lies outside of the case", one);
      }
      read.matrix()
          .reproducers()
          .values()
          .forEach(
              repro ->
                  Promise.kept(
                      repro.program().file().normalize().startsWith(read.matrix().root()),
                      "%s lies outside of the case",
                      repro.program().file()));
    } catch (UserError e) {
      Promise.oneLine(e);
    }
  }
}
