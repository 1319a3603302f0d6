package dev.kverdict.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.model.KernelSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where kernels come from. */
class KernelSourcesTest {

  @TempDir private Path directory;

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(directory.resolve("linux"));
    Files.createDirectories(directory.resolve("case"));
    Files.writeString(directory.resolve("case/r.c"), "int main(void) { return 0; }\n");
  }

  private KernelSource source(String kernel) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("case/m.yaml"),
            "case: a\nkernels: {k: {%s}}\nrepros: {r: {source: r.c, fails: {crash: [x]}}}\n"
                .formatted(kernel));
    return MatrixReader.read(file).kernels().values().iterator().next().source();
  }

  @Test
  void aRepositoryMayLieAnywhere() throws IOException {
    KernelSource expected =
        new KernelSource.Git(
            new KernelSource.Repository(directory.resolve("linux"), null), "v6.12-rc1");
    assertThat(source("source: {git: ../linux, rev: v6.12-rc1}")).isEqualTo(expected);
    assertThat(source("source: {git: \"%s/linux\", rev: v6.12-rc1}".formatted(directory)))
        .isEqualTo(expected);
  }

  @Test
  void anAddressIsFetched() throws IOException {
    assertThat(source("source: {git: \"https://example.org/linux.git\", rev: next/master}"))
        .isEqualTo(
            new KernelSource.Git(
                new KernelSource.Repository(null, "https://example.org/linux.git"), "next/master"));
  }

  @Test
  void anArchiveMayLieAnywhere() throws IOException {
    String digest = "0123456789abcdef".repeat(4);
    assertThat(source("source: {tarball: ../linux.tar.xz, sha256: %S}".formatted(digest)))
        .isEqualTo(new KernelSource.Tarball(directory.resolve("linux.tar.xz"), digest));
  }

  @Test
  void aDirectoryMayLieAnywhere() throws IOException {
    assertThat(source("source: {dir: ../linux}"))
        .isEqualTo(new KernelSource.Directory(directory.resolve("linux")));
  }

  @Test
  void aPrebuiltKernelHasFilesAndMayHaveAPatch() throws IOException {
    for (String file : new String[] {"bzImage", "config", "vmlinux", "fixed"}) {
      Files.writeString(directory.resolve(file), "x");
    }
    KernelSource.BuiltFiles control =
        new KernelSource.BuiltFiles(
            directory.resolve("bzImage"),
            directory.resolve("linux"),
            directory.resolve("config"),
            directory.resolve("vmlinux"));
    KernelSource.BuiltFiles fixed =
        new KernelSource.BuiltFiles(
            directory.resolve("fixed"), directory.resolve("case"), control.config(), null);
    assertThat(
            source(
                "source: {prebuilt: {image: ../bzImage, modules: ../linux, config: ../config,"
                    + " debug: ../vmlinux, patched: {fix: {image: ../fixed, modules: .}}}}"))
        .isEqualTo(new KernelSource.Prebuilt(control, Map.of("fix", fixed), null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          source: {git: ../linux}                               | a git: source has no rev
          source: {git: ../linux, rev: '--all'}                 | '--all' is no revision
          source: {git: ../linux, rev: 'a:b'}                   | 'a:b' is no revision
          source: {git: ../linux, rev: 'HEAD~1'}                | 'HEAD~1' is no revision
          source: {git: ../nowhere, rev: v6.12}                 | no such directory: @/nowhere
          source: {git: 'ext::sh -c id', rev: v6.12}            | no such directory
          source: {git: 'file:///linux', rev: v6.12}            | cannot be fetched
          source: {git: 'ssh://example.org/linux', rev: v6.12}  | cannot be fetched
          source: {git: 'git@example.org:linux', rev: v6.12}    | cannot be fetched
          source: {git: ../linux, rev: v6.12, version: 6.12}    | is that of a package
          source: {git: ../linux, rev: a, debian: linux-source} | names two sources
          source: {tarball: a.tar, debian: linux-source-6.1}    | names two sources
          source: {tarball: a.tar}                              | a tarball: has no sha256
          source: {tarball: a.tar, sha256: abc}                 | 'abc' is no SHA-256
          source: {tarball: 'https://example.org/a.tar'}        | is an address
          source: {tarball: a.tar, rev: v6.12}                  | does not go with a tarball:
          source: {debian: linux-source-6.1, sha256: abc}       | goes with a tarball: only
          source: {debian: linux-source-6.1, rev: v6.12}        | goes with a git: source only
          source: {git: ../linux, rev: a}, rebuild: [fs/minix]  | goes with a distro: source only
          source: {git: ../linux, rev: a}, otherwise: b         | goes with a distro: or prebuilt: source only
          source: {dir: ../nowhere}                             | no such directory: @/nowhere
          source: {dir: ../linux, version: 6.12}                | does not go with a directory
          source: {dir: ../linux, git: ../linux}                | names two sources
          source: {dir: ../linux, archive: deb}                 | goes with a distro: only
          source: {distro: linux-image-a, archive: deb-src}     | is no line of sources.list(5)
          source: {prebuilt: {config: r.c}}                     | a prebuilt kernel has no image
          source: {prebuilt: {image: r.c}}                      | a prebuilt kernel has no config
          source: {prebuilt: {image: v, config: r.c}}           | no such file: @/case/v
          source: {prebuilt: {image: ../linux, config: r.c}}    | is a directory: @/linux
          source: {prebuilt: {image: r.c, config: r.c, modules: m}} | no such directory: @/case/m
          source: {prebuilt: {image: r.c, config: r.c}}, toolchain: gcc | nothing is built of a prebuilt kernel
          source: {prebuilt: {image: r.c, config: r.c}}, prepare: [r.c] | nothing is built of a prebuilt kernel
          source: {prebuilt: {image: r.c, config: r.c}}, config: {with: [kasan]} | nothing is built of a prebuilt kernel
          source: {prebuilt: {image: r.c, config: r.c, modules: ., patched: {f: {image: r.c}}}} | has modules of its own
          """,
      ignoreLeadingAndTrailingWhitespace = true,
      quoteCharacter = '`')
  void whatCannotBeACommitIsNamed(String kernel, String said) {
    assertThatThrownBy(() -> source(kernel))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(said.replace("@", directory.toString()));
  }
}
