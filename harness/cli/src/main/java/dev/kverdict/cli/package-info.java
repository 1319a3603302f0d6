/** The commands: thin, everything they do lies in the core. */
@NullMarked
package dev.kverdict.cli;

import org.jspecify.annotations.NullMarked;
