package dev.kverdict.model;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Where the binary of a program comes from.
 *
 * @param kind what the file is
 * @param file the file
 * @param define preprocessor macros, in the order written; only for what is compiled
 * @param cflags further options of the compiler; only for what is compiled
 * @param libs libraries by the names that follow {@code -l}; only for what is compiled
 * @param arch what it is compiled for
 */
public record ProgramDef(
    Kind kind,
    Path file,
    Map<String, String> define,
    List<String> cflags,
    List<String> libs,
    Arch arch) {

  /** What a program's file is. */
  public enum Kind {
    /** A C source. */
    C,
    /** A program of syzkaller, which is converted to C. */
    SYZ,
    /** A static binary. */
    BINARY,
    /** A binary that may need libraries, which its userland has. */
    DYNAMIC,
    /** A script for an interpreter of its userland. */
    SCRIPT;

    /** Returns whether a compiler makes the program, so that macros mean something to it. */
    public boolean compiled() {
      return this == C || this == SYZ;
    }
  }

  /** What a program is compiled for. */
  public enum Arch {
    X86_64,
    I386
  }

  public ProgramDef {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(file, "file");
    define = Collections.unmodifiableMap(new LinkedHashMap<>(define));
    cflags = List.copyOf(cflags);
    libs = List.copyOf(libs);
    Objects.requireNonNull(arch, "arch");
  }

  /** Returns a C source that is compiled as usual. */
  public static ProgramDef c(Path file) {
    return new ProgramDef(Kind.C, file, Map.of(), List.of(), List.of(), Arch.X86_64);
  }

  /** Returns a file that needs no compiler. */
  public static ProgramDef ready(Kind kind, Path file) {
    return new ProgramDef(kind, file, Map.of(), List.of(), List.of(), Arch.X86_64);
  }

  /** Returns a copy with these macros. */
  public ProgramDef with(Map<String, String> macros) {
    return new ProgramDef(kind, file, macros, cflags, libs, arch);
  }
}
