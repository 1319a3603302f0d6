package dev.kverdict.yaml;

import dev.kverdict.model.KernelSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Resolves a kernel that was built elsewhere. Its files may be anywhere, as a repository may. */
record PrebuiltResolver(At at, MatrixSpec.Kernel spec) {

  private static final String KEY = "source/prebuilt";

  KernelSource resolve(MatrixSpec.PrebuiltSpec prebuilt) {
    requireNothingToBuild();
    MatrixSpec.BuiltSpec own =
        new MatrixSpec.BuiltSpec(
            prebuilt.image(), prebuilt.modules(), prebuilt.config(), prebuilt.debug());
    KernelSource.BuiltFiles control = files(KEY, own, null);
    Map<String, KernelSource.BuiltFiles> patched = new LinkedHashMap<>();
    if (prebuilt.patched() != null) {
      prebuilt
          .patched()
          .forEach(
              (patch, built) ->
                  patched.put(patch, files(KEY + "/patched/" + patch, built, control)));
    }
    return new KernelSource.Prebuilt(control, patched, spec.otherwise());
  }

  private void requireNothingToBuild() {
    Map<String, @Nullable Object> keys = new LinkedHashMap<>();
    keys.put("config", spec.config());
    keys.put("toolchain", spec.toolchain());
    keys.put("rebuild", spec.rebuild());
    keys.put("prepare", spec.prepare());
    keys.forEach(
        (key, value) -> {
          if (value != null) {
            throw at.error(
                key,
                "nothing is built of a prebuilt kernel",
                "remove " + key + ":, or name its source: git:, tarball:, dir: or debian:");
          }
        });
  }

  /**
   * @param control the kernel without the patch, whose configuration it has, too; null for itself
   */
  private KernelSource.BuiltFiles files(
      String key, MatrixSpec.BuiltSpec built, KernelSource.@Nullable BuiltFiles control) {
    String config = built.config();
    if (config == null && control == null) {
      throw at.error(key + "/config", "a prebuilt kernel has no config", "name its .config");
    }
    if (built.modules() == null && control != null && control.modules() != null) {
      throw at.error(
          key + "/modules", "a kernel with a patch has modules of its own", "name their directory");
    }
    return new KernelSource.BuiltFiles(
        file(key + "/image", required(key, built.image())),
        built.modules() == null ? null : directory(key + "/modules", built.modules()),
        config == null ? Objects.requireNonNull(control).config() : file(key + "/config", config),
        built.debug() == null ? null : file(key + "/debug", built.debug()));
  }

  private String required(String key, @Nullable String image) {
    if (image == null) {
      throw at.error(key + "/image", "a prebuilt kernel has no image", "name its bzImage");
    }
    return image;
  }

  private Path file(String key, String text) {
    Path file = at.anywhere(key, text);
    if (!Files.isRegularFile(file)) {
      throw at.error(
          key,
          (Files.isDirectory(file) ? "is a directory: " : "no such file: ") + file,
          "fix the path, relative to root:");
    }
    return at.file().naming(file);
  }

  private Path directory(String key, String text) {
    Path directory = at.anywhere(key, text);
    if (!Files.isDirectory(directory)) {
      throw at.error(key, "no such directory: " + directory, "fix the path, relative to root:");
    }
    return directory;
  }
}
