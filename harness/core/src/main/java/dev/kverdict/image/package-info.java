/** Disk images: made without root or taken as they come, never modified, checked on a copy. */
@NullMarked
package dev.kverdict.image;

import org.jspecify.annotations.NullMarked;
