/** Kernel sources, configuration, patches and builds. */
@NullMarked
package dev.kverdict.kernel;

import org.jspecify.annotations.NullMarked;
