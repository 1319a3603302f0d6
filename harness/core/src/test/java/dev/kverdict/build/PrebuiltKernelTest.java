package dev.kverdict.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lane;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.KernelSource;
import dev.kverdict.model.PatchDef;
import dev.kverdict.patch.Fit;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that look like a kernel's from outside: ELF files with its version, and modules. */
class PrebuiltKernelTest {

  private static final String RELEASE = "6.12.0-test";

  private final Lane lane = new HostLane();
  private final List<String> notes = new ArrayList<>();

  @TempDir private Path folder;
  private Store store;
  private Path config;

  @BeforeEach
  void begin() throws IOException {
    store = new Store(folder.resolve("cache/v1"), lane, 1 << 30);
    config = Files.writeString(folder.resolve("config"), config(PrebuiltConfigTest.enough()));
  }

  private static String config(Map<String, String> options) {
    return options.entrySet().stream()
        .map(option -> "CONFIG_%s=%s\n".formatted(option.getKey(), option.getValue()))
        .collect(Collectors.joining());
  }

  private Path compiled(String name, String code, String... options) throws Exception {
    Path source = Files.writeString(folder.resolve("x.c"), code);
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    List<String> argv = new ArrayList<>(List.of("gcc", "-shared", "-nostdlib"));
    argv.addAll(List.of("-Wl,--build-id", "-o", file.toString(), source.toString()));
    argv.addAll(List.of(options));
    assertThat(new ProcessBuilder(argv).inheritIO().start().waitFor()).isZero();
    return file;
  }

  private Path vmlinux(String name, String release, int code) throws Exception {
    return compiled(
        name,
        "const char banner[] = \"Linux version %s (a@b) (gcc) #1\"; int f(void) { return %d; }"
            .formatted(release, code),
        "-g");
  }

  private Path module(String name, String release, String... options) throws Exception {
    return compiled(
        name,
        """
        __attribute__((section(".modinfo"), used)) static const char v[] =
          "vermagic=%s SMP mod_unload ";
        int init_module(void) { return 0; }
        """
            .formatted(release),
        options);
  }

  private KernelSource.BuiltFiles files(Path image, @Nullable Path modules) {
    return new KernelSource.BuiltFiles(image, modules, config, null);
  }

  private KernelDef kernel(KernelSource.BuiltFiles control, String... modules) {
    return kernel(control, Map.of(), modules);
  }

  private static KernelDef kernel(
      KernelSource.BuiltFiles control,
      Map<String, KernelSource.BuiltFiles> patched,
      String... modules) {
    return new KernelDef(
        "k",
        new KernelSource.Prebuilt(control, patched, null),
        KernelDef.Config.NONE,
        PatchSet.NONE,
        List.of(modules),
        KernelDef.Guest.PLAIN);
  }

  private KernelBuilder builder() {
    return new KernelBuilder(
        lane,
        store,
        new BuildProgress() {
          @Override
          public void moved(String kernel, String step, int objects) {}

          @Override
          public void note(String kernel, String text) {
            notes.add(text);
          }
        });
  }

  private KernelBuild control(KernelDef def) {
    return builder().control(def);
  }

  @ParameterizedTest
  @CsvSource({"cat, .ko", "gzip -c, .ko.gz", "xz -c, .ko.xz", "zstd -qc, .ko.zst"})
  void modulesAreTakenHoweverTheyArePacked(String packer, String suffix) throws Exception {
    Path plain = module("plain.ko", RELEASE, "-g");
    Path modules = Files.createDirectories(folder.resolve("root/lib/modules/" + RELEASE));
    Path packed = Files.createDirectories(modules.resolve("kernel/fs/x")).resolve("a-b" + suffix);
    assertThat(
            new ProcessBuilder("sh", "-c", packer + " <" + plain + " >" + packed)
                .inheritIO()
                .start()
                .waitFor())
        .isZero();
    Files.createSymbolicLink(modules.resolve("build"), Path.of("/usr/src/none"));
    Path image = vmlinux("vmlinux", RELEASE, 1);
    try (KernelArtefact kernel =
        control(kernel(files(image, folder.resolve("root")), "a_b")).artefact().orElseThrow()) {
      Path own = kernel.modules().resolve("lib/modules").resolve(RELEASE);
      assertThat(kernel.release()).isEqualTo(RELEASE);
      assertThat(own.resolve("kernel/fs/x/a-b.ko")).exists();
      assertThat(own.resolve("modules.dep")).content().contains("kernel/fs/x/a-b.ko:");
      assertThat(kernel.debugModules().resolve("fs/x/a-b.ko"))
          .as("where lines of its sources are looked up")
          .isRegularFile();
      assertThat(kernel.moreModules()).isPresent();
      assertThat(kernel.boots()).isEqualTo(kernel.vmlinux());
    }
    assertThat(packed).as("nothing is unpacked in its place").exists();
  }

  @Test
  void modulesOfAnotherReleaseAreNamed() throws Exception {
    Path modules = folder.resolve("m");
    module("m/kernel/a.ko", "6.12.1-other");
    assertThatThrownBy(() -> control(kernel(files(vmlinux("v", RELEASE, 1), modules))))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("kernel k, source/prebuilt/modules: " + modules)
        .hasMessageContaining("is of 6.12.1-other, and the kernel is 6.12.0-test");
  }

