/** A case as data: kernels, patches, images, programs and claims, wherever they come from. */
@NullMarked
package dev.kverdict.model;

import org.jspecify.annotations.NullMarked;
