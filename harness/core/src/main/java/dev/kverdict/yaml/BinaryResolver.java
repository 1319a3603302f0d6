package dev.kverdict.yaml;

import dev.kverdict.model.ProgramDef;
import dev.kverdict.model.ProgramDef.Arch;
import dev.kverdict.model.ProgramDef.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Resolves where the binary of a program comes from, and how it is compiled. */
final class BinaryResolver {

  private static final Pattern MACRO = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern LIBRARY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.+-]{0,99}");

  /**
   * Options that change the code, and neither which files are read and written nor which programs
   * run. There is no comma in a warning's name, so nothing is passed on to assembler and linker.
   */
  private static final List<Pattern> CFLAGS =
      List.of(
          Pattern.compile("-O([0-3sgz]|fast)?"),
          Pattern.compile("-g[0-3]?"),
          Pattern.compile("-std=[a-z0-9:+]+|-ansi|-pedantic|-pthread|-w"),
          Pattern.compile("-[DU][A-Za-z_][A-Za-z0-9_]*(=[^\\p{Cntrl}]{0,1000})?"),
          Pattern.compile("-W[a-z][a-z0-9=+-]*"),
          Pattern.compile("-f(?!plugin|dump|profile|use-ld|sanitize)[a-z][a-z0-9=+-]*"),
          Pattern.compile("-m(?!32$|64$|x32$|16$)[a-z][a-z0-9=.+-]*"),
          Pattern.compile("-no-pie|-nostdlib|-nostartfiles|-nodefaultlibs"));

  private static final String CFLAGS_KNOWN =
      "options that begin with -O, -g, -std=, -D, -U, -W, -f and -m are possible";

  private BinaryResolver() {}

  static ProgramDef resolve(At at, MatrixSpec.Program spec) {
    String program = spec.program();
    String script = spec.script();
    String source = spec.source();
    requireOne(at, spec);
    if (program != null) {
      requireNothingToCompile(at, "program", spec);
      Kind kind = spec.userland() == null ? Kind.BINARY : Kind.DYNAMIC;
      return ProgramDef.ready(kind, at.path("program", program));
    }
    if (script != null) {
      requireNothingToCompile(at, "script", spec);
      return ProgramDef.ready(Kind.SCRIPT, at.path("script", script));
    }
    String text = at.required("source", source, "path/to/it.c");
    List<String> cflags = Values.orEmpty(spec.cflags());
    for (int i = 0; i < cflags.size(); i++) {
      requireFlag(at, "cflags/" + i, String.valueOf(cflags.get(i)));
    }
    List<String> libs = Values.orEmpty(spec.libs());
    for (int i = 0; i < libs.size(); i++) {
      if (!LIBRARY.matcher(String.valueOf(libs.get(i))).matches()) {
        throw at.error(
            "libs/" + i, "'" + libs.get(i) + "' is no library", "write the name after -l: pthread");
      }
    }
    return new ProgramDef(
        text.endsWith(".syz") ? Kind.SYZ : Kind.C,
        at.path("source", text),
        macros(at, spec),
        cflags,
        libs,
        arch(at, spec));
  }

  private static void requireOne(At at, MatrixSpec.Program spec) {
    List<String> written = new ArrayList<>();
    if (spec.source() != null) {
      written.add("source");
    }
    if (spec.program() != null) {
      written.add("program");
    }
    if (spec.script() != null) {
      written.add("script");
    }
    if (written.size() > 1) {
      throw at.error(
          written.get(written.size() - 1),
          String.join(": and ", written) + ": exclude each other",
          "keep one of them");
    }
  }

  private static void requireNothingToCompile(At at, String key, MatrixSpec.Program spec) {
    if (spec.define() != null
        || spec.cflags() != null
        || spec.libs() != null
        || spec.arch() != null) {
      throw at.error(
          key,
          "a " + (key.equals("script") ? "script" : "ready-made program") + " is not compiled",
          "remove define:, cflags:, libs: and arch:");
    }
  }

  private static void requireFlag(At at, String below, String flag) {
    if (flag.matches("-m(32|64|x32|16)")) {
      throw at.error(below, "'" + flag + "' has a key of its own", "write arch: i386 or x86-64");
    }
    if (CFLAGS.stream().noneMatch(known -> known.matcher(flag).matches())) {
      throw at.error(below, "'" + flag + "' cannot be used here", CFLAGS_KNOWN);
    }
  }

  private static Map<String, String> macros(At at, MatrixSpec.Program spec) {
    Map<String, String> define = spec.define() == null ? Map.of() : spec.define();
    define.forEach(
        (macro, value) -> {
          if (!MACRO.matcher(macro).matches() || value == null) {
            throw at.error("define/" + macro, "is no macro with a value", "write NAME: VALUE");
          }
        });
    return define;
  }

  private static Arch arch(At at, MatrixSpec.Program spec) {
    return Values.oneOf(at.file(), at.pointer("arch"), spec.arch(), Arch.X86_64, Arch.class);
  }
}
