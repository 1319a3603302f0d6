/** Disk images: made without root, never modified, and checked on a copy after a trial. */
@NullMarked
package dev.kverdict.image;

import org.jspecify.annotations.NullMarked;
