/** Compact byte formats: varints in, varints out, and one exception for whatever is malformed. */
@NullMarked
package io.wattflow.core.coding;

import org.jspecify.annotations.NullMarked;
