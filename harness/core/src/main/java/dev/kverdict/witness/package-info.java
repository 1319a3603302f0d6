/**
 * Reads complaints and the harness's marks on a console, and the output of file system checkers.
 */
@NullMarked
package dev.kverdict.witness;

import org.jspecify.annotations.NullMarked;
