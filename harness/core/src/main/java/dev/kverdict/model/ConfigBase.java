package dev.kverdict.model;

import java.net.URI;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a kernel's configuration starts from. */
public sealed interface ConfigBase {

  /** The smallest configuration, which a kernel without {@code config:} has, too. */
  ConfigBase TINY = new Target("tinyconfig");

  /** Applies the function for this kind of base. */
  <T extends @Nullable Object> T match(
      Function<? super Target, ? extends T> target,
      Function<? super File, ? extends T> file,
      Function<? super Download, ? extends T> download);

  /**
   * A make target of the kernel.
   *
   * @param name such as {@code tinyconfig} or {@code defconfig}
   */
  record Target(String name) implements ConfigBase {
    @Override
    public <T extends @Nullable Object> T match(
        Function<? super Target, ? extends T> target,
        Function<? super File, ? extends T> file,
        Function<? super Download, ? extends T> download) {
      return target.apply(this);
    }
  }

  /** A complete configuration, such as a {@code .config} that came with a report. */
  record File(Path path) implements ConfigBase {
    @Override
    public <T extends @Nullable Object> T match(
        Function<? super Target, ? extends T> target,
        Function<? super File, ? extends T> file,
        Function<? super Download, ? extends T> download) {
      return file.apply(this);
    }
  }

  /**
   * A complete configuration that is downloaded.
   *
   * @param url its address, http or https
   * @param sha256 its SHA-256 in lower-case hex
   */
  record Download(URI url, String sha256) implements ConfigBase {
    @Override
    public <T extends @Nullable Object> T match(
        Function<? super Target, ? extends T> target,
        Function<? super File, ? extends T> file,
        Function<? super Download, ? extends T> download) {
      return download.apply(this);
    }
  }
}
