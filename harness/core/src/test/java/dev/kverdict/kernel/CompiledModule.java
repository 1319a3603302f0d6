package dev.kverdict.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.host.Command;
import dev.kverdict.host.Lane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A module of one source file, compiled with debug information.
 *
 * @param file its path in the kernel's source; the module has its name
 */
public record CompiledModule(Lane lane, String file, String source) {

  /** Compiles it to where a kernel of this directory has its debug information. */
  public void write(Path kernel) throws IOException {
    Path root = Files.createTempDirectory(kernel, "compile");
    Path written = root.resolve(file);
    Path module = kernel.resolve("debug").resolve(file.replace(".c", ".ko"));
    Files.createDirectories(written.getParent());
    Files.createDirectories(module.getParent());
    Files.writeString(written, source);
    Path build = Files.createDirectory(root.resolve("build"));
    String map = "-ffile-prefix-map=" + build + "=.";
    Command gcc =
        Command.of(build, "gcc", map, "-g", "-O2", "-c", "../" + file, "-o", module.toString());
    assertThat(lane.run(gcc.asChore()).output()).isEmpty();
  }
}
