package dev.kverdict.oops;

import java.util.List;
import java.util.Optional;

/** Debug information of a kernel: finds places of a stack in its source. */
public interface Symbols {

  /** Knows nothing. */
  Symbols NONE =
      new Symbols() {
        @Override
        public List<Frame> resolve(Frame frame) {
          return List.of(frame);
        }

        @Override
        public Optional<String> statement(String source) {
          return Optional.empty();
        }
      };

  /**
   * Returns the frame with its place in the source, preceded by the frames inlined into it,
   * innermost first; just the frame if nothing is known about it.
   */
  List<Frame> resolve(Frame frame);

  /**
   * Returns the statement at a place in the source, with white space collapsed.
   *
   * @param source {@code file:line}
   */
  Optional<String> statement(String source);

  /**
   * Returns the lines around a place in the source; empty if they are not known.
   *
   * @param source {@code file:line}
   */
  default Optional<SourceQuote> quote(String source) {
    return Optional.empty();
  }
}
