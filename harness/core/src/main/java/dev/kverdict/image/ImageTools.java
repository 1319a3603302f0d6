package dev.kverdict.image;

import dev.kverdict.UserError;
import dev.kverdict.host.Command;
import dev.kverdict.host.Lane;
import dev.kverdict.model.FileSystem;
import java.util.Map;
import java.util.Optional;

/** The programs that make, unpack and check images: looked for before there is work to lose. */
final class ImageTools {

  private static final Map<String, String> PACKAGES =
      Map.of(
          "gzip", "gzip",
          "xz", "xz-utils",
          "zstd", "zstd",
          "bzip2", "bzip2",
          "qemu-img", "qemu-utils");

  private ImageTools() {}

  /**
   * Requires a tool; one with a path is left to whoever starts it.
   *
   * @param image the name of the image that needs it
   * @throws UserError if it is not installed, with the Debian package that brings it
   */
  static void require(Lane lane, String image, String tool) {
    Command ask = Command.asking("sh", "-c", "command -v \"$1\"", "sh", tool);
    if (tool.indexOf('/') >= 0 || lane.run(ask).ok()) {
      return;
    }
    String remedy =
        Optional.ofNullable(PACKAGES.get(tool))
            .or(() -> FileSystem.packageOf(tool))
            .map(name -> "install Debian's package " + name + ": apt-get install " + name)
            .orElse("install the package that brings it");
    throw new UserError("image " + image, tool + " is not installed", remedy);
  }
}
