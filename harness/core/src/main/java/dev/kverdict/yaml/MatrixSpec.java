package dev.kverdict.yaml;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A matrix file as written; absent keys are null. The component names are the keys, which
 * matrix.schema.json describes.
 */
record MatrixSpec(
    @JsonProperty("case") @Nullable String caseName,
    @JsonProperty("reported-by") @Nullable String reportedBy,
    @Nullable String closes,
    @Nullable String root,
    @Nullable List<String> include,
    @Nullable Map<String, Kernel> kernels,
    @Nullable Map<String, Patch> patches,
    @Nullable Map<String, Image> images,
    @Nullable Map<String, Program> repros,
    @Nullable Map<String, Program> guards,
    @Nullable List<Claim> claims,
    @Nullable DefaultsSpec defaults) {

  /** An entry of {@code kernels:}. */
  record Kernel(
      @Nullable Source source,
      @Nullable String toolchain,
      @Nullable Config config,
      @Nullable List<String> prepare,
      @Nullable List<String> rebuild,
      @Nullable String otherwise,
      @Nullable List<String> modules,
      @Nullable String cmdline,
      @Nullable Integer memory,
      @Nullable Integer smp,
      @Nullable String machine) {}

  /** The source of a kernel. */
  record Source(
      @Nullable String debian,
      @Nullable String distro,
      @Nullable String git,
      @Nullable String rev,
      @Nullable String tarball,
      @Nullable String sha256,
      @Nullable String dir,
      @Nullable PrebuiltSpec prebuilt,
      @Nullable String archive,
      @Nullable String version) {

    static Source ofCommit(String repository, String rev) {
      return new Source(null, null, repository, rev, null, null, null, null, null, null);
    }
  }

  /** A kernel that was built elsewhere, without a patch and with some. */
  record PrebuiltSpec(
      @Nullable String image,
      @Nullable String modules,
      @Nullable String config,
      @Nullable String debug,
      @Nullable Map<String, BuiltSpec> patched) {}

  /** The same kernel with a patch. */
  record BuiltSpec(
      @Nullable String image,
      @Nullable String modules,
      @Nullable String config,
      @Nullable String debug) {}

  /** A kernel's configuration. */
  record Config(
      @Nullable BaseSpec base, @Nullable List<String> with, @Nullable List<String> fragments) {}

  /** A configuration that is downloaded. */
  record ConfigUrl(@Nullable String url, @Nullable String sha256) {}

  /** An entry of {@code patches:}. */
  record Patch(
      @Nullable List<String> files,
      @Nullable Boolean incomplete,
      @Nullable Integer fuzz,
      @Nullable Map<String, String> expect,
      @Nullable String worth,
      @Nullable String why) {}

  /** An entry of {@code images:}. */
  record Image(
      @Nullable String size,
      @Nullable String mkfs,
      @Nullable List<String> options,
      @Nullable List<String> make,
      @Nullable String file,
      @Nullable String url,
      @Nullable String sha256,
      @Nullable String serial,
      @Nullable MountSpec mount,
      @Nullable CheckSpec check) {}

  /** The commands that check an image after a trial. */
  record CheckSpec(@Nullable List<String> replay, @Nullable List<String> run) {}

  /** The mount of an image. */
  record MountSpec(@Nullable String type, @Nullable String at, @Nullable String options) {}

  /** An entry of {@code repros:} or {@code guards:}. */
  record Program(
      @Nullable String source,
      @Nullable String program,
      @Nullable String script,
      @Nullable UserlandSpec userland,
      @Nullable Map<String, String> define,
      @Nullable List<String> cflags,
      @Nullable List<String> libs,
      @Nullable String arch,
      @Nullable List<String> args,
      @Nullable String sandbox,
      @Nullable String image,
      @Nullable List<String> images,
      @Nullable List<String> steps,
      @Nullable FailsSpec fails,
      @Nullable List<String> accepts,
      @Nullable String timeout,
      @Nullable String snapshot) {}

  /** The programs that a program finds in its guest. */
  record UserlandSpec(@Nullable List<String> packages) {}

  /** The failure that a reproducer shows. */
  record FailsSpec(@Nullable List<String> crash, @Nullable String check) {}

  /** An entry of {@code claims:}: one experiment, or several under {@code all}. */
  record Claim(
      @Nullable String id,
      @Nullable String says,
      @Nullable List<ExperimentSpec> all,
      @Nullable String kernel,
      @Nullable String on,
      @Nullable String repro,
      @Nullable Map<String, String> define,
      @Nullable List<String> steps,
      @Nullable String expect,
      @Nullable String function,
      @Nullable String file) {}

  /** An experiment of a claim that has several. */
  record ExperimentSpec(
      @Nullable String kernel,
      @Nullable String on,
      @Nullable String repro,
      @Nullable Map<String, String> define,
      @Nullable List<String> steps,
      @Nullable String expect,
      @Nullable String function,
      @Nullable String file) {}

  /** {@code defaults:}. */
  record DefaultsSpec(
      @Nullable Integer trials,
      @Nullable Integer maxTrials,
      @Nullable String budget,
      @Nullable Double confidence,
      @Nullable Integer jobs) {}
}
