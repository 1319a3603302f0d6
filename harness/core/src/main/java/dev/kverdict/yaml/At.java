package dev.kverdict.yaml;

import dev.kverdict.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One named entry of a file, and where it stands.
 *
 * @param section the key above it
 * @param root the folder that its paths start from, and may not leave
 */
record At(Located file, String section, String name, Path root) {

  static At of(Located file, String section, String name) {
    return new At(file, section, name, root(file));
  }

  /** The folder that a file's paths start from. */
  static Path root(Located file) {
    String text = file.spec().root();
    Path root = file.file().resolveSibling(text == null ? "." : text).normalize();
    if (!Files.isDirectory(root)) {
      throw file.error("root", "no such folder: " + root, "mend root:, relative to this file");
    }
    return root;
  }

  /** An error at one of its keys. */
  UserError error(String below, String what, String mend) {
    return file.error(pointer(below), what, mend);
  }

  /** The place of one of its keys, or its own, in the file. */
  String pointer(String below) {
    return section + "/" + name + (below.isEmpty() ? "" : "/" + below);
  }

  /** A value that may not be left out. */
  <T> T required(String key, @Nullable T value, String example) {
    if (value == null) {
      throw error(key, section + " '" + name + "' has no " + key, "add " + key + ": " + example);
    }
    return value;
  }

  /** Files below the root. */
  List<Path> paths(String key, @Nullable List<String> texts) {
    List<Path> paths = new ArrayList<>();
    List<String> all = Values.orEmpty(texts);
    for (int i = 0; i < all.size(); i++) {
      paths.add(path(key + "/" + i, all.get(i)));
    }
    return paths;
  }

  /** A file below the root, also once its links are followed. */
  Path path(String key, String text) {
    Path path = root.resolve(text).normalize();
    if (!path.startsWith(root)) {
      throw error(key, "'" + text + "' leaves the root " + root, "stay below root:");
    }
    if (!Files.isRegularFile(path)) {
      throw error(key, "no such file: " + path, "mend the path, relative to root:");
    }
    try {
      if (!path.toRealPath().startsWith(root.toRealPath())) {
        throw error(key, "'" + text + "' leads out of the root by a link", "stay below root:");
      }
    } catch (IOException e) {
      throw error(key, "cannot follow '" + text + "'", "mend the path, relative to root:");
    }
    return path;
  }
}
