package dev.kverdict.model;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where the content of a disk image comes from. */
public sealed interface ImageSource {

  /** Applies the function for this kind of source. */
  <T extends @Nullable Object> T match(
      Function<? super Made, ? extends T> made,
      Function<? super Existing, ? extends T> existing,
      Function<? super Fetched, ? extends T> fetched);

  /**
   * A file system that a command makes.
   *
   * @param sizeBytes the image's size in bytes
   * @param command the command; the argument <code>{image}</code> stands for the image's path
   */
  record Made(long sizeBytes, List<String> command) implements ImageSource {
    public Made {
      command = List.copyOf(command);
    }

    @Override
    public <T extends @Nullable Object> T match(
        Function<? super Made, ? extends T> made,
        Function<? super Existing, ? extends T> existing,
        Function<? super Fetched, ? extends T> fetched) {
      return made.apply(this);
    }
  }

  /**
   * A file of the case: a raw image, or one in a format that says so in its first bytes.
   *
   * @param file the file
   * @param sha256 the SHA-256 that it must have, in lower-case hex, or null for any
   * @param sizeBytes the size of the disk in bytes, at least that of the image in the file; null
   *     for the image's own
   */
  record Existing(Path file, @Nullable String sha256, @Nullable Long sizeBytes)
      implements ImageSource {
    @Override
    public <T extends @Nullable Object> T match(
        Function<? super Made, ? extends T> made,
        Function<? super Existing, ? extends T> existing,
        Function<? super Fetched, ? extends T> fetched) {
      return existing.apply(this);
    }
  }

  /**
   * A file from the network, in any form that a file of the case may have.
   *
   * @param url its address, by http or https
   * @param sha256 the SHA-256 that it must have, in lower-case hex
   * @param sizeBytes as in {@link Existing}
   */
  record Fetched(URI url, String sha256, @Nullable Long sizeBytes) implements ImageSource {
    @Override
    public <T extends @Nullable Object> T match(
        Function<? super Made, ? extends T> made,
        Function<? super Existing, ? extends T> existing,
        Function<? super Fetched, ? extends T> fetched) {
      return fetched.apply(this);
    }
  }
}
