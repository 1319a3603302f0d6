/** The commands of the program, which are thin: the work is done in the core. */
@NullMarked
package dev.kverdict.cli;

import org.jspecify.annotations.NullMarked;
