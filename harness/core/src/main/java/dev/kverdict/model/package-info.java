/** A case as data: kernels, patches, images, programs and claims, whatever their origin. */
@NullMarked
package dev.kverdict.model;

import org.jspecify.annotations.NullMarked;
