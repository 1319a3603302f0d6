/** Kernels from Debian's archive: finds, downloads and unpacks matching packages. */
@NullMarked
package dev.kverdict.debian;

import org.jspecify.annotations.NullMarked;
