/** Decides how many trials a cell gets, when they must boot, and when one settles it. */
@NullMarked
package dev.kverdict.sampling;

import org.jspecify.annotations.NullMarked;
