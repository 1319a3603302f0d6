/** A built kernel, and the places of its source in it. */
@NullMarked
package dev.kverdict.kernel;

import org.jspecify.annotations.NullMarked;
