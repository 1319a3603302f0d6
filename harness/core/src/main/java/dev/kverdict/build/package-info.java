/**
 * Kernel builds with and without patches: configuration, kbuild, variants of modules, stock
 * kernels.
 */
@NullMarked
package dev.kverdict.build;

import org.jspecify.annotations.NullMarked;
