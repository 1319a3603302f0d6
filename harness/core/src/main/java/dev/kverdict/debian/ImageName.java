package dev.kverdict.debian;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a kernel's image package, {@code linux-image-ABI-FLAVOUR}. An ABI has the forms
 * {@code 6.1.0-57}, {@code 6.12.117+deb12} and {@code 6.1.0-0.deb11.13}. An unsigned image ends in
 * {@code -unsigned} in Debian, and begins with {@code linux-image-unsigned-} in Ubuntu.
 *
 * @param abi what {@code uname -r} begins with
 * @param flavour such as {@code amd64} or {@code rt-amd64}
 */
record ImageName(String abi, String flavour) {

  /** Prefix of the names of images. */
  static final String PREFIX = "linux-image-";

  private static final String UNSIGNED = "-unsigned";
  private static final Pattern NAME =
      Pattern.compile(
          PREFIX
              + "(?:unsigned-)?(\\d{1,3}\\.\\d{1,3}(?:\\.\\d{1,5})?(?:[+~][a-z0-9.+~]{1,40})?"
              + "(?:-\\d[a-z0-9.+~]{0,40})?)-([a-z][a-z0-9-]{0,40}?)(?:"
              + UNSIGNED
              + ")?");

  private static final Pattern SERIES = Pattern.compile("(?:\\d+:)?(\\d{1,3}\\.\\d{1,3})(?!\\d).*");

  /** Parses the name of an image, signed or not; empty for a package that only depends on one. */
  static Optional<ImageName> of(String packageName) {
    Matcher name = NAME.matcher(packageName);
    return name.matches() && !name.group(2).endsWith("-dbg")
        ? Optional.of(new ImageName(name.group(1), name.group(2)))
        : Optional.empty();
  }

  /** Returns whether a package is an unsigned image. */
  static boolean isUnsigned(String packageName) {
    return packageName.endsWith(UNSIGNED);
  }

  /** Returns the kernel's series, such as {@code 6.1}, from a version or an ABI. */
  static Optional<String> series(String version) {
    Matcher series = SERIES.matcher(version);
    return series.matches() ? Optional.of(series.group(1)) : Optional.empty();
  }

  /** Returns what {@code uname -r} prints. */
  String release() {
    return abi + "-" + flavour;
  }

  /** Returns the unsigned package, which is built from the source package. */
  String unsigned() {
    return PREFIX + release() + UNSIGNED;
  }

  /** Returns the same in Ubuntu. */
  String ubuntuUnsigned() {
    return PREFIX + "unsigned-" + release();
  }

  /** Returns the package with the signed image. */
  String signed() {
    return PREFIX + release();
  }

  /** Returns the version of Linux in an ABI, such as {@code 6.8.0} in {@code 6.8.0-45}. */
  String upstream() {
    return abi.replaceFirst("-.*", "");
  }

  /** Returns the package with headers, configuration and symbol versions of the flavour. */
  String headers() {
    return "linux-headers-" + release();
  }
}
