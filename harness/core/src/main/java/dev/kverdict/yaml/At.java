package dev.kverdict.yaml;

import dev.kverdict.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One named entry of a matrix file.
 *
 * @param section the key above it
 * @param root the directory that its paths are relative to, and must not leave
 */
record At(Located file, String section, String name, Path root) {

  static At of(Located file, String section, String name) {
    return new At(file, section, name, root(file));
  }

  /** Returns the directory that a file's paths are relative to. */
  static Path root(Located file) {
    String text = file.spec().root();
    Path beside = Objects.requireNonNull(file.file().getParent(), "a file's directory");
    Path root = text == null ? beside : file.path("root", beside, text);
    if (!Files.isDirectory(root)) {
      throw file.error("root", "no such directory: " + root, "fix root:, relative to this file");
    }
    return root;
  }

  /** Returns an error at one of its keys. */
  UserError error(String below, String what, String remedy) {
    return file.error(pointer(below), what, remedy);
  }

  /** Returns the pointer to one of its keys, or to the entry itself if {@code below} is empty. */
  String pointer(String below) {
    return section + "/" + name + (below.isEmpty() ? "" : "/" + below);
  }

  /** Returns a value that must not be left out. */
  <T> T required(String key, @Nullable T value, String example) {
    if (value == null) {
      throw error(key, section + " '" + name + "' has no " + key, "add " + key + ": " + example);
    }
    return value;
  }

  /** Returns files below the root. */
  List<Path> paths(String key, @Nullable List<String> texts) {
    List<Path> paths = new ArrayList<>();
    List<String> all = Values.orEmpty(texts);
    for (int i = 0; i < all.size(); i++) {
      paths.add(path(key + "/" + i, all.get(i)));
    }
    return paths;
  }

  /** Returns a path relative to the root, which it may leave. */
  Path anywhere(String key, String text) {
    return file.path(pointer(key), root, text);
  }

  /** Returns a file that lies below the root, even after links are followed. */
  Path path(String key, String text) {
    Path path = anywhere(key, text);
    if (!path.startsWith(root)) {
      throw error(key, "'" + text + "' leaves the root " + root, "stay below root:");
    }
    if (Files.isDirectory(path)) {
      throw error(key, "is a directory: " + path, "name a file");
    }
    if (Files.isRegularFile(path) && !Files.isReadable(path)) {
      throw error(key, "this user may not read " + path, "allow it: chmod a+r");
    }
    if (!Files.isRegularFile(path)) {
      throw error(key, "no such file: " + path, "fix the path, relative to root:");
    }
    try {
      if (!path.toRealPath().startsWith(root.toRealPath())) {
        throw error(key, "'" + text + "' leads out of the root by a link", "stay below root:");
      }
    } catch (IOException e) {
      throw error(key, "cannot follow '" + text + "'", "fix the path, relative to root:");
    }
    return file.naming(path);
  }
}
