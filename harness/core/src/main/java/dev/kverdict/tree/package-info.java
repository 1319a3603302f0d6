/** Kernel sources of one's own: git repositories, and the state of a developer's working tree. */
@NullMarked
package dev.kverdict.tree;

import org.jspecify.annotations.NullMarked;
