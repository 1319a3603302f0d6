/** The two errors that cross packages. */
@NullMarked
package dev.kverdict;

import org.jspecify.annotations.NullMarked;
