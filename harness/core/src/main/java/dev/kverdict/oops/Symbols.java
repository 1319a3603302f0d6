package dev.kverdict.oops;

import java.util.List;
import java.util.Optional;

/** Debug information of a kernel: where in its source the places of a stack are. */
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
   * The frame with its place in the source, behind the frames that the compiler put into it,
   * innermost first; the frame alone when nothing is known of it.
   */
  List<Frame> resolve(Frame frame);

  /**
   * The statement at a place of the source, its blanks made single.
   *
   * @param source {@code file:line}
   */
  Optional<String> statement(String source);
}
