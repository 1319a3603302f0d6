/** Disk images: made without root, never written back to, checked after a trial on a copy. */
@NullMarked
package dev.kverdict.image;

import org.jspecify.annotations.NullMarked;
