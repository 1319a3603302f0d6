/**
 * Kernels as Debian's archive has them: which packages there are, which fit together, and unpacked.
 */
@NullMarked
package dev.kverdict.debian;

import org.jspecify.annotations.NullMarked;
