package dev.kverdict.oops;

import java.util.Map;

/**
 * Demangles the symbols of Rust functions (v0 mangling, RFC 2603): {@code _RNvNtC6kernel4sync4lock}
 * is {@code kernel::sync::lock}. Crate hashes, values of constants and lifetimes are omitted,
 * because titles are compared across builds.
 */
final class RustSymbol {

  private static final String PREFIX = "_R";

  /** Limits of a symbol, which can refer back to its own parts and so grow without end. */
  private static final int MAX_DEPTH = 50;

  private static final int MAX_LENGTH = 1000;

  private static final Map<Character, String> BASIC_TYPES =
      Map.ofEntries(
          Map.entry('a', "i8"),
          Map.entry('b', "bool"),
          Map.entry('c', "char"),
          Map.entry('d', "f64"),
          Map.entry('e', "str"),
          Map.entry('f', "f32"),
          Map.entry('h', "u8"),
          Map.entry('i', "isize"),
          Map.entry('j', "usize"),
          Map.entry('l', "i32"),
          Map.entry('m', "u32"),
          Map.entry('n', "i128"),
          Map.entry('o', "u128"),
          Map.entry('p', "_"),
          Map.entry('s', "i16"),
          Map.entry('t', "u16"),
          Map.entry('u', "()"),
          Map.entry('v', "..."),
          Map.entry('x', "i64"),
          Map.entry('y', "u64"),
          Map.entry('z', "!"));

