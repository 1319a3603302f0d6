/**
 * Kernels from Debian's archive: finds packages that belong together, downloads and unpacks them.
 */
@NullMarked
package dev.kverdict.debian;

import org.jspecify.annotations.NullMarked;
