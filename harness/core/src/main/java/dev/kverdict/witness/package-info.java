/** Reads complaints and the agent's marks on a console, and the output of checkers. */
@NullMarked
package dev.kverdict.witness;

import org.jspecify.annotations.NullMarked;
