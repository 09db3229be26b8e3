/** How values are written in options. */
@NullMarked
package io.wattflow.core.text;

import org.jspecify.annotations.NullMarked;
