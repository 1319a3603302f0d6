package dev.kverdict.binary;

/**
 * The first instruction of a run of instructions that belong to one source line.
 *
 * @param line the line
 * @param function the function that contains the line, even if inlined into another
 * @param symbol the symbol whose code contains it
 * @param offset its distance from that symbol, in bytes
 * @param address its address in its section
 * @param section its section
 * @param statement whether a statement begins there
 */
public record LineRow(
    int line,
    String function,
    String symbol,
    long offset,
    long address,
    String section,
    boolean statement) {

  LineRow beginning(boolean aStatement) {
    return new LineRow(line, function, symbol, offset, address, section, aStatement);
  }
}