  @Test
  void aModuleThatIsNoneAndADirectoryWithoutOneAreNamed() throws Exception {
    Path image = vmlinux("v", RELEASE, 1);
    Path modules = Files.createDirectories(folder.resolve("m/kernel"));
    assertThatThrownBy(() -> control(kernel(files(image, folder.resolve("m")))))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("has no module");
    Files.writeString(modules.resolve("a.ko"), "no module");
    assertThatThrownBy(() -> control(kernel(files(image, folder.resolve("m")))))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("kernel/a.ko is no ELF file");
  }

  @Test
  void anInstallationWithTwoReleasesIsAmbiguous() throws Exception {
    Files.createDirectories(folder.resolve("root/lib/modules/a"));
    Files.createDirectories(folder.resolve("root/lib/modules/b"));
    assertThatThrownBy(
            () -> control(kernel(files(vmlinux("v", RELEASE, 1), folder.resolve("root")))))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("has modules of 2 releases");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "program", "short", "empty"})
  void whatIsNoKernelIsNamed(String what) throws Exception {
    Path image =
        switch (what) {
          case "program" -> compiled("v", "int f(void) { return 1; }");
          case "short" -> Files.write(folder.resolve("v"), new byte[] {0x7f, 'E', 'L'});
          case "empty" -> Files.createFile(folder.resolve("v"));
          default -> Files.writeString(folder.resolve("v"), "a kernel".repeat(1000));
        };
    assertThatThrownBy(() -> control(kernel(files(image, null))))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("kernel k, source/prebuilt/image: " + image);
  }

  @Test
  void debugInformationOfAnotherBuildIsNamed() throws Exception {
    Path image = vmlinux("v", RELEASE, 1);
    KernelSource.BuiltFiles own = new KernelSource.BuiltFiles(image, null, config, image);
    try (KernelArtefact kernel = control(kernel(own)).artefact().orElseThrow()) {
      assertThat(kernel.debugModules().resolve("vmlinux")).exists();
    }
    Path other = vmlinux("other", RELEASE, 2);
    KernelSource.BuiltFiles wrong = new KernelSource.BuiltFiles(image, null, config, other);
    assertThatThrownBy(() -> control(kernel(wrong)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("source/prebuilt/debug: " + other);
  }

  @Test
  void aVmlinuxThatQemuCannotEnterIsNamed() throws Exception {
    Map<String, String> options = PrebuiltConfigTest.enough();
    options.remove("PVH");
    Files.writeString(config, config(options));
    assertThatThrownBy(() -> control(kernel(files(vmlinux("v", RELEASE, 1), null))))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("name the bzImage of the same build");
  }

  @Test
  void aKernelWithThePatchIsTakenAndWhatIsUnknownOfItIsSaid() throws Exception {
    KernelSource.BuiltFiles before = files(vmlinux("v1", RELEASE, 1), null);
    KernelSource.BuiltFiles after = files(vmlinux("v2", RELEASE, 2), null);
    KernelDef def = kernel(before, Map.of("fix", after, "same", before));
    KernelBuilder builder = builder();
    builder.control(def).artefact().orElseThrow().close();
    try (KernelArtefact fixed = builder.patched(def, patch("fix")).artefact().orElseThrow()) {
      assertThat(fixed.effect().places()).isEmpty();
      assertThat(fixed.fit()).contains(Fit.PREBUILT);
      assertThat(notes).anyMatch(note -> note.contains("was not built here"));
    }
    assertThat(builder.patched(def, patch("same")).outcome().kind())
        .isEqualTo(BuildOutcome.Kind.NO_CHANGE);
    BuildOutcome none = builder.patched(def, patch("fix~without-1")).outcome();
    assertThat(none.kind()).isEqualTo(BuildOutcome.Kind.BUILD_FAILED);
    assertThat(none.lines().get(0)).startsWith("a prebuilt kernel cannot be patched");
  }

  private static PatchDef patch(String name) {
    return new PatchDef(name, PatchSet.NONE, Map.of());
  }

  /** What a broken host, or another version, has left in the store is not used for ever. */
  @ParameterizedTest
  @ValueSource(strings = {"{\"schema\":99}", "{\"schema\":1}", "{", ""})
  void aKernelThatCannotBeReadIsMadeOnceMore(String facts) throws Exception {
    KernelDef kernel = kernel(files(vmlinux("vmlinux", RELEASE, 1), null));
    Path made;
    String digest;
    try (KernelArtefact first = builder().control(kernel).artefact().orElseThrow()) {
      made = first.folder().resolve("kernel.json");
      digest = first.codeDigest();
    }
    Files.delete(made);
    Files.writeString(made, facts);
    try (Stream<Path> all = Files.walk(folder.resolve("cache/v1/locks"))) {
      for (Path seal : all.filter(file -> file.toString().endsWith(".seal")).toList()) {
        Files.delete(seal);
      }
    }
    store = new Store(folder.resolve("cache/v1"), lane, 1 << 30);
    try (KernelArtefact again = builder().control(kernel).artefact().orElseThrow()) {
      assertThat(again.codeDigest()).isEqualTo(digest);
    }
  }
}
