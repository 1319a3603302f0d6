/** Finds crash reports in the bytes of a console. */
@NullMarked
package dev.kverdict.oops;

import org.jspecify.annotations.NullMarked;
