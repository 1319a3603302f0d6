package dev.kverdict.syzbot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files of a case that could be had, and what is still to be done. */
final class Parts {

  /** The file names in a case; none comes from a report. */
  static final String CONFIG = "kernel.config";

  static final String DISK = "disk.img";

  /** Where in the case something is to be done. */
  enum Place {
    KERNEL,
    CONFIG,
    IMAGE,
    PROGRAM,
    TITLE,
    PATCH
  }

  /** Puts a file somewhere. */
  @FunctionalInterface
  interface Content {
    void writeTo(Path file) throws IOException;
  }

  /**
   * Something that a person has to do.
   *
   * @param text what, without a full stop
   */
  record Todo(Place place, String text) {}

  /** An image that is downloaded when a trial needs it. */
  record Remote(String url, String sha256) {}

  private final Map<String, Content> files = new LinkedHashMap<>();
  private final List<Todo> todo = new ArrayList<>();
  private String program = "repro.c";
  private Optional<Remote> remote = Optional.empty();

  void add(String name, Content content) {
    files.put(name, content);
  }

  /**
   * Adds a file.
   *
   * @param text its bytes held in ISO 8859-1
   */
  void add(String name, String text) {
    add(name, file -> Files.writeString(file, text, StandardCharsets.ISO_8859_1));
  }

  void add(Place place, String text) {
    todo.add(new Todo(place, text));
  }

  boolean has(String name) {
    return files.containsKey(name);
  }

  /** Says which of the files is the reproducer. */
  void program(String name) {
    program = name;
  }

  String program() {
    return program;
  }

  void remote(Remote image) {
    remote = Optional.of(image);
  }

  Optional<Remote> remote() {
    return remote;
  }

  List<Todo> todo() {
    return List.copyOf(todo);
  }

  /** Writes all files into a directory. */
  void writeTo(Path directory) throws IOException {
    for (Map.Entry<String, Content> file : files.entrySet()) {
      file.getValue().writeTo(directory.resolve(file.getKey()));
    }
  }
}
