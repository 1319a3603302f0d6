/** Disk images, made without root and never written back to. */
@NullMarked
package dev.kverdict.image;

import org.jspecify.annotations.NullMarked;
