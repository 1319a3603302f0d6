/** The two errors that cross packages, and how a failed read or write becomes one. */
@NullMarked
package dev.kverdict;

import org.jspecify.annotations.NullMarked;
