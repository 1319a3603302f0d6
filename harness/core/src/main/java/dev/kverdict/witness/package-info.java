/**
 * Console lines beside crashes, the harness's own marks, and the output of a file system's checker.
 */
@NullMarked
package dev.kverdict.witness;

import org.jspecify.annotations.NullMarked;