  /** Thrown if a symbol violates the grammar. */
  private static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    Malformed() {
      super("not a Rust symbol", null, false, false);
    }
  }

  /** The position of the parser; a back reference moves it for a while. */
  private int at;

  private int depth;
  private int written;
  private final String text;

  private RustSymbol(String text) {
    this.text = text;
  }

  /** Returns the path that a symbol names, or any other symbol unchanged. */
  static String readable(String symbol) {
    if (!symbol.startsWith(PREFIX)) {
      return symbol;
    }
    RustSymbol reader = new RustSymbol(symbol.substring(PREFIX.length()));
    try {
      String path = reader.path(true);
      return path.isEmpty() ? symbol : path;
    } catch (Malformed e) {
      return symbol;
    }
  }

  /**
   * @param value whether to print generic arguments as in an expression, {@code f::<T>}
   */
  private String path(boolean value) throws Malformed {
    enter();
    String path =
        switch (next()) {
          case 'C' -> identifier().name();
          case 'M' -> {
            implPath();
            yield "<" + type() + ">";
          }
          case 'X' -> {
            implPath();
            yield "<" + type() + " as " + path(false) + ">";
          }
          case 'Y' -> "<" + type() + " as " + path(false) + ">";
          case 'N' -> nested();
          case 'I' -> path(value) + (value ? "::<" : "<") + list("GENERIC") + ">";
          case 'B' -> back(() -> path(value));
          default -> throw new Malformed();
        };
    return leave(path);
  }

  private String nested() throws Malformed {
    char space = next();
    String outer = path(true);
    Identifier inner = identifier();
    if (!Character.isUpperCase(space)) {
      return outer + "::" + inner.name();
    }
    String kind = space == 'C' ? "closure" : space == 'S' ? "shim" : String.valueOf(space);
    return outer
        + "::{"
        + kind
        + (inner.name().isEmpty() ? "" : ":" + inner.name())
        + "#"
        + inner.number()
        + "}";
  }

  private void implPath() throws Malformed {
    disambiguator();
    path(false);
  }

  private String type() throws Malformed {
    enter();
    char tag = next();
    String basic = BASIC_TYPES.get(tag);
    String type =
        basic != null
            ? basic
            : switch (tag) {
              case 'A' -> "[" + type() + "; " + constant() + "]";
              case 'S' -> "[" + type() + "]";
              case 'T' -> "(" + list("TYPE") + ")";
              case 'R' -> "&" + referred();
              case 'Q' -> "&mut " + referred();
              case 'P' -> "*const " + type();
              case 'O' -> "*mut " + type();
              case 'F' -> function();
              case 'D' -> dynamic();
              case 'B' -> back(this::type);
              default -> {
                at--;
                yield path(false);
              }
            };
    return leave(type);
  }

  private String referred() throws Malformed {
    if (take('L')) {
      base62();
    }
    return type();
  }

  private String function() throws Malformed {
    if (take('G')) {
      base62();
    }
    String unsafe = take('U') ? "unsafe " : "";
    String abi = "";
    if (take('K')) {
      abi = "extern \"" + (take('C') ? "C" : identifier().name().replace('_', '-')) + "\" ";
    }
    String arguments = list("TYPE");
    String result = type();
    return unsafe + abi + "fn(" + arguments + ")" + (result.equals("()") ? "" : " -> " + result);
  }

  private String dynamic() throws Malformed {
    if (take('G')) {
      base62();
    }
    StringBuilder bounds = new StringBuilder("dyn ");
    for (String glue = ""; !take('E'); glue = " + ") {
      bounds.append(glue).append(path(false));
      while (take('p')) {
        bounds.append('<').append(identifier().name()).append(" = ").append(type()).append('>');
      }
    }
    if (!take('L')) {
      throw new Malformed();
    }
    base62();
    return bounds.toString();
  }

  /** Reads types, or the generic arguments of a path, up to their end. */
  private String list(String what) throws Malformed {
    StringBuilder list = new StringBuilder();
    while (!take('E')) {
      String one;
      if (what.equals("GENERIC") && take('L')) {
        base62();
        one = "'_";
      } else {
        one = what.equals("GENERIC") && take('K') ? constant() : type();
      }
      list.append(list.isEmpty() ? "" : ", ").append(one);
    }
    return list.toString();
  }

  /** Reads a constant as {@code _}: its value may differ between builds. */
  private String constant() throws Malformed {
    enter();
    char tag = next();
    if (tag == 'B') {
      return leave(back(this::constant));
    }
    if (tag != 'p') {
      while (!take('_')) {
        next();
      }
    }
    return leave("_");
  }

  /** A name, and its number among several of the same name. */
  private record Identifier(String name, long number) {}

  private Identifier identifier() throws Malformed {
    long number = disambiguator();
    take('u'); // punycode stays as it is: kernel code is ASCII
    int length = 0;
    boolean any = false;
    while (at < text.length() && Character.isDigit(text.charAt(at))) {
      length = length * 10 + (text.charAt(at++) - '0');
      any = true;
      if (length > text.length() || (length == 0 && any)) {
        break;
      }
    }
    if (!any) {
      throw new Malformed();
    }
    take('_');
    if (at + length > text.length()) {
      throw new Malformed();
    }
    String name = text.substring(at, at + length);
    at += length;
    return new Identifier(name, number);
  }

  private long disambiguator() throws Malformed {
    return take('s') ? base62() + 1 : 0;
  }

  /** Reads a number; a crate's hash may overflow, which does no harm. */
  private long base62() throws Malformed {
    if (take('_')) {
      return 0;
    }
    long value = 0;
    for (char c = next(); c != '_'; c = next()) {
      int digit =
          c >= '0' && c <= '9'
              ? c - '0'
              : c >= 'a' && c <= 'z' ? c - 'a' + 10 : c >= 'A' && c <= 'Z' ? c - 'A' + 36 : -1;
      if (digit < 0) {
        throw new Malformed();
      }
      value = value * 62 + digit;
    }
    return value + 1;
  }

  /** A part of the grammar. */
  private interface Part {
    String read() throws Malformed;
  }

  /** Reads a part that occurred earlier in the symbol. */
  private String back(Part part) throws Malformed {
    int here = at - 1;
    long target = base62();
    if (target < 0 || target >= here) {
      throw new Malformed();
    }
    int after = at;
    at = (int) target;
    String read = part.read();
    at = after;
    return read;
  }

  private void enter() throws Malformed {
    if (++depth > MAX_DEPTH) {
      throw new Malformed();
    }
  }

  private String leave(String read) throws Malformed {
    depth--;
    written += read.length();
    if (read.length() > MAX_LENGTH || written > 100 * MAX_LENGTH) {
      throw new Malformed();
    }
    return read;
  }

  private char next() throws Malformed {
    if (at >= text.length()) {
      throw new Malformed();
    }
    return text.charAt(at++);
  }

  private boolean take(char wanted) {
    boolean there = at < text.length() && text.charAt(at) == wanted;
    at += there ? 1 : 0;
    return there;
  }
}
