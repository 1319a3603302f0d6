/** A built kernel, and what its debug information says of its source. */
@NullMarked
package dev.kverdict.kernel;

import org.jspecify.annotations.NullMarked;
