/** Patches as data: files, hunks and lines of a diff, also inside mbox and eml. Pure. */
@NullMarked
package dev.kverdict.patch;

import org.jspecify.annotations.NullMarked;
