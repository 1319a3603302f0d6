/** Reads object files and kernel images: ELF, bzImage, functions, lines, places in the source. */
@NullMarked
package dev.kverdict.binary;

import org.jspecify.annotations.NullMarked;
