package dev.kverdict.patch;

import org.jspecify.annotations.Nullable;

/**
 * A line of C source.
 *
 * @param kind whether it can be executed, or why it cannot
 * @param code the line without comments and with the contents of strings blanked
 * @param text the line without comments
 * @param function the function whose body contains it, or null
 */
record SourceLine(Kind kind, String code, String text, @Nullable String function) {

  /** Kinds of line. */
  enum Kind {
    /** Inside a function: may have instructions. */
    CODE,
    /** Inside a function, but certainly without instructions: a brace, a label. */
    FRAME,
    /** Nothing but blanks and comments. */
    COMMENT,
    /** A preprocessor line, or the continuation of one. */
    MACRO,
    /** Outside functions: data, types, declarations. */
    DATA
  }
}
